using CsCheck;
using InsCore.Comparison;
using InsCore.Spectra;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Comparison;

public sealed class SpectrumFitTests
{
    // Four to seven unknowns, columns of one size.
    const double Rounding = 1e-9;

    static readonly Spectrum1D Computed = new("computed", [.. Enumerable.Range(0, 1001).Select(i => (double)i)], [.. Enumerable.Range(0, 1001).Select(i => Model(i))]);

    [Fact]
    public void KnownMultipleOnAPolynomial_IsFoundExactly() => Gen.Select(Gen.Double[0.01, 1000], Gen.Double[-3, 3].Array[1, 5]).Sample((scale, a) =>
    {
        MeasuredSpectrum measured = Measured(1.7, x => Polynomial(a, x / 1000), scale);
        SpectrumFit fit = SpectrumFit.Fit(measured, Computed, [50, 950], new Background(BackgroundKind.Polynomial, a.Length - 1));
        AchievedError.Check("Comparison: scale of a known multiple on a polynomial (relative)", "the multiple", Math.Abs(fit.Regions[0].Scale - scale) / Math.Max(1, scale), Rounding);
        Assert.All(fit.Residuals, r => Assert.Equal(0, r, Rounding * (10 + scale)));
        Assert.Equal(0, fit.RFactor, 1e-9);
    });

    [Fact]
    public void SpectrumBesideItself_HasScaleOneAndNoResidual()
    {
        double[] x = Computed.Energies;
        MeasuredSpectrum itself = new("", "", Array.ConvertAll(x, e => e - 0.5), Array.ConvertAll(x, e => e + 0.5), x, Computed.Intensities, null, []);
        SpectrumFit fit = SpectrumFit.Fit(itself, Computed, [50, 950], Background.None);
        Assert.Equal(1, fit.Regions[0].Scale, 1e-12);
        Assert.Equal(0, fit.RFactor, 1e-12);
    }

    [Fact]
    public void EachRegion_HasItsOwnScale()
    {
        MeasuredSpectrum measured = Measured(1, x => 0, 1);
        double[] y = [.. measured.Intensities.Select((v, i) => measured.Energies[i] < 400 ? 2 * v : 5 * v)];
        SpectrumFit fit = SpectrumFit.Fit(measured with { Intensities = y }, Computed, [50, 400, 950], Background.None);
        Assert.Equal(2, fit.Regions[0].Scale, 1e-12);
        Assert.Equal(5, fit.Regions[1].Scale, 1e-12);
        Assert.Equal(900, fit.Regions.Sum(r => r.Points));
    }

    // The spread of many fits is the standard error that one of them states.
    [Fact]
    public void ScaleError_IsTheSpreadOfRepeatedMeasurements()
    {
        Random random = new(4);
        List<double> scales = [], errors = [];
        MeasuredSpectrum clean = Measured(5, x => 0.5, 3);
        for (int n = 0; n < 400; n++)
        {
            double[] sigma = [.. clean.Energies.Select(x => 0.05 + (0.1 * x / 1000))];
            MeasuredSpectrum noisy = clean with { Intensities = [.. clean.Intensities.Select((y, i) => y + (sigma[i] * Normal(random)))], Errors = sigma };
            RegionFit region = SpectrumFit.Fit(noisy, Computed, [50, 950], Background.Parse("linear")).Regions[0];
            scales.Add(region.Scale);
            errors.Add(region.ScaleError);
        }

        double mean = scales.Average(), spread = Math.Sqrt(scales.Sum(s => (s - mean) * (s - mean)) / (scales.Count - 1));
        Assert.InRange(errors.Average() / spread, 0.88, 1.12); // the spread of 400 is known to 4 %: three of them
        Assert.InRange(mean, 3 - (5 * spread / 20), 3 + (5 * spread / 20));
    }

