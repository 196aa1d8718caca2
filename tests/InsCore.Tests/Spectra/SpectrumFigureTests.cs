using InsCore.Spectra;
using Xunit;

namespace InsCore.Tests.Spectra;

public sealed class SpectrumFigureTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("inscore-figure-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void WriteOffset_TwoPressures_LabelsAxesLegendAndPeaks()
    {
        string path = Path.Combine(folder, "spectra");
        new SpectrumFigure("title", "barn").WriteOffset(path, [Spectrum("0.0 GPa", 400), Spectrum("1.5 GPa", 420)]);
        string svg = File.ReadAllText(path + ".svg");
        foreach (string text in (string[])["title", "Energy transfer (cm⁻¹)", "S(Q, ω) (barn)", "0.0 GPa", "1.5 GPa (offset +1.5)", "400\n", "420\n"])
        {
            Assert.Contains(text, svg, StringComparison.Ordinal);
        }

        byte[] png = File.ReadAllBytes(path + ".png");
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], png[..4]);
        Assert.True(png.Length > 10_000, "an empty picture");
    }

    [Fact]
    public void Write_Table_HasCommentsHeadingAndAllDigits()
    {
        string path = Path.Combine(folder, "s.csv");
        SpectrumTable.Write(path, ["what", "unit"], [new Spectrum1D("a", [0, 1], [0.1, 1.0 / 3]), new Spectrum1D("b", [0, 1], [2, 3])]);
        Assert.Equal(["# what", "# unit", "energy_transfer_cm-1,a,b", "0,0.1,2", "1,0.3333333333333333,3"], File.ReadAllLines(path));
    }

    static Spectrum1D Spectrum(string label, double centre)
    {
        double[] x = [.. Enumerable.Range(0, 1201).Select(i => (double)i)];
        return new Spectrum1D(label, x, Array.ConvertAll(x, v => 1.2 * Math.Exp(-(v - centre) * (v - centre) / 50)));
    }
}
