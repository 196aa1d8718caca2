using InsCore.Spectra;
using Xunit;

namespace InsCore.Tests.Spectra;

public class SpectrumRegionTests
{
    static readonly double[] Energies = [.. Enumerable.Range(0, 1001).Select(k => (double)k)];

    [Fact]
    public void Compare_OtherGridSameFunction_FindsNoDifference()
    {
        Spectrum1D reference = new("a", Energies, Array.ConvertAll(Energies, e => 2 + (0.01 * e)));
        double[] shifted = Array.ConvertAll(Energies, e => e + 0.5);
        Spectrum1D other = new("b", shifted, Array.ConvertAll(shifted, e => 2 + (0.01 * e)));
        SpectrumRegion region = Assert.Single(SpectrumRegion.Compare(other, reference, [100.25, 300.75]));

        Assert.Equal(1, region.Ratio, 1e-13);
        Assert.Equal(0, region.Deviation, 1e-13);
        Assert.Equal((2 * 200.5) + (0.005 * ((300.75 * 300.75) - (100.25 * 100.25))), region.Integral, 1e-9);
    }

    [Fact]
    public void Compare_RegionWithoutIntensity_HasNoRatio()
    {
        double[] left = [.. Energies.Select(e => e < 400 ? 4.0 : 4e-5)], other = [.. Energies.Select(e => e < 400 ? 4.0 : -4e-5)];
        SpectrumRegion[] regions = [.. SpectrumRegion.Compare(new("a", Energies, other), new("b", Energies, left), [0, 390, 500, 510, 1000])];

        Assert.Equal([false, false, true, true], regions.Select(r => r.IsDark));
        Assert.All(regions[2..], r => Assert.True(double.IsNaN(r.Ratio)));
        Assert.Equal(1, regions[0].Ratio, 1e-12);
    }

    [Fact]
    public void Compare_OnePeakTooHigh_FindsItsPlaceAndSize()
    {
        double[] flat = [.. Enumerable.Repeat(4.0, 1001)], peaked = [.. flat];
        peaked[450] = 5;
        SpectrumRegion[] regions = [.. SpectrumRegion.Compare(new("a", Energies, peaked), new("b", Energies, flat), [0, 400, 500, 2000])];

        Assert.Equal(2, regions.Length);
        Assert.Equal(0, regions[0].Deviation);
        Assert.Equal((0.25, 450.0), (regions[1].Deviation, regions[1].DeviationEnergy));
        Assert.Equal(401.0 / 400, regions[1].Ratio, 1e-12);
    }
}
