using InsCore.Scattering.Compatibility;
using Xunit;

namespace InsCore.Tests.Scattering.Compatibility;

public class AbinsBroadeningTests
{
    const int Count = 2000;
    static readonly double[] Centres = [.. Enumerable.Range(0, Count).Select(k => k + 0.5)];
    static readonly double[] Tosca = Array.ConvertAll(Centres, e => 2.5 + (0.005 * e) + (1e-7 * e * e));

    [Theory]
    [InlineData(AbinsBroadeningScheme.Gaussian, 1e-4)]
    [InlineData(AbinsBroadeningScheme.GaussianTruncated, 0.02)]
    [InlineData(AbinsBroadeningScheme.NormalTruncated, 0.02)]
    [InlineData(AbinsBroadeningScheme.Normal, 1e-4)]
    [InlineData(AbinsBroadeningScheme.Interpolate, 0.05)]
    [InlineData(AbinsBroadeningScheme.InterpolateCoarse, 0.1)]
    public void Schemes_AgreeWithTheExactOne_WithinTheirKnownErrors(AbinsBroadeningScheme scheme, double tolerance)
    {
        // A Gaussian at bin centres and its integral differ by σ''/24, 6e-4 of the height at the narrowest line here.
        double[] lines = Lines(700, 1100, 1500);
        double[] wanted = AbinsBroadening.Apply(lines, Centres, Tosca, AbinsBroadeningScheme.Exact);
        double[] got = AbinsBroadening.Apply(lines, Centres, Tosca, scheme);
        double error = wanted.Zip(got, (w, g) => Math.Abs(w - g)).Max() / wanted.Max();
        double floor = scheme is AbinsBroadeningScheme.Gaussian ? 2e-3 : 0;
        Assert.True(error <= Math.Max(tolerance, floor), $"error {error}");
    }

    [Theory]
    [InlineData(AbinsBroadeningScheme.Interpolate)]
    [InlineData(AbinsBroadeningScheme.InterpolateCoarse)]
    public void Interpolation_WithOneWidth_IsThatGaussianWithinThreeOfItsWidths(AbinsBroadeningScheme scheme)
    {
        double[] sigma = [.. Enumerable.Repeat(4.0, Count)];
        double[] got = AbinsBroadening.Apply(Lines(1000), Centres, sigma, scheme);
        double[] wanted = AbinsBroadening.Apply(Lines(1000), Centres, sigma, AbinsBroadeningScheme.Gaussian);
        for (int k = 0; k < Count; k++)
        {
            Assert.Equal(Math.Abs(k - 1000) <= 12 ? wanted[k] : 0, got[k], 1e-15);
        }
    }

    [Fact]
    public void Interpolation_MakesALineAsymmetric_AsTheWidthAtTheResultGrows()
    {
        double[] got = AbinsBroadening.Apply(Lines(1000), Centres, Tosca, AbinsBroadeningScheme.Interpolate);
        double[] exact = AbinsBroadening.Apply(Lines(1000), Centres, Tosca, AbinsBroadeningScheme.Exact);

        Assert.True(got[1020] > 1.05 * got[980], $"{got[1020]} {got[980]}");
        Assert.Equal(exact[1020], exact[980], 1e-15);
    }

    [Fact]
    public void Interpolation_OfSharesAtTheSamples_IsExactThereWithinThePublishedDigits()
    {
        // At a width of the series the cubics must give 1 and 0: they do to four digits.
        double[] sigma = Array.ConvertAll(Centres, e => e < 1000 ? 4.0 : 4 * Math.Sqrt(2));
        double[] lines = Lines(1500);
        double[] got = AbinsBroadening.Apply(lines, Centres, sigma, AbinsBroadeningScheme.Interpolate);
        double[] wanted = AbinsBroadening.Apply(lines, Centres, sigma, AbinsBroadeningScheme.Gaussian);
        Assert.Equal(1, got[1500] / wanted[1500], 0.01);
    }

    static double[] Lines(params int[] bins)
    {
        double[] values = new double[Count];
        foreach (int bin in bins)
        {
            values[bin] = 1;
        }

        return values;
    }
}
