using System.Text.Json.Nodes;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Cli.Tests;

/// <summary>`inscore ins --like`: the spectra of other programs, and why they differ.</summary>
public sealed class LikeTests : IDisposable
{
    static readonly string Hydride = Path.Combine(TestData.Root, "examples", "phonopy-to-tosca", "phonopy.yaml");

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Abins_WithDifference_NamesACauseInEveryRegion()
    {
        InscoreProcess run = InscoreProcess.Run(
            folder.Path, "ins", Hydride, "--like", "abins weighting=total", "--difference", "--temperature", "20", "--mesh", "6 6 6", "-o", "out");

        Assert.True(run.ExitCode == 0, run.Error);
        JsonNode json = JsonNode.Parse(File.ReadAllText(Path.Combine(folder.Path, "out", "spectrum-abins.json")))!;
        JsonArray regions = json["difference"]!.AsArray();
        Assert.Equal(6, regions.Count);
        Assert.All(regions, r => Assert.StartsWith("Mainly because", (string)r!["cause"]!, StringComparison.Ordinal));
        Assert.All(regions, r => Assert.Equal((double)r!["ratio"]! - 1, r["effects"]!.AsObject().Sum(e => (double)e.Value!), 1e-9));
        foreach (string file in new[] { "spectrum-abins.csv", "spectrum-abins.png", "spectrum-abins.svg", "spectrum-abins-difference.png" })
        {
            Assert.True(new FileInfo(Path.Combine(folder.Path, "out", file)).Length > 0, file);
        }
    }

    [Fact]
    public void Euphonic_GivesTheAreaOfItsWeights()
    {
        InscoreProcess run = InscoreProcess.Run(folder.Path, "ins", Hydride, "--like", "euphonic", "--resolution", "none", "--mesh", "12 12 12", "-o", "out");

        Assert.True(run.ExitCode == 0, run.Error);
        JsonNode json = JsonNode.Parse(File.ReadAllText(Path.Combine(folder.Path, "out", "spectrum-euphonic.json")))!;
        double[] Part(string name) => [.. json["parts"]![name]!.AsArray().Select(v => (double)v!)];

        // 3/N σ ⟨M⟩/M in mbarn for each atom, bins of 1 cm⁻¹, less the translations at Γ; H: 1.7568 + 80.26 barn.
        double mean = 0.5 * (6.94 + 1.008);
        Assert.Equal(1, Part("H").Sum() / (1.5 * 82016.8 * mean / 1.008), 2e-3);
        Assert.Equal(1, Part("Li").Sum() / (1.5 * 1374 * mean / 6.94), 2e-3);
    }

    [Theory]
    [InlineData("oclimax", "--like")]
    [InlineData("abins half-overtones=perhaps", "setting of AbINS")]
    [InlineData("abins colour=red", "setting of AbINS")]
    [InlineData("abins orders=11", "orders")]
    [InlineData("euphonic own-k=no", "--like")]
    public void Like_Unknown_IsRefusedInOneLine(string like, string place)
    {
        InscoreProcess run = InscoreProcess.Run(folder.Path, "ins", Hydride, "--like", like, "-o", "out");

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith($"inscore: error: {place}", run.Error.Trim(), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', run.Error.Trim());
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "out")));
    }

    [Fact]
    public void Difference_WithoutLike_IsRefused()
    {
        InscoreProcess run = InscoreProcess.Run(folder.Path, "ins", Hydride, "--difference", "-o", "out");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("--like abins", run.Error, StringComparison.Ordinal);
    }
}
