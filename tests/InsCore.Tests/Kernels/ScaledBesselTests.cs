using InsCore.Kernels;
using Xunit;

namespace InsCore.Tests.Kernels;

public class ScaledBesselTests
{
    const double Tolerance = 5e-14; // rounding of the reference sum

    // The trapezoidal rule is exact to rounding for a periodic analytic integrand.
    const int Points = 400;

    [Theory]
    [InlineData(0)]
    [InlineData(1e-3)]
    [InlineData(1)]
    [InlineData(12)]
    [InlineData(29.9)]
    [InlineData(30.1)]
    [InlineData(100)]
    [InlineData(400)]
    public void Evaluate_AgreesWithTheIntegral(double x)
    {
        double i0 = 0, i1 = 0;
        for (int k = 0; k < Points; k++)
        {
            double angle = 2 * Math.PI * k / Points;
            double weight = Math.Exp(x * (Math.Cos(angle) - 1)) / Points;
            i0 += weight;
            i1 += weight * Math.Cos(angle);
        }

        (double actual0, double actual1) = ScaledBessel.Evaluate(x);
        Assert.Equal(i0, actual0, Tolerance);
        Assert.Equal(i1, actual1, Tolerance);
    }
}
