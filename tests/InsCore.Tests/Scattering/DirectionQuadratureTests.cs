using InsCore.Scattering;
using InsCore.Structures;
using Xunit;

namespace InsCore.Tests.Scattering;

public class DirectionQuadratureTests
{
    const double Tolerance = 1e-14;

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(18)]
    public void Rule_IntegratesEvenPolynomialsExactly(int order)
    {
        (Vector3d[] n, double[] w) = DirectionQuadrature.Rule(new(1, 2, 3, 0.4, 0.5, 0.6), order);
        Assert.Equal(order * order, n.Length);
        double Average(Func<Vector3d, double> f) => n.Zip(w, (direction, weight) => weight * f(direction)).Sum();
        Assert.Equal(1, Average(_ => 1), Tolerance);
        Assert.Equal(1.0 / 3, Average(d => d.X * d.X), Tolerance);
        Assert.Equal(0, Average(d => d.X * d.Y), Tolerance);
        Assert.Equal(1.0 / 15, Average(d => d.X * d.X * d.Z * d.Z), Tolerance);
        Assert.Equal(1.0 / 7, Average(d => Math.Pow(d.Y, 6)), Tolerance); // ⟨n⁶⟩ = 1/7, degree 6 ≤ 2·4 - 1
    }
}