    [Fact]
    public void PointWithoutError_HasNoWeight()
    {
        MeasuredSpectrum measured = Measured(2, x => 0, 4);
        double[] y = [.. measured.Intensities], errors = [.. y.Select(_ => 0.1)];
        (y[100], errors[100]) = (1e9, double.NaN);
        Assert.Equal(4, SpectrumFit.Fit(measured with { Intensities = y, Errors = errors }, Computed, [50, 950], Background.None).Regions[0].Scale, 1e-10);
    }

    [Fact]
    public void OppositeSpectrum_GetsScaleZero()
    {
        MeasuredSpectrum measured = Measured(2, x => 0, 1);
        SpectrumFit fit = SpectrumFit.Fit(measured with { Intensities = [.. measured.Intensities.Select(y => -y)] }, Computed, [50, 950], Background.None);
        Assert.Equal(0, fit.Regions[0].Scale);
    }

    // The envelope runs a little above the valleys between peaks, in both spectra alike.
    [Fact]
    public void SmoothBackground_LeavesThePeaks()
    {
        Spectrum1D peaks = new("", Computed.Energies, [.. Computed.Energies.Select(x => Gaussian(x, 300, 8) + (2 * Gaussian(x, 500, 10)) + Gaussian(x, 760, 9))]);
        MeasuredSpectrum measured = Measured(2, x => 1 + Math.Sin(x / 300), 0) with { };
        double[] y = [.. measured.Energies.Select((x, i) => measured.Intensities[i] + (3 * peaks.At(x)))];
        SpectrumFit fit = SpectrumFit.Fit(measured with { Intensities = y }, peaks, [50, 950], Background.Parse("smooth:225"));
        Assert.InRange(fit.Regions[0].Scale, 2.9, 3.1);
    }

    // A computed line between wide bins is averaged, not sampled: the integral over all bins stays.
    [Fact]
    public void WideBins_KeepTheIntegral()
    {
        double[] edges = [.. Enumerable.Range(0, 22).Select(i => i * i * 2.0)];
        double[] means = new BinAverage(Computed).Over(edges[..^1], edges[1..]);
        Assert.Equal(Computed.Integral(0, edges[^1]), means.Select((m, i) => m * (edges[i + 1] - edges[i])).Sum(), 1e-9);
    }

    [Theory]
    [InlineData("curved")]
    [InlineData("polynomial:99")]
    [InlineData("polynomial:-1")]
    [InlineData("smooth:1")]
    [InlineData("smooth:nan")]
    public void Background_Unknown_IsRefused(string text) => Assert.Throws<InsInputException>(() => Background.Parse(text));

    [Theory]
    [InlineData("none")]
    [InlineData("constant")]
    [InlineData("linear")]
    [InlineData("polynomial:4")]
    [InlineData("smooth:300")]
    public void Background_AsText_IsReadBack(string text) => Assert.Equal(text, Background.Parse(text).ToString());

    [Fact]
    public void Region_OfTooFewPoints_IsRefused() =>
        Assert.Throws<InsInputException>(() => SpectrumFit.Fit(Measured(20, x => 0, 1), Computed, [50, 100], Background.Parse("polynomial:2")));

    static double Model(double x) => Gaussian(x, 120, 12) + (3 * Gaussian(x, 455, 15)) + (2 * Gaussian(x, 700, 30)) + 0.1;

    static double Gaussian(double x, double centre, double width) => Math.Exp(-0.5 * Math.Pow((x - centre) / width, 2));

    static double Polynomial(double[] a, double t) => a.Select((c, k) => c * Math.Pow(t, k)).Sum();

    static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    // What the computed spectrum would look like on bins of its own, times a scale, on a background at the centres.
    static MeasuredSpectrum Measured(double step, Func<double, double> background, double scale)
    {
        int count = (int)(990 / step);
        double[] lower = [.. Enumerable.Range(0, count).Select(i => 5 + (i * step))], upper = [.. lower.Select(l => l + step)];
        double[] centre = [.. lower.Select(l => l + (0.5 * step))], means = new BinAverage(Computed).Over(lower, upper);
        return new("", "", lower, upper, centre, [.. centre.Select((x, i) => (scale * means[i]) + background(x))], null, []);
    }
}
