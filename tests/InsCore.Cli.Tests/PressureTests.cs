using System.Text.Json.Nodes;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Cli.Tests;

public sealed class PressureTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Series_ThereAndBack_IsWritten_AndNotComputedTwice()
    {
        string[] arguments = ["pressure", Crystal(), "-p", "0:1.5:0.5", "--hysteresis", "--json"];
        InscoreProcess run = InscoreProcess.Run(folder.Path, arguments);
        Assert.True(run.ExitCode == 0, run.Error);
        JsonNode json = JsonNode.Parse(run.Output)!, segment = json["segments"]![0]!;
        double bulk = (double)segment["equationsOfState"]![0]!["b0"]!;
        Assert.InRange(bulk, 10, 20);
        Assert.Equal(4, segment["equationsOfState"]!.AsArray().Count);
        Assert.False((bool)json["hysteresis"]!["isOpen"]!);
        Assert.Equal(3, json["hysteresis"]!["points"]!.AsArray().Count);
        foreach (string file in (string[])["pressure.json", "pressure.csv", "volume.png", "volume.svg", "cell.png", "cell.svg"])
        {
            Assert.True(File.Exists(Path.Combine(folder.Path, "results", file)), file);
        }

        InscoreProcess again = InscoreProcess.Run(folder.Path, arguments);
        Assert.Equal(7, again.Error.Split('\n').Count(l => l.Contains("(stored)", StringComparison.Ordinal)));
        Assert.Equal(run.Output, again.Output);

        // The key of a point holds its start: another neighbour is another calculation.
        InscoreProcess other = InscoreProcess.Run(folder.Path, "pressure", Crystal(), "-p", "0 1.5", "--json");
        Assert.Equal(1, other.Error.Split('\n').Count(l => l.Contains("(stored)", StringComparison.Ordinal)));
        JsonNode two = JsonNode.Parse(other.Output)!["segments"]![0]!;
        Assert.Empty(two["equationsOfState"]!.AsArray());
        Assert.InRange((double)two["meanBulkModulus"]!, bulk, 1.6 * bulk);
        Assert.Contains("needs three volumes", two["notes"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Elastic_AndThermo_WriteWhatTheySay()
    {
        InscoreProcess elastic = InscoreProcess.Run(folder.Path, "pressure", Crystal(), "-p", "0.5", "--elastic", "--json");
        Assert.True(elastic.ExitCode == 0, elastic.Error);
        JsonNode tensor = JsonNode.Parse(elastic.Output)!["elastic"]![0]!;
        Assert.True((bool)tensor["isStable"]!);
        Assert.InRange((double)tensor["polycrystal"]!["bulkReuss"]!, 14, 22);
        Assert.All(tensor["sound"]!.AsArray(), s => Assert.InRange((double)s!["difference"]!, 0, 1e-3));
        Assert.True(File.Exists(Path.Combine(folder.Path, "results", "0.5GPa", "elastic.json")));

        string relaxed = Path.Combine("results", "0.5GPa", "relaxed.extxyz");
        Assert.Equal(0, InscoreProcess.Run(folder.Path, "phonons", relaxed, "--mesh", "1 1 1", "-o", "modes", "-q").ExitCode);
        InscoreProcess thermo = InscoreProcess.Run(folder.Path, "thermo", Path.Combine("modes", "modes.h5"), "-T", "0:300:100", "--cif", "300", "-o", "warm", "--json");
        Assert.True(thermo.ExitCode == 0, thermo.Error);
        JsonNode points = JsonNode.Parse(thermo.Output)!["points"]!;
        Assert.Equal(4, points.AsArray().Count);
        Assert.Equal((double)points[0]!["energy"]!, (double)points[0]!["freeEnergy"]!);
        Assert.InRange((double)points[3]!["molar"]!["heatCapacity"]!, 100, 140);
        foreach (string file in (string[])["thermo.csv", "thermo.json", "thermo.png", "thermo.svg", "displacements-300K.cif"])
        {
            Assert.True(File.Exists(Path.Combine(folder.Path, "warm", file)), file);
        }

        Assert.Equal(1, InscoreProcess.Run(folder.Path, "thermo", Path.Combine("modes", "modes.h5"), "-T", "-5", "-o", "cold").ExitCode);
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "cold")));
    }

    [Theory]
    [InlineData("0:1.5", "is not a range")]
    [InlineData("0 0.00001", "less than 0.0001 GPa")]
    [InlineData("0:5000:1000", "beyond")]
    public void BadPressures_AreRefused(string pressures, string expected)
    {
        InscoreProcess run = InscoreProcess.Run(folder.Path, "pressure", Crystal(), "-p", pressures);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "results")));
    }

    [Theory]
    [InlineData("{ quasiharmonic: true }", "needs 4 pressures")]
    [InlineData("{ spectra: [300] }", "needs thermodynamics.quasiharmonic")]
    [InlineData("{ temperatures: \"0:300:-10\" }", "is not a range")]
    [InlineData("{ cif: [-3] }", "out of range")]
    public void BadThermodynamics_IsRefused_BeforeAnythingRuns(string settings, string expected)
    {
        folder.File("study.yml", $"structure: {Crystal()}\npressures: [0, 1]\nthermodynamics: {settings}\n");
        InscoreProcess run = InscoreProcess.Run(folder.Path, "run", "study.yml");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "results")));
    }

    static string Crystal() => Path.Combine(TestData.Root, "examples", "diiodothiophene", "dit-pbcn.cif");
}
