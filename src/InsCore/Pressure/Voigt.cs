using InsCore.Structures;

namespace InsCore.Pressure;

/// <summary>Voigt's notation: xx, yy, zz, yz, xz, xy.</summary>
internal static class Voigt
{
    static readonly int[] Rows = [0, 1, 2, 1, 0, 0], Columns = [0, 1, 2, 2, 2, 1];

    /// <summary>Index of a pair of axes, 0 to 5.</summary>
    public static int Of(int a, int b) => a == b ? a : 6 - a - b;

    /// <summary>The pair of axes of an index.</summary>
    public static (int A, int B) Axes(int index) => (Rows[index], Columns[index]);

    /// <summary>The strain tensor with one component of Voigt's strain set: shears are twice the tensor's components.</summary>
    public static Matrix3d Strain(int index, double size)
    {
        (int a, int b) = Axes(index);
        double[] e = new double[9];
        e[(3 * a) + b] = e[(3 * b) + a] = a == b ? size : 0.5 * size;
        return new(e[0], e[1], e[2], e[3], e[4], e[5], e[6], e[7], e[8]);
    }

    /// <summary>Component of a symmetric tensor.</summary>
    public static double Component(Matrix3d tensor, int index)
    {
        (int a, int b) = Axes(index);
        return 0.5 * (tensor[a, b] + tensor[b, a]);
    }

    /// <summary>A tensor of fourth rank, symmetric in both pairs, averaged over rotations: R R R R C.</summary>
    /// <param name="values">[6 × 6].</param>
    /// <param name="rotations">Cartesian, acting on columns.</param>
    public static double[] Average(double[] values, IReadOnlyList<Matrix3d> rotations)
    {
        double[] sum = new double[36];
        foreach (Matrix3d r in rotations)
        {
            // The six-dimensional rotation of Bond: σ' = M σ, so that C' = M C Mᵀ.
            double[] m = Bond(r);
            for (int i = 0; i < 6; i++)
            {
                for (int j = 0; j < 6; j++)
                {
                    double element = 0;
                    for (int k = 0; k < 36; k++)
                    {
                        element += m[(6 * i) + (k / 6)] * values[k] * m[(6 * j) + (k % 6)];
                    }

                    sum[(6 * i) + j] += element / rotations.Count;
                }
            }
        }

        return sum;
    }

    // M_IJ of stresses: σ'_ab = R_ac R_bd σ_cd, off-diagonal components of σ counted once.
    static double[] Bond(Matrix3d r)
    {
        double[] m = new double[36];
        for (int i = 0; i < 6; i++)
        {
            (int a, int b) = Axes(i);
            for (int j = 0; j < 6; j++)
            {
                (int c, int d) = Axes(j);
                m[(6 * i) + j] = c == d ? r[a, c] * r[b, c] : (r[a, c] * r[b, d]) + (r[a, d] * r[b, c]);
            }
        }

        return m;
    }
}
