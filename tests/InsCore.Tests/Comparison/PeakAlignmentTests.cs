using CsCheck;
using InsCore.Comparison;
using Xunit;

namespace InsCore.Tests.Comparison;

public sealed class PeakAlignmentTests
{
    static readonly Gen<SpectrumPeak[]> Peaks = Gen.Select(Gen.Double[0, 200], Gen.Double[0.1, 5]).Array[0, 5]
        .Select(p => p.OrderBy(x => x.Item1).Select(x => new SpectrumPeak(x.Item1, 0, x.Item2, x.Item2, 1)).ToArray());

    [Fact]
    public void Pairs_CostNoMoreThanAnyOther() => Gen.Select(Peaks, Peaks).Sample((measured, computed) =>
    {
        IReadOnlyList<(int Measured, int Computed)> pairs = PeakAlignment.Pair(measured, computed, _ => 30);
        Assert.Equal(Enumerable.Range(0, measured.Length), pairs.Where(p => p.Measured >= 0).Select(p => p.Measured));
        Assert.Equal(Enumerable.Range(0, computed.Length), pairs.Where(p => p.Computed >= 0).Select(p => p.Computed));
        double cost = pairs.Sum(p => p.Measured < 0 || p.Computed < 0 ? 1 : Cost(measured[p.Measured], computed[p.Computed]));
        Assert.Equal(Least(measured, computed, 0, 0), cost, 1e-9);
    });

    [Fact]
    public void OneShift_KeepsAllPairs()
    {
        SpectrumPeak[] measured = [Peak(100, 1), Peak(130, 2), Peak(400, 1)], computed = [Peak(120, 1), Peak(150, 2), Peak(420, 1)];
        Assert.Equal([(0, 0), (1, 1), (2, 2)], PeakAlignment.Pair(measured, computed, _ => 25));
    }

    [Fact]
    public void FartherThanTheTolerance_StaysAlone() =>
        Assert.DoesNotContain(PeakAlignment.Pair([Peak(100, 1)], [Peak(126, 1)], _ => 25), p => p.Measured >= 0 && p.Computed >= 0);

    // Every alignment, by trying all.
    static double Least(SpectrumPeak[] a, SpectrumPeak[] b, int i, int j)
    {
        if (i == a.Length || j == b.Length)
        {
            return a.Length - i + b.Length - j;
        }

        double alone = 1 + Math.Min(Least(a, b, i + 1, j), Least(a, b, i, j + 1));
        return Math.Min(alone, Cost(a[i], b[j]) + Least(a, b, i + 1, j + 1));
    }

    static double Cost(SpectrumPeak a, SpectrumPeak b)
    {
        double distance = Math.Abs(a.Energy - b.Energy) / 30;
        return distance > 1 ? double.PositiveInfinity : distance + (0.5 * Math.Min(1, Math.Abs(Math.Log(a.Height / b.Height))));
    }

    static SpectrumPeak Peak(double energy, double height) => new(energy, 0, height, height, 5);
}
