using CsCheck;
using InsCore.Comparison;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Comparison;

public sealed class EarthMoversDistanceTests
{
    // Sums of some hundred shares.
    const double Rounding = 1e-10;

    static readonly Gen<double[]> Masses = Gen.Double[0, 1].Array[3, 40].Where(m => m.Sum() > 0.01);

    [Fact]
    public void ShiftedSpectrum_IsAwayByTheShift() => Gen.Select(Masses, Gen.Double[-300, 300], Gen.Double[0.5, 20]).Sample((masses, shift, width) =>
    {
        double[] edges = Edges(masses.Length, 100, width);
        double distance = EarthMoversDistance.Between(edges, masses, Array.ConvertAll(edges, e => e + shift), Array.ConvertAll(masses, m => 7 * m));
        AchievedError.Check("Comparison: earth mover's distance of a shifted spectrum (cm⁻¹)", "the shift", Math.Abs(distance - Math.Abs(shift)), Rounding * 1000);
    });

    [Fact]
    public void Distance_IsAMetric() => Gen.Select(Masses, Masses, Masses).Sample((a, b, c) =>
    {
        double[] ea = Edges(a.Length, 0, 3), eb = Edges(b.Length, 10, 2), ec = Edges(c.Length, -5, 7);
        double ab = EarthMoversDistance.Between(ea, a, eb, b), ba = EarthMoversDistance.Between(eb, b, ea, a);
        double ac = EarthMoversDistance.Between(ea, a, ec, c), cb = EarthMoversDistance.Between(ec, c, eb, b);
        Assert.Equal(ab, ba, Rounding);
        Assert.Equal(0, EarthMoversDistance.Between(ea, a, ea, a), Rounding);
        Assert.True(ab <= ac + cb + Rounding);
    });

    // Splitting bins evenly changes nothing.
    [Fact]
    public void FinerBins_AreTheSameSpectrum() => Gen.Select(Masses, Masses).Sample((a, b) =>
    {
        double[] ea = Edges(a.Length, 0, 3), eb = Edges(b.Length, 4, 2);
        double[] fine = [.. a.SelectMany(m => new[] { m / 2, m / 2 })];
        Assert.Equal(EarthMoversDistance.Between(ea, a, eb, b), EarthMoversDistance.Between(Edges(fine.Length, 0, 1.5), fine, eb, b), Rounding);
    });

    // Half of the intensity stays, half moves from bin 0 to bin 2, two widths of 10 away.
    [Fact]
    public void HalfMoved_CountsHalf() =>
        Assert.Equal(10, EarthMoversDistance.Between([0, 10, 20, 30], [1, 1, 0], [0, 10, 20, 30], [0, 1, 1]), Rounding);

    [Fact]
    public void DarkSpectrum_HasNoDistance() => Assert.Equal(double.NaN, EarthMoversDistance.Between([0, 1], [0], [0, 1], [1]));

    [Fact]
    public void NegativeIntensity_IsRefused() => Assert.Throws<ArgumentException>(() => EarthMoversDistance.Between([0, 1], [-1], [0, 1], [1]));

    static double[] Edges(int bins, double from, double width) => [.. Enumerable.Range(0, bins + 1).Select(i => from + (i * width))];
}
