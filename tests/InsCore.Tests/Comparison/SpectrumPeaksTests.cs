using CsCheck;
using InsCore.Comparison;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Comparison;

public sealed class SpectrumPeaksTests
{
    // Of a bin; the foot of a neighbour 12 widths away is below 1e-30.
    const double ExactPosition = 1e-6;

    [Fact]
    public void Gaussians_OnUnevenBins_AreFoundExactly() => Gen.Select(Gen.Double[0, 1], Gen.Double[4, 9], Gen.Double[0.2, 1]).Sample((offset, width, height) =>
    {
        double[] x = [.. Enumerable.Range(0, 600).Select(i => 20 + i + (0.3 * Math.Sin(i)))];
        double[] y = Array.ConvertAll(x, e => Gaussian(e, 150 + offset, width) + (height * Gaussian(e, 400 - offset, width)));
        IReadOnlyList<SpectrumPeak> peaks = SpectrumPeaks.Find(x, y, []);
        Assert.Equal(2, peaks.Count);
        double error = Math.Max(Math.Abs(peaks[0].Energy - 150 - offset), Math.Abs(peaks[1].Energy - 400 + offset));
        AchievedError.Check("Comparison: positions of Gaussian peaks between bins (bins)", "their centres", error, ExactPosition);
        Assert.Equal(width * 2 * Math.Sqrt(2 * Math.Log(2)), peaks[0].Width, 1e-4);
        Assert.Equal(height, peaks[1].Height, 1e-4);
    });

    // The stated standard error is what positions scatter by, and none is missed or invented.
    [Fact]
    public void Gaussians_InNoise_AreFoundWithinTheirErrors()
    {
        const int Runs = 200;
        Random random = new(11);
        double[] x = [.. Enumerable.Range(0, 700).Select(i => (double)i)], sigma = [.. x.Select(_ => 0.04)], centres = [100.4, 300.2, 520.7], heights = [1, 0.6, 2];
        List<double> normalised = [];
        for (int run = 0; run < Runs; run++)
        {
            double[] y = [.. x.Select((e, i) => 0.5 + centres.Select((c, k) => heights[k] * Gaussian(e, c, 8)).Sum() + (sigma[i] * Normal(random)))];
            IReadOnlyList<SpectrumPeak> peaks = SpectrumPeaks.Find(x, y, run % 2 == 0 ? sigma : null, 0.02, 6);
            Assert.Equal(3, peaks.Count);
            normalised.AddRange(peaks.Select((p, k) => (p.Energy - centres[k]) / p.Error));
        }

        double rms = Math.Sqrt(normalised.Average(e => e * e));
        Assert.InRange(rms, 0.85, 1.3); // of 600, plus what the unknown valley adds
        Assert.InRange(normalised.Average(), -0.2, 0.2);
    }

    [Fact]
    public void NoiseAlone_HasNoPeaks()
    {
        Random random = new(3);
        for (int run = 0; run < 100; run++)
        {
            double[] x = [.. Enumerable.Range(0, 1000).Select(i => (double)i)], y = [.. x.Select(_ => 1 + (0.1 * Normal(random)))];
            Assert.Empty(SpectrumPeaks.Find(x, y, null, 0.02, 6));
        }
    }

    [Fact]
    public void Noise_IsEstimatedBesidePeaks()
    {
        Random random = new(5);
        double[] y = [.. Enumerable.Range(0, 4000).Select(i => (5 * Gaussian(i % 400, 200, 12)) + (0.2 * Normal(random)))];
        Assert.InRange(SpectrumPeaks.EstimateNoise(y), 0.18, 0.22);
    }

    [Fact]
    public void Prominences_AreThoseOfTheDefinition() => Gen.Int[0, 20].Array[3, 30].Sample(heights =>
    {
        double[] y = Array.ConvertAll(heights, h => (double)h), x = [.. y.Select((_, i) => (double)i)];
        foreach (double least in (double[])[1e-9, 0.2, 0.5, 0.8])
        {
            Assert.Equal(Expected(y).Count(p => p >= least * (y.Max() - y.Min())), SpectrumPeaks.Find(x, y, [], least, 0).Count);
        }
    });

    [Fact]
    public void ShortOrFlatSpectra_HaveNoPeaks()
    {
        Assert.Empty(SpectrumPeaks.Find([1, 2], [0, 1], null));
        Assert.Empty(SpectrumPeaks.Find([1, 2, 3, 4], [1, 1, 1, 1], null));
    }

    // The definition, point by point: lowest point on each side before higher ground.
    static double[] Expected(double[] y) => [.. Enumerable.Range(1, y.Length - 2).Where(i => y[i] > y[i - 1] && y[i] >= y[i + 1])
        .Select(i => y[i] - Math.Max(Floor(y, i, -1), Floor(y, i, 1))).Where(p => p > 0)];

    static double Floor(double[] y, int i, int step)
    {
        double lowest = y[i];
        for (int k = i + step; k >= 0 && k < y.Length && y[k] <= y[i]; k += step)
        {
            lowest = Math.Min(lowest, y[k]);
        }

        return lowest;
    }

    static double Gaussian(double x, double centre, double width) => Math.Exp(-0.5 * Math.Pow((x - centre) / width, 2));

    static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
