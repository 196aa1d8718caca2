using InsCore.Structures;

namespace InsCore.Phonons;

/// <summary>Imposes on force constants what exact ones obey: symmetry of indices and the acoustic sum rule, both at once.</summary>
/// <remarks>
/// The force constants that obey both form a linear space; this is the orthogonal projection onto it, the smallest change in the sense
/// of least squares. First the mean with the transpose. What is left is the symmetric matrix G_ia,jb = Σ_R Φ_ia,jb(R) of Γ: with
/// P = 1 - Σ_c t_c t_cᵀ (t_c the unit translations) it becomes P G P, and the difference is spread evenly over the cells R, which changes
/// nothing at the other wave vectors that the supercell holds.
/// </remarks>
internal static class SumRules
{
    /// <summary>Imposes both.</summary>
    /// <param name="supercell">The supercell.</param>
    /// <param name="values">[nAtoms × 3 × nSupercellAtoms × 3], eV/Å², in and out.</param>
    public static SumRuleReport Impose(Supercell supercell, double[] values)
    {
        int size = 3 * supercell.Unit.AtomCount;
        double[] raw = [.. values];
        double asymmetry = MakeSymmetric(supercell, values);
        double violation = LargestRowSum(size, AtGamma(supercell, raw));
        double[] gamma = AtGamma(supercell, values);
        Distribute(supercell, Difference(Project(size, gamma), gamma), values);
        return new SumRuleReport(asymmetry, violation, Difference(values, raw).Max(Math.Abs));
    }

    // Φ_ia,(j,R)b = Φ_jb,(i,-R)a; returns the largest difference found.
    static double MakeSymmetric(Supercell supercell, double[] values)
    {
        SupercellIndex index = supercell.Index;
        int all = supercell.Crystal.AtomCount;
        double largest = 0;
        for (int i = 0; i < supercell.Unit.AtomCount; i++)
        {
            for (int s = 0; s < all; s++)
            {
                int j = supercell.UnitAtoms[s], opposite = index[i, -supercell.Shifts[s]];
                for (int k = 0; k < 9; k++)
                {
                    ref double here = ref values[(((((3 * i) + (k / 3)) * all) + s) * 3) + (k % 3)];
                    ref double there = ref values[(((((3 * j) + (k % 3)) * all) + opposite) * 3) + (k / 3)];
                    largest = Math.Max(largest, Math.Abs(here - there));
                    here = there = 0.5 * (here + there);
                }
            }
        }

        return largest;
    }

    // G_ia,jb = Σ_R Φ_ia,jb(R), [size × size].
    static double[] AtGamma(Supercell supercell, double[] values)
    {
        int size = 3 * supercell.Unit.AtomCount, all = supercell.Crystal.AtomCount;
        double[] gamma = new double[size * size];
        for (int row = 0; row < size; row++)
        {
            for (int column = 0; column < 3 * all; column++)
            {
                gamma[(row * size) + (3 * supercell.UnitAtoms[column / 3]) + (column % 3)] += values[(row * 3 * all) + column];
            }
        }

        return gamma;
    }

    // P G P.
    static double[] Project(int size, double[] matrix)
    {
        double[] rows = RemoveMeans(size, matrix);
        return Transposed(size, RemoveMeans(size, Transposed(size, rows)));
    }

    // Takes from each row the mean over atoms, for each direction.
    static double[] RemoveMeans(int size, double[] matrix)
    {
        double[] result = [.. matrix];
        for (int row = 0; row < size; row++)
        {
            Span<double> elements = result.AsSpan(row * size, size);
            for (int b = 0; b < 3; b++)
            {
                double mean = 0;
                for (int column = b; column < size; column += 3)
                {
                    mean += elements[column] / (size / 3);
                }

                for (int column = b; column < size; column += 3)
                {
                    elements[column] -= mean;
                }
            }
        }

        return result;
    }

    static void Distribute(Supercell supercell, double[] change, double[] values)
    {
        int size = 3 * supercell.Unit.AtomCount, all = supercell.Crystal.AtomCount;
        for (int row = 0; row < size; row++)
        {
            for (int column = 0; column < 3 * all; column++)
            {
                values[(row * 3 * all) + column] +=
                    change[(row * size) + (3 * supercell.UnitAtoms[column / 3]) + (column % 3)] / supercell.ImageCount;
            }
        }
    }

    static double LargestRowSum(int size, double[] matrix)
    {
        double[] withoutMeans = RemoveMeans(size, matrix);
        return Difference(matrix, withoutMeans).Max(mean => Math.Abs(mean) * (size / 3));
    }

    static double[] Transposed(int size, double[] matrix)
    {
        double[] result = new double[matrix.Length];
        for (int k = 0; k < result.Length; k++)
        {
            result[k] = matrix[((k % size) * size) + (k / size)];
        }

        return result;
    }

    static double[] Difference(double[] a, double[] b)
    {
        double[] result = new double[a.Length];
        for (int k = 0; k < result.Length; k++)
        {
            result[k] = a[k] - b[k];
        }

        return result;
    }
}
