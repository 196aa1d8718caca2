using System.Text.Json;
using InsCore.Scattering.Coherent;
using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Scattering.Coherent;

public class SphereDirectionsTests
{
    [Theory]
    [InlineData("10 golden-sphere", SphereSampling.Golden, 10)]
    [InlineData("15 spherical-polar-grid", SphereSampling.SphericalPolarGrid, 15)]
    [InlineData("18 sphere-from-square-grid", SphereSampling.SphereProjectedGrid, 18)]
    [InlineData("15 spherical-polar-improved", SphereSampling.SphericalPolarImproved, 15)]
    public void Make_WithoutJitter_GivesEuphonicsPointsInItsOrder(string name, SphereSampling sampling, int count)
    {
        double[][] wanted = [.. PeerFile.Json("script_data/sphere_sampling.json").GetProperty(name).EnumerateArray().Select(p => p.Numbers())];
        Vector3d[] got = SphereDirections.Make(sampling, count).Directions;

        Assert.Equal(wanted.Length, got.Length);
        double error = wanted.Zip(got).Max(p => Math.Max(Math.Abs(p.First[0] - p.Second.X), Math.Abs(p.First[1] - p.Second.Y)));
        AchievedError.Check("Like Euphonic: directions on the sphere", "Euphonic, 4 samplings", error, 1e-14);
    }

    [Theory]
    [InlineData(SphereSampling.Golden)]
    [InlineData(SphereSampling.SphereProjectedGrid)]
    [InlineData(SphereSampling.SphericalPolarGrid)]
    [InlineData(SphereSampling.SphericalPolarImproved)]
    public void Make_Jitter_MovesPointsWithinTheirCells(SphereSampling sampling)
    {
        const int Count = 1000;
        Vector3d[] still = SphereDirections.Make(sampling, Count).Directions, moved = SphereDirections.Make(sampling, Count, new Random(7)).Directions;

        Assert.Equal(still.Length, moved.Length);
        Assert.All(moved, n => Assert.Equal(1, n.Norm, 1e-14));
        Assert.True(still.Zip(moved).Count(p => (p.First - p.Second).Norm > 1e-4) > 0.99 * still.Length);

        // A cell is about √(4π/1000) = 0.11 across; those at the poles are longer. The golden spiral wraps its first and last points.
        Assert.True(still.Zip(moved).Average(p => (p.First - p.Second).Norm) < 0.11);
    }

    [Fact]
    public void Random_FillsTheSphereEvenly()
    {
        Vector3d[] points = SphereDirections.Make(SphereSampling.RandomSphere, 20000, new Random(1)).Directions;

        // Standard errors of the means are 0.004 and 0.002.
        Assert.Equal(0, points.Average(n => n.Z), 0.02);
        Assert.Equal(1.0 / 3, points.Average(n => n.Z * n.Z), 0.01);
        Assert.Equal(1.0 / 3, points.Average(n => n.X * n.X), 0.01);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    public void Quadrature_IsExactForEvenPolynomialsUpToItsDegree(double turn)
    {
        SphereDirections rule = SphereDirections.Quadrature(6, turn);

        // <z^2a x^2b> over the sphere: (2a-1)!!(2b-1)!!/(2a+2b+1)!!
        Assert.Equal(36, rule.Weights.Length);
        Assert.Equal(1, rule.Weights.Sum(), 1e-15);
        Assert.Equal(1.0 / 11, Mean(rule, n => Math.Pow(n.Z, 10)), 1e-15);
        Assert.Equal(1.0 / 11, Mean(rule, n => Math.Pow(n.X, 10)), 1e-15);
        Assert.Equal(9.0 / 945, Mean(rule, n => Math.Pow(n.X * n.Y, 4)), 1e-15);
    }

    [Fact]
    public void Quadrature_AtEqualCost_BeatsEverySamplingOfPeers()
    {
        // A plane wave, as in the structure factor: <exp(i 12 n·u)> = sin 12 / 12, whatever the direction u.
        Vector3d u = 12 * new Vector3d(2.0 / 7, 3.0 / 7, 6.0 / 7);
        double Error(SphereDirections rule) => Math.Abs(Mean(rule, n => Math.Cos(Vector3d.Dot(n, u))) - (Math.Sin(12) / 12));

        double own = Error(SphereDirections.Make(SphereSampling.Quadrature, 400));
        SphereSampling[] peers = [SphereSampling.Golden, SphereSampling.SphereProjectedGrid, SphereSampling.SphericalPolarImproved];
        Assert.True(own < 1e-12, $"error {own}");
        Assert.All(peers, p => Assert.True(Error(SphereDirections.Make(p, 400)) > 1e6 * own));
    }

    [Fact]
    public void Make_RandomWithoutGenerator_IsRefused() =>
        Assert.Throws<ArgumentNullException>(() => SphereDirections.Make(SphereSampling.RandomSphere, 100));

    static double Mean(SphereDirections rule, Func<Vector3d, double> f) => rule.Directions.Zip(rule.Weights, (n, w) => w * f(n)).Sum();
}
