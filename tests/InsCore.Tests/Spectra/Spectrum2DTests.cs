using InsCore.Scattering;
using InsCore.Spectra;
using Xunit;

namespace InsCore.Tests.Spectra;

public class Spectrum2DTests
{
    static readonly double[] Q = [0.5, 1.5, 2.5, 3.5], Energies = [0, 10, 20];

    [Fact]
    public void Cropped_EndsWhereNothingIsMeasuredAnyMore()
    {
        Spectrum2D map = new Spectrum2D("", Q, Energies, [.. Enumerable.Range(0, 12).Select(k => (double)k)]).Masked((q, e) => q is > 1 and < 3 && e < 15);
        Spectrum2D cropped = map.Cropped();
        Assert.Equal([1.5, 2.5], cropped.Q);
        Assert.Equal([0, 10], cropped.Energies);
        Assert.Equal([3, 4, 6, 7], cropped.Intensities);
    }

    [Fact]
    public void Cropped_OfNothing_IsTheMap()
    {
        Spectrum2D map = new Spectrum2D("", Q, Energies, new double[12]).Masked((_, _) => false);
        Assert.Same(map, map.Cropped());
    }

    [Fact]
    public void Refined_KeepsIntensities_AndPutsEdgesWhereTheyAre()
    {
        Spectrum2D map = new("", Q, Energies, [.. Enumerable.Range(0, 12).Select(k => (double)k)]);
        Spectrum2D fine = map.Refined(40, 30, (q, _) => q < 2.25);
        Assert.Equal((40, 30), (fine.Q.Length, fine.Energies.Length));
        Assert.Equal(0.05, fine.Q[0], 1e-12);
        for (int k = 0; k < fine.Intensities.Length; k++)
        {
            double q = fine.Q[k / 30];
            Assert.Equal(q < 2.25 ? map.Intensities[((int)q * 3) + (k % 30 / 10)] : double.NaN, fine.Intensities[k]);
        }
    }

    // A gap between detectors narrower than the bins in |Q|: in the bins it comes and goes, in the figure it is one white line at every energy.
    [Fact]
    public void Refined_OfMaps_KeepsEachGapInOnePiece()
    {
        DetectorBank bank = Instrument.ByName("maps:A", [300], [400]).Banks[0];
        QAxis axis = new(12, 120);
        double[] energies = [.. Enumerable.Range(0, 100).Select(k => 16.0 * k)];
        Spectrum2D map = new Spectrum2D("", axis.Centres(), energies, new double[12000])
            .Masked((q, e) => bank.Measures(q - (0.5 * axis.Width), q + (0.5 * axis.Width), e));
        Spectrum2D fine = map.Refined(960, 640, bank.Measures);
        int gaps = bank.Coverage.Count - 1;
        Assert.True(gaps > 1);
        Assert.Contains(Enumerable.Range(0, 100), e => Gaps(map, e) < gaps);
        Assert.All(Enumerable.Range(0, fine.Energies.Length - 1), e => Assert.Equal(gaps, Gaps(fine, e)));
    }

    // White stretches between coloured ones at one energy.
    static int Gaps(Spectrum2D map, int e)
    {
        bool[] seen = [.. Enumerable.Range(0, map.Q.Length).Select(q => double.IsFinite(map.Row(q)[e]))];
        return Enumerable.Range(1, seen.Length - 1).Count(q => seen[q] && !seen[q - 1]) + (seen[0] ? 1 : 0) - 1;
    }
}
