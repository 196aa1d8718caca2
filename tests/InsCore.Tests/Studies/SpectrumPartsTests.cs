using InsCore.Studies;
using Xunit;

namespace InsCore.Tests.Studies;

public class SpectrumPartsTests
{
    static readonly double[] Energies = [.. Enumerable.Range(0, 4101).Select(k => (double)k)];

    [Theory]
    [InlineData(1000, 0, 1050)]     // intensity ends it
    [InlineData(1000, 3100, 3250)]  // a mode without intensity after resolution
    [InlineData(4090, 0, 4100)]     // never beyond the data
    public void End_IsAboveModesAndIntensity(int strong, int mode, double end)
    {
        double[] total = [.. Energies.Select(e => e <= strong ? 1 : 0.009)], lines = new double[Energies.Length];
        (lines[100], lines[mode]) = (1, 0.01);
        SpectrumParts parts = new()
        {
            Name = "all",
            Species = new Dictionary<string, double[]> { ["H"] = Array.ConvertAll(total, t => 0.75 * t), ["C"] = Array.ConvertAll(total, t => 0.25 * t) },
            Orders = new Dictionary<string, double[]>(),
            Lines = lines,
            Elastic = [],
        };
        Assert.Equal(end, parts.End(Energies));
    }
}
