using InsCore.Structures;

namespace InsCore.Phonons.Files;

/// <summary>Makes force constants of the numbers of a file, with its errors.</summary>
internal static class ForceConstantsBuilder
{
    const string Remedy = "copy the file again, or write it anew";

    // e: no atom in an insulator has more. Relative: beyond these no crystal polarizes, and sums over dipoles would not end.
    const double LargestCharge = 100;
    const double LargestDielectric = 1e4;

    // No supercell has edges of so many cells; larger numbers come from damage.
    const double LargestElement = 100;

    /// <summary>Dielectric tensor and Born charges; null unless a file has both.</summary>
    /// <param name="source">The file.</param>
    /// <param name="crystal">The cell they belong to.</param>
    /// <param name="dielectric">[9], relative.</param>
    /// <param name="charges">[nAtoms × 9], e: direction of the field, then that of the displacement.</param>
    /// <param name="displacementFirst">True if the directions are the other way round, as CASTEP and Euphonic keep them.</param>
    public static BornCharges? Charges(PhononSource source, Crystal crystal, double[]? dielectric, double[]? charges, bool displacementFirst = false)
    {
        if (dielectric is null || charges is null)
        {
            return null;
        }

        if (charges.Length != 9 * crystal.AtomCount)
        {
            throw source.Error("Born charges", $"{charges.Length} numbers are there for {crystal.AtomCount} atoms", "give nine for each atom");
        }

        if (Array.Exists(charges, z => !(Math.Abs(z) < LargestCharge)) || Array.Exists(dielectric, e => !(Math.Abs(e) < LargestDielectric)))
        {
            throw source.Error("Born charges", "a charge or an element of the dielectric tensor is impossibly large", "correct the file, or leave the charges out");
        }

        Matrix3d Matrix(ReadOnlySpan<double> m) => new(m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7], m[8]);
        Matrix3d[] tensors = new Matrix3d[crystal.AtomCount];
        for (int i = 0; i < tensors.Length; i++)
        {
            Matrix3d tensor = Matrix(charges.AsSpan(9 * i, 9));
            tensors[i] = displacementFirst ? tensor.Transpose : tensor;
        }

        return Checked(source, "Born charges", () => new BornCharges(Matrix(dielectric), tensors));
    }

    /// <summary>Force constants that are listed by cells of the supercell: checked at once, made later.</summary>
    /// <param name="source">The file.</param>
    /// <param name="crystal">The unit cell.</param>
    /// <param name="matrix">M: supercell vectors = M × unit-cell vectors (in rows).</param>
    /// <param name="cells">[nCells].</param>
    /// <param name="values">[nCells × nAtoms × 3 × nAtoms × 3], eV/Å².</param>
    /// <param name="options">Charges and sum rule.</param>
    public static Func<ForceConstants> FromCells(
        PhononSource source, Crystal crystal, Matrix3d matrix, Vector3d[] cells, double[] values, ForceConstantsOptions options)
    {
        CheckSupercell(source, matrix, cells.Length);
        Supercell supercell = Checked(source, "supercell matrix", () => new Supercell(crystal, matrix));
        return cells.Select(cell => supercell.IndexOf(0, cell)).Distinct().Count() == cells.Length
            ? () => Checked(source, "force constants", () => ForceConstants.FromCells(crystal, matrix, cells, values, options))
            : throw source.Error("cells", "two of the supercell's cells are images of each other", Remedy);
    }

    /// <summary>Refuses a supercell matrix that does not belong to a number of cells, before anything of its size is made.</summary>
    public static void CheckSupercell(PhononSource source, Matrix3d matrix, int cells)
    {
        bool isSmall = true;
        for (int k = 0; k < 9; k++)
        {
            isSmall &= Math.Abs(matrix[k / 3, k % 3]) <= LargestElement;
        }

        if (!isSmall || cells == 0 || Math.Abs(Math.Round(matrix.Determinant)) != cells)
        {
            throw source.Error("supercell matrix", $"does not belong to a supercell of {cells} cells", "copy the file again");
        }
    }

    /// <summary>Makes something whose refusal is a fault of the file.</summary>
    public static T Checked<T>(PhononSource source, string place, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (ArgumentException e)
        {
            throw source.Error(place, e.Message, Remedy, e);
        }
    }
}
