using InsCore.Kernels;
using InsCore.Structures;

namespace InsCore.Potentials;

/// <summary>
/// Wigner 3j symbols of real spherical harmonics for even l1 + l2 + l3, the only ones that couple natural parities: the
/// integral of three harmonics over the sphere, scaled to Σ w² = 1 and positive at m = (0, 0, 0).
/// </summary>
internal static class Wigner3j
{
    // Exact for polynomials of degree 9 = 3 + 3 + 3 and beyond.
    const int PolarPoints = 8;
    const int AzimuthPoints = 16;
    const double Negligible = 1e-13;

    /// <summary>Computes the symbols.</summary>
    /// <returns>[2·l1 + 1, 2·l2 + 1, 2·l3 + 1], m ascending; exact zeros where the symbol vanishes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The sum is odd, the triangle rule is broken, or l is above 3.</exception>
    public static double[,,] Compute(int l1, int l2, int l3)
    {
        int degree = Math.Max(l1, Math.Max(l2, l3));
        if ((l1 + l2 + l3) % 2 != 0 || l3 > l1 + l2 || l3 < Math.Abs(l1 - l2) || degree > SphericalHarmonicsKernel.MaxDegree)
        {
            throw new ArgumentOutOfRangeException(nameof(l1), $"no 3j symbol of natural parity couples {l1}, {l2} and {l3}");
        }

        double[,,] symbols = Integrate(l1, l2, l3, degree);
        double norm = 0;
        foreach (double value in symbols)
        {
            norm += value * value;
        }

        double scale = Math.Sign(symbols[l1, l2, l3]) / Math.Sqrt(norm);
        for (int a = 0; a <= 2 * l1; a++)
        {
            for (int b = 0; b <= 2 * l2; b++)
            {
                for (int c = 0; c <= 2 * l3; c++)
                {
                    double value = scale * symbols[a, b, c];
                    symbols[a, b, c] = Math.Abs(value) < Negligible ? 0 : value;
                }
            }
        }

        return symbols;
    }

    static double[,,] Integrate(int l1, int l2, int l3, int degree)
    {
        double[,,] sum = new double[(2 * l1) + 1, (2 * l2) + 1, (2 * l3) + 1];
        double[] y = new double[(degree + 1) * (degree + 1)];
        foreach ((double z, double weight) in LegendrePoints(PolarPoints))
        {
            for (int k = 0; k < AzimuthPoints; k++)
            {
                (double sin, double cos) = Math.SinCos(2 * Math.PI * k / AzimuthPoints);
                double rho = Math.Sqrt(1 - (z * z));
                SphericalHarmonicsKernel.Compute(degree, new Vector3d(rho * cos, rho * sin, z), y);
                for (int a = 0; a <= 2 * l1; a++)
                {
                    for (int b = 0; b <= 2 * l2; b++)
                    {
                        for (int c = 0; c <= 2 * l3; c++)
                        {
                            sum[a, b, c] += weight * y[(l1 * l1) + a] * y[(l2 * l2) + b] * y[(l3 * l3) + c];
                        }
                    }
                }
            }
        }

        return sum;
    }

    // Gauss-Legendre nodes by Newton's method on P_n.
    static IEnumerable<(double Node, double Weight)> LegendrePoints(int n)
    {
        for (int i = 0; i < n; i++)
        {
            double x = Math.Cos(Math.PI * (i + 0.75) / (n + 0.5));
            double slope = 1;
            for (int step = 0; step < 20; step++)
            {
                double p0 = 1, p1 = x;
                for (int k = 2; k <= n; k++)
                {
                    (p0, p1) = (p1, ((((2 * k) - 1) * x * p1) - ((k - 1) * p0)) / k);
                }

                slope = n * ((x * p1) - p0) / ((x * x) - 1);
                x -= p1 / slope;
            }

            yield return (x, 2 / ((1 - (x * x)) * slope * slope));
        }
    }
}
