using InsCore.Kernels;
using InsCore.Structures;
using Xunit;

namespace InsCore.Tests.Kernels;

public sealed class SphericalHarmonicsKernelTests
{
    const double Tolerance = 1e-13;
    const double Step = 1e-4;
    const double DerivativeTolerance = 1e-7;

    static readonly Vector3d[] Directions = [.. new Vector3d[] { new(1, 0, 0), new(0, 1, 0), new(0, 0, -1), new(0.3, -0.7, 0.2), new(-1, 2, 3) }.Select(v => (1 / v.Norm) * v)];

    [Fact]
    public void Compute_SquaresOfEachDegree_SumTo2lPlus1()
    {
        double[] y = new double[16];
        foreach (Vector3d u in Directions)
        {
            SphericalHarmonicsKernel.Compute(3, u, y);
            for (int l = 0; l <= 3; l++)
            {
                Assert.Equal((2 * l) + 1, y.AsSpan(l * l, (2 * l) + 1).ToArray().Sum(v => v * v), Tolerance);
            }
        }
    }

    [Fact]
    public void Reverse_EqualsDifferences()
    {
        Random random = new(5);
        for (int degree = 0; degree <= 3; degree++)
        {
            double[] weights = [.. Enumerable.Range(0, (degree + 1) * (degree + 1)).Select(_ => random.NextDouble() - 0.5)];
            foreach (Vector3d u in Directions)
            {
                Vector3d r = 1.7 * u, gradient = SphericalHarmonicsKernel.Reverse(degree, u, 1.7, weights);
                for (int a = 0; a < 3; a++)
                {
                    Vector3d d = Step * new Vector3d(a == 0 ? 1 : 0, a == 1 ? 1 : 0, a == 2 ? 1 : 0);
                    double slope = (Sum(r + d) - Sum(r - d)) / (2 * Step);
                    Assert.Equal(slope, gradient[a], DerivativeTolerance);
                }
            }

            double Sum(Vector3d r)
            {
                double[] y = new double[weights.Length];
                SphericalHarmonicsKernel.Compute(degree, (1 / r.Norm) * r, y);
                return y.Zip(weights, (a, b) => a * b).Sum();
            }
        }
    }
}
