using System.Numerics.Tensors;

namespace InsCore.Comparison;

/// <summary>Linear least squares with weights for few unknowns.</summary>
/// <remarks>
/// Minimises Σ_i w_i (y_i - Σ_k a_k f_k(x_i))² by an orthogonal basis (modified Gram–Schmidt, done twice: Å. Björck, Numerical Methods for Least Squares
/// Problems, 1996, ch. 2.4). A column that the ones before it can make gets the coefficient zero.
/// </remarks>
internal static class WeightedLeastSquares
{
    // A column of which less is left, relative to its length, depends on the ones before.
    const double Dependent = 1e-10;

    /// <summary>Finds the coefficients.</summary>
    /// <param name="columns">f_k, [n] each; none for no unknowns.</param>
    /// <param name="values">y, [n].</param>
    /// <param name="roots">Square roots of the weights, [n].</param>
    /// <returns>Coefficients a_k, and the variance of the first for unit weights, [(RᵀR)⁻¹]₀₀.</returns>
    public static (double[] Coefficients, double FirstVariance) Solve(IReadOnlyList<double[]> columns, double[] values, double[] roots)
    {
        int count = columns.Count;
        double[][] basis = new double[count][];
        double[,] r = new double[count, count];
        for (int k = 0; k < count; k++)
        {
            basis[k] = [.. columns[k].Select((f, i) => f * roots[i])];
            double length = Math.Sqrt(TensorPrimitives.Dot<double>(basis[k], basis[k]));
            for (int pass = 0; pass < 2; pass++)
            {
                for (int j = 0; j < k; j++)
                {
                    double share = TensorPrimitives.Dot<double>(basis[j], basis[k]);
                    r[j, k] += share;
                    TensorPrimitives.MultiplyAdd(basis[j], -share, basis[k], basis[k]);
                }
            }

            double left = Math.Sqrt(TensorPrimitives.Dot<double>(basis[k], basis[k]));
            r[k, k] = left > Dependent * length ? left : 0;
            basis[k] = Array.ConvertAll(basis[k], v => r[k, k] > 0 ? v / left : 0);
        }

        double[] y = [.. values.Select((v, i) => v * roots[i])], projections = new double[count];
        for (int k = 0; k < count; k++)
        {
            projections[k] = TensorPrimitives.Dot<double>(basis[k], y);
            TensorPrimitives.MultiplyAdd(basis[k], -projections[k], y, y);
        }

        return (Back(r, projections), FirstVariance(r, count));
    }

    static double[] Back(double[,] r, double[] b)
    {
        double[] a = new double[b.Length];
        for (int k = b.Length - 1; k >= 0; k--)
        {
            double sum = b[k];
            for (int j = k + 1; j < b.Length; j++)
            {
                sum -= r[k, j] * a[j];
            }

            a[k] = r[k, k] > 0 ? sum / r[k, k] : 0;
        }

        return a;
    }

    // First row of R⁻¹: R⁻¹ R⁻ᵀ is the covariance.
    static double FirstVariance(double[,] r, int count)
    {
        double[] row = new double[count];
        double sum = 0;
        for (int k = 0; k < count; k++)
        {
            double value = k == 0 ? 1 : 0;
            for (int j = 0; j < k; j++)
            {
                value -= row[j] * r[j, k];
            }

            row[k] = r[k, k] > 0 ? value / r[k, k] : 0;
            sum += row[k] * row[k];
        }

        return sum;
    }
}
