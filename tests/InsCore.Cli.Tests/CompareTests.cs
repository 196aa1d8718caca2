using System.Globalization;
using System.Text.Json.Nodes;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Cli.Tests;

/// <summary>`compare`, and the key of that name in a study file.</summary>
public sealed class CompareTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Compare_ShiftedMultiple_PrintsShiftScaleAndDistance()
    {
        string computed = folder.File("computed.csv", "energy cm-1,S\n" + Rows(x => Lines(x)));
        string measured = folder.File("measured.csv", "energy cm-1,I,err\n" + Rows(x => 40 * Lines(x - 6), ",0.05"));
        InscoreProcess run = InscoreProcess.Run(folder.Path, "compare", computed, measured, "-o", "out", "--json", "-q");
        Assert.True(run.ExitCode == 0, run.Error);
        JsonNode json = JsonNode.Parse(run.Output)!;
        Assert.Equal(3, (int)json["pairs"]!);
        Assert.Equal(-6, (double)json["meanSignedError"]!, 1e-3);
        Assert.Equal(6, (double)json["meanAbsoluteError"]!, 1e-3);
        Assert.Equal(6, (double)json["earthMoversDistance"]!, 1e-2); // the foot of the last line is cut by the end of the file
        foreach (string file in (string[])["comparison.png", "comparison.svg", "comparison.csv", "comparison-peaks.csv", "comparison.json"])
        {
            Assert.True(new FileInfo(Path.Combine(folder.Path, "out", file)).Length > 100, file);
        }

        string svg = File.ReadAllText(Path.Combine(folder.Path, "out", "comparison.svg"));
        Assert.Contains("measured", svg, StringComparison.Ordinal);
        Assert.Contains("Energy transfer (cm⁻¹)", svg, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--background", "curvy", "background")]
    [InlineData("--regions", "100", "regions")]
    [InlineData("--regions", "500 100", "ascend")]
    [InlineData("--regions", "5000 9000", "cannot give")]
    [InlineData("--tolerance", "-1", "tolerance")]
    [InlineData("--prominence", "2", "prominence")]
    [InlineData("--column", "sideways", "sideways")]
    [InlineData("--spectrum", "7", "--spectrum")]
    [InlineData("--spectrum", "0", "counted from 1")]
    [InlineData("--unit", "furlong", "meV")]
    [InlineData("--modes", "absent.h5", "absent.h5")]
    public void Setting_Bad_IsRefusedInOneLine(string flag, string value, string named)
    {
        string computed = folder.File("computed.csv", "energy cm-1,S\n" + Rows(x => Lines(x)));
        InscoreProcess run = InscoreProcess.Run(folder.Path, "compare", computed, computed, "-o", "out", "-q", flag, value);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(named, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Trim().Split('\n'));
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "out")));
    }

    [Fact]
    public void Spectrum_Damaged_IsRefusedInOneLine()
    {
        string measured = folder.File("measured.csv", "energy cm-1,S\n" + Rows(x => Lines(x)));
        foreach (string text in (string[])["{", "{}", "[]", "{\"energyTransfer\": [1, 2], \"banks\": {\"all\": [1]}, \"species\": {}, \"orders\": {}, \"onePhononLines\": [], \"elasticLine\": [], \"settings\": \"\", \"diagnostics\": []}"])
        {
            InscoreProcess run = InscoreProcess.Run(folder.Path, "compare", folder.File("spectrum.json", text), measured, "-o", "out", "-q");
            Assert.True(run.ExitCode == 1, text + run.Error);
            Assert.Single(run.Error.Trim().Split('\n'));
        }
    }

    [Theory]
    [InlineData("compare: { experiment: absent.dat }", "absent.dat")]
    [InlineData("compare: { experiment: a.csv, pressure: 3 }", "pressure")]
    [InlineData("compare: [ { experiment: a.csv }, { experiment: a.csv, pressure: 0 } ]", "two measured")]
    [InlineData("compare: { experiment: a.csv, colour: red }", "compare.colour")]
    [InlineData("compare: a.csv", "compare must hold keys")]
    public void StudyKey_Bad_IsRefusedBeforeAnythingRuns(string key, string named)
    {
        folder.File("a.csv", "energy cm-1,S\n" + Rows(x => Lines(x)));
        folder.File("c.extxyz", "1\nLattice=\"4 0 0 0 4 0 0 0 4\" Properties=species:S:1:pos:R:3 pbc=\"T T T\"\nC 0 0 0\n");
        InscoreProcess run = InscoreProcess.Run(folder.Path, "run", folder.File("study.yml", $"structure: c.extxyz\noutput: out\n{key}\n"), "-q");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(named, run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "out")));
    }

    // The model knows organic liquids at close range and no dispersion: internal vibrations within a few per cent, as examples/hexane says.
    [Fact]
    public void Hexane_RelaxedWithAPublishedModel_HasItsVibrationsNearTheMeasuredOnes()
    {
        string structure = TestData.Shared("peer-data/abins-tutorials/hexane_geometry.in"), measured = TestData.Shared("peer-data/abins-tutorials/Hexane.dat");
        string model = TestData.Shared("peer-data/mlip/mace-tutorials/model_swa.model");
        string example = File.ReadAllText(Path.Combine(TestData.Root, "examples", "hexane", "study.yml"))
            .Replace("hexane_geometry.in", structure, StringComparison.Ordinal)
            .Replace("model_swa.model", model, StringComparison.Ordinal)
            .Replace("Hexane.dat", measured, StringComparison.Ordinal)
            .Replace("[4, 4, 2]", "[1, 1, 1]", StringComparison.Ordinal); // lattice modes are not looked at here
        InscoreProcess run = InscoreProcess.Run(folder.Path, "run", folder.File("study.yml", example), "--json", "-q", "-o", "out");
        Assert.True(run.ExitCode == 0, run.Error);
        JsonArray peaks = JsonNode.Parse(run.Output)!["points"]![0]!["comparison"]!["peaks"]!.AsArray();
        double[] errors = [.. peaks.Where(p => p!["difference"] is not null && (double)p["measured"]! > 200).Select(p => (double)p!["difference"]! / (double)p["measured"]!)];
        Assert.True(errors.Length >= 9, $"{errors.Length} peaks in both");
        AchievedError.Check("Comparison: internal vibrations of hexane, published MACE model (mean relative error)", "measured spectrum (TFXA)", errors.Average(Math.Abs), 0.03);
    }

    static double Lines(double x) => Gaussian(x, 200) + (0.7 * Gaussian(x, 430)) + (1.4 * Gaussian(x, 700));

    static double Gaussian(double x, double centre) => Math.Exp(-0.5 * Math.Pow((x - centre) / 9, 2));

    static string Rows(Func<double, double> y, string end = "") =>
        string.Concat(Enumerable.Range(0, 900).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i},{y(i)}{end}\n")));
}
