using InsCore.Kernels;
using InsCore.Structures;

namespace InsCore.Phonons;

/// <summary>Imposes on force constants what exact ones obey: symmetry of indices and the acoustic sum rule.</summary>
/// <remarks>
/// All rules change the symmetric matrix G_ia,jb = Σ_R Φ_ia,jb(R) of Γ, dipole–dipole interaction included. The force constants that obey both
/// rules form a linear space, and the projection onto it is the smallest change in the sense of least squares: with P = 1 - Σ_c t_c t_cᵀ
/// (t_c the unit translations) G becomes P G P, and the difference is spread evenly over the cells R, which changes nothing at the
/// other wave vectors that the supercell holds.
/// </remarks>
internal static class SumRules
{
    /// <summary>The change of G by a rule, [size × size], eV/Å².</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="shortRanged">G of the force constants without dipoles, [size × size].</param>
    /// <param name="total">G with dipoles.</param>
    public static double[] Change(SumRule rule, double[] shortRanged, double[] total)
    {
        int size = (int)Math.Sqrt(total.Length);
        return rule switch
        {
            SumRule.Projection => Difference(Project(size, total), total),
            SumRule.RealSpace => WithoutAcousticModes(size, shortRanged),
            SumRule.Reciprocal => WithoutAcousticModes(size, total),
            _ => new double[total.Length],
        };
    }

    // -Σ ε e eᵀ over the three eigenvectors of G that are nearest to translations.
    static double[] WithoutAcousticModes(int size, double[] gamma)
    {
        double[] vectors = [.. gamma], values = new double[size], change = new double[gamma.Length];
        Lapack.Current.SymmetricEigen(size, vectors, values);
        foreach (int n in Enumerable.Range(0, size).OrderByDescending(n => Translation(vectors.AsSpan(n * size, size))).Take(3))
        {
            for (int k = 0; k < change.Length; k++)
            {
                change[k] -= values[n] * vectors[(n * size) + (k / size)] * vectors[(n * size) + (k % size)];
            }
        }

        return change;
    }

    // |Σ_i e_i|².
    static double Translation(ReadOnlySpan<double> vector)
    {
        Vector3d sum = default;
        for (int k = 0; k < vector.Length; k += 3)
        {
            sum += new Vector3d(vector[k], vector[k + 1], vector[k + 2]);
        }

        return Vector3d.Dot(sum, sum);
    }

    /// <summary>Φ_ia,(j,R)b = Φ_jb,(i,-R)a, returns the largest difference found.</summary>
    public static double MakeSymmetric(Supercell supercell, double[] values, IndexSymmetry means)
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
                    if (means != IndexSymmetry.Keep)
                    {
                        here = there = Chosen(here, there, ((3 * i) + (k / 3)).CompareTo((3 * j) + (k % 3)), means);
                    }
                }
            }
        }

        return largest;
    }

    // Elements on the diagonal, of R and of -R, have the same indices in either order.
    static double Chosen(double here, double there, int order, IndexSymmetry means) => means switch
    {
        IndexSymmetry.Upper when order != 0 => order < 0 ? here : there,
        IndexSymmetry.Lower when order != 0 => order > 0 ? here : there,
        _ => 0.5 * (here + there),
    };

    /// <summary>G_ia,jb = Σ_R Φ_ia,jb(R), [size × size].</summary>
    public static double[] AtGamma(Supercell supercell, double[] values)
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

    /// <summary>Spreads a change of G evenly over the cells.</summary>
    public static void Distribute(Supercell supercell, double[] change, double[] values)
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

    /// <summary>max |Σ_j G_ia,jb|.</summary>
    public static double LargestRowSum(int size, double[] matrix)
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
