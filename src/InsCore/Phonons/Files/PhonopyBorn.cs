using InsCore.Structures;

namespace InsCore.Phonons.Files;

/// <summary>phonopy's file BORN: dielectric tensor and Born charges.</summary>
/// <param name="Factor">e²/4πε₀ as the file states it, eV Å; null where the first line holds no number.</param>
/// <param name="Dielectric">[9], relative.</param>
/// <param name="Charges">[nAtoms × 9], e.</param>
internal sealed record PhonopyBorn(double? Factor, double[] Dielectric, double[] Charges)
{
    /// <summary>Reads a file: a line with the factor or a comment, the tensor, then charges of all atoms or of those that symmetry does not repeat.</summary>
    /// <param name="source">The file.</param>
    /// <param name="crystal">The primitive cell.</param>
    public static PhonopyBorn Read(PhononSource source, Crystal crystal)
    {
        PhononText text = new(source);
        ReadOnlySpan<char> line = text.Require("the dielectric tensor");
        double? factor = PhononText.TryDouble(PhononText.Field(ref line), out double value) ? value : null;
        double[] dielectric = Row(text, "dielectric tensor") ?? throw text.Error("the file ends before the dielectric tensor");
        List<double[]> rows = [];
        while (Row(text, "Born charge") is { } row)
        {
            rows.Add(row);
        }

        return new(factor, dielectric, rows.Count == crystal.AtomCount ? [.. rows.SelectMany(r => r)] : Expand(source, crystal, rows));
    }

    static double[]? Row(PhononText text, string what)
    {
        while (text.NextFilled())
        {
            ReadOnlySpan<char> line = text.Line.TrimStart();
            if (line[0] == '#')
            {
                continue;
            }

            double[] row = new double[9];
            for (int k = 0; k < row.Length; k++)
            {
                row[k] = text.Double(ref line, what);
            }

            return row;
        }

        return null;
    }

    // One row for the first atom of each orbit; Z*(R i) = R Z*(i) Rᵀ.
    static double[] Expand(PhononSource source, Crystal crystal, List<double[]> rows)
    {
        SpaceGroup group = SpaceGroup.Find(crystal);
        double[] charges = new double[9 * crystal.AtomCount];
        bool[] known = new bool[crystal.AtomCount];
        int used = 0;
        for (int i = 0; i < known.Length; i++)
        {
            if (known[i])
            {
                continue;
            }

            if (used == rows.Count)
            {
                break;
            }

            double[] z = rows[used++];
            Matrix3d charge = new(z[0], z[1], z[2], z[3], z[4], z[5], z[6], z[7], z[8]);
            for (int o = 0; o < group.Operations.Count; o++)
            {
                int image = group.AtomImages[o][i];
                Matrix3d rotation = SupercellSymmetry.NearestRotation(group.Operations[o].CartesianRotation(crystal.PeriodicLattice));
                Matrix3d turned = rotation * charge * rotation.Transpose;
                for (int k = 0; k < 9 && !known[image]; k++)
                {
                    charges[(9 * image) + k] = turned[k / 3, k % 3];
                }

                known[image] = true;
            }
        }

        return used == rows.Count && Array.TrueForAll(known, k => k)
            ? charges
            : throw source.Error(
                null, $"holds {rows.Count} Born charges for {crystal.AtomCount} atoms", "give one for each atom of the primitive cell, or for each that symmetry does not repeat");
    }
}
