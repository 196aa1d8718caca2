using InsCore.Structures;

namespace InsCore.Phonons;

/// <summary>Force constants of a cell that is not primitive, as those of the primitive cell: the same interactions without repetition.</summary>
/// <remarks>
/// Φ_ia,sb = Φ_(i+t)a,(s+t)b for each translation t of the crystal. Rows of atoms that a translation takes into each other are averaged; the supercell
/// stays the same, and so do nearest images and dipole–dipole interaction, so that D(q) of the primitive cell holds at q and q + G what that of the
/// larger cell holds at q, G a reciprocal lattice vector of the larger cell.
/// </remarks>
public sealed class PrimitiveForceConstants
{
    // Of the largest force constant. Noise of forces stays below; what does not repeat itself for a reason, as in a magnetic order, is above.
    const double LargestResidual = 1e-2;

    PrimitiveForceConstants(ForceConstants constants, int cells, double residual, double largest) =>
        (Constants, Cells, Residual, IsObeyed) = (constants, cells, residual, residual <= LargestResidual * largest);

    /// <summary>The force constants of the primitive cell.</summary>
    public ForceConstants Constants { get; }

    /// <summary>Number of primitive cells in the cell that was given.</summary>
    public int Cells { get; }

    /// <summary>Largest difference of a force constant from the mean of those that should be equal to it, eV/Å².</summary>
    public double Residual { get; }

    /// <summary>Whether the force constants repeat themselves as the structure does, within 1 % of the largest.</summary>
    public bool IsObeyed { get; }

    /// <summary>Reduces force constants; null where their cell is primitive.</summary>
    /// <param name="constants">Force constants of any cell.</param>
    public static PrimitiveForceConstants? Of(ForceConstants constants)
    {
        PrimitiveCell cell = PrimitiveCell.Of(constants.Crystal, SpaceGroup.Find(constants.Crystal));
        int cells = constants.Crystal.AtomCount / cell.Crystal.AtomCount;
        if (cells == 1)
        {
            return null;
        }

        Supercell supercell = new(cell.Crystal, constants.Supercell.Matrix * cell.Matrix);
        ReadOnlySpan<double> values = constants.Values;
        int[] places = Places(constants.Supercell, supercell, cell, values.Length / 9);
        double[] means = new double[values.Length / cells];
        for (int k = 0; k < values.Length; k++)
        {
            means[Element(places, supercell, constants.Supercell, k)] += values[k] / cells;
        }

        (double residual, double largest) = (0, 0);
        for (int k = 0; k < values.Length; k++)
        {
            residual = Math.Max(residual, Math.Abs(values[k] - means[Element(places, supercell, constants.Supercell, k)]));
            largest = Math.Max(largest, Math.Abs(values[k]));
        }

        ForceConstantsOptions options = constants.Options with { Charges = constants.Options.Charges is { } charges ? Mean(charges, cell) : null };
        return new(new ForceConstants(supercell, means, options), cells, residual, largest);
    }

    // [nAtoms × nSupercellAtoms]: which supercell atom of the primitive cell, seen from the primitive atom of the row, each supercell atom is.
    static int[] Places(Supercell from, Supercell to, PrimitiveCell cell, int count)
    {
        int all = from.Crystal.AtomCount;
        int[] places = new int[count];
        for (int k = 0; k < count; k++)
        {
            int i = k / all, s = k % all, j = from.UnitAtoms[s];
            places[k] = (cell.PrimitiveAtoms[i] * all) + to.IndexOf(cell.PrimitiveAtoms[j], cell.Shifts[j] + (from.Shifts[s] * cell.Matrix) - cell.Shifts[i]);
        }

        return places;
    }

    // Index of an element [i, a, s, b] among those of the primitive cell.
    static int Element(int[] places, Supercell to, Supercell from, int k)
    {
        int all = from.Crystal.AtomCount, b = k % 3, s = k / 3 % all, a = k / (3 * all) % 3, i = k / (9 * all);
        int place = places[(i * all) + s];
        return (((((3 * (place / all)) + a) * to.Crystal.AtomCount) + (place % all)) * 3) + b;
    }

    static BornCharges Mean(BornCharges charges, PrimitiveCell cell)
    {
        Matrix3d[] means = new Matrix3d[cell.Crystal.AtomCount];
        double share = (double)means.Length / charges.Charges.Length;
        for (int i = 0; i < charges.Charges.Length; i++)
        {
            means[cell.PrimitiveAtoms[i]] += share * charges.Charges[i];
        }

        return new(charges.Dielectric, means);
    }
}
