using InsCore.Spectra;
using Xunit;

namespace InsCore.Tests.Spectra;

public sealed class PeakFinderTests
{
    // A parabola through the top three bins of a Gaussian errs by less than this share of a bin.
    const double PositionTolerance = 0.01;

    [Fact]
    public void Find_GaussiansBetweenBins_GivesTheirCentres()
    {
        Spectrum1D spectrum = Sampled(x => Gaussian(x, 100.3, 5, 1) + Gaussian(x, 250.7, 8, 0.4));
        IReadOnlyList<Peak> peaks = PeakFinder.Find(spectrum, 0, 400);
        Assert.Equal(2, peaks.Count);
        Assert.Equal(100.3, peaks[0].Energy, PositionTolerance);
        Assert.Equal(250.7, peaks[1].Energy, PositionTolerance);
    }

    [Fact]
    public void Find_ShoulderBelowProminence_IsLeftOut()
    {
        Spectrum1D spectrum = Sampled(x => Gaussian(x, 100, 20, 1) + (0.002 * Math.Cos(x)));
        Assert.Single(PeakFinder.Find(spectrum, 0, 400, 0.05));
    }

    [Fact]
    public void Find_PeakOutsideTheRange_IsLeftOut()
    {
        Spectrum1D spectrum = Sampled(x => Gaussian(x, 100, 5, 1) + Gaussian(x, 300, 5, 1));
        Assert.Equal(300, Assert.Single(PeakFinder.Find(spectrum, 200, 400)).Energy, PositionTolerance);
    }

    [Fact]
    public void Find_PlateauAndEnds_GiveNoFalsePeaks()
    {
        Assert.Empty(PeakFinder.Find(Sampled(_ => 1), 0, 400));
        Assert.Empty(PeakFinder.Find(Sampled(x => x), 0, 400));
    }

    [Fact]
    public void Find_Prominence_IsTheHeightAboveTheSaddle()
    {
        Spectrum1D spectrum = new("", [0, 1, 2, 3, 4, 5, 6], [0, 5, 2, 3, 1, 8, 0]);
        Peak middle = PeakFinder.Find(spectrum, 0, 6)[1];
        Assert.Equal((3, 1), (middle.Height, middle.Prominence));
    }

    static Spectrum1D Sampled(Func<double, double> f)
    {
        double[] x = [.. Enumerable.Range(0, 401).Select(i => (double)i)];
        return new Spectrum1D("", x, Array.ConvertAll(x, v => f(v)));
    }

    static double Gaussian(double x, double centre, double sigma, double height) =>
        height * Math.Exp(-(x - centre) * (x - centre) / (2 * sigma * sigma));
}
