using InsCore.Structures;

namespace InsCore.Phonons.Files;

/// <summary>Collects force constants in the order of a phonopy supercell and puts them into ours.</summary>
/// <remarks>Rows may belong to any image of an atom: Φ of (i, n_i) and (j, n_j) is that of (i, 0) and (j, n_j - n_i).</remarks>
internal sealed class PhonopyRows(PhononSource source, PhonopyCells cells)
{
    readonly double[] values = new double[9 * cells.Primitive.AtomCount * cells.Order.Length];
    readonly bool[] filled = new bool[cells.Primitive.AtomCount];

    /// <summary>Number of supercell atoms.</summary>
    public int SupercellAtoms => cells.Order.Length;

    /// <summary>Takes a row if it is the first of its atom.</summary>
    /// <param name="atom">Supercell atom of the file, from 0.</param>
    /// <param name="row">[nSupercellAtoms × 3 × 3], eV/Å², in the file's order.</param>
    public void Take(int atom, ReadOnlySpan<double> row)
    {
        int home = cells.Order[atom], i = cells.Supercell.UnitAtoms[home], all = SupercellAtoms;
        if (filled[i])
        {
            return;
        }

        filled[i] = true;
        Vector3d origin = cells.Supercell.Shifts[home];
        for (int s = 0; s < all; s++)
        {
            int there = cells.Order[s];
            int target = cells.Supercell.IndexOf(cells.Supercell.UnitAtoms[there], cells.Supercell.Shifts[there] - origin);
            for (int k = 0; k < 9; k++)
            {
                values[(((((3 * i) + (k / 3)) * all) + target) * 3) + (k % 3)] = row[(9 * s) + k];
            }
        }
    }

    /// <summary>Checks that all are there; the force constants are made later.</summary>
    public Func<ForceConstants> Build(PhononInputOptions options)
    {
        if (Array.IndexOf(filled, false) is >= 0 and var missing)
        {
            throw source.Error("force constants", $"those of atom {missing + 1} of the primitive cell are missing", "give the cells of the same calculation");
        }

        BornCharges? charges = ForceConstantsBuilder.Charges(source, cells.Primitive, cells.Dielectric, cells.Charges);
        return () => ForceConstantsBuilder.Checked(
            source, "force constants", () => new ForceConstants(cells.Supercell, values, options.For(DipoleTail.Included, charges)));
    }
}
