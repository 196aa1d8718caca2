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
        Assert.Contains("needs three pressures", two["notes"]!.ToJsonString(), StringComparison.Ordinal);
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

    static string Crystal() => Path.Combine(TestData.Root, "examples", "diiodothiophene", "dit-pbcn.cif");
}
