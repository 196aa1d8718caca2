using System.Text.Json.Nodes;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Cli.Tests;

/// <summary>A run that is stopped in any stage ends with 85 and goes on; a run that is done computes nothing again.</summary>
public sealed class RestartTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("INT", "0.8GPa relax")]
    [InlineData("TERM", "0.8GPa displacements")]
    [InlineData("INT", "0.8GPa phonons")]
    [InlineData("TERM", "0.8GPa spectrum")]
    public void Run_StoppedInAnyStage_GoesOnToTheSameResult(string signal, string stage)
    {
        Study();
        InscoreProcess stopped = InscoreProcess.RunAndSignal(folder.Path, stage, signal, "run", "study.yml", "-o", "stopped");
        Assert.True(stopped.ExitCode == 85, $"exit code {stopped.ExitCode}\n{stopped.Error}");
        Assert.Contains("run the same command again", stopped.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path, "*.tmp", SearchOption.AllDirectories));

        InscoreProcess resumed = InscoreProcess.Run(folder.Path, "run", "study.yml", "-o", "stopped", "--json", "-q");
        InscoreProcess straight = InscoreProcess.Run(folder.Path, "run", "study.yml", "-o", "straight", "--json", "-q");
        Assert.Equal((0, 0), (resumed.ExitCode, straight.ExitCode));
        Assert.Equal(Frequencies(straight), Frequencies(resumed));
        Assert.Equal(
            File.ReadAllText(Path.Combine(folder.Path, "straight", "0.8GPa", "gamma.csv")),
            File.ReadAllText(Path.Combine(folder.Path, "stopped", "0.8GPa", "gamma.csv")));
    }

    [Fact]
    public void Run_Twice_ComputesNothingAgain()
    {
        Study();
        Assert.Equal(0, InscoreProcess.Run(folder.Path, "run", "study.yml", "-q").ExitCode);
        Dictionary<string, DateTime> before = Times();
        InscoreProcess second = InscoreProcess.Run(folder.Path, "run", "study.yml");
        Assert.Equal(0, second.ExitCode);
        Assert.Equal(3, second.Error.Split('\n').Count(l => l.Contains("(stored)", StringComparison.Ordinal)));
        foreach ((string path, DateTime time) in before.Where(f => Path.GetFileName(Path.GetDirectoryName(f.Key)) == "0.8GPa"))
        {
            Assert.True(File.GetLastWriteTimeUtc(path) == time, $"{Path.GetFileName(path)} was written again");
        }
    }

    [Fact]
    public void Run_OtherTemperature_RecomputesTheSpectrumOnly()
    {
        Study();
        Assert.Equal(0, InscoreProcess.Run(folder.Path, "run", "study.yml", "-q").ExitCode);
        InscoreProcess second = InscoreProcess.Run(folder.Path, "run", "study.yml", "--temperature", "50");
        Assert.Equal(0, second.ExitCode);
        Assert.Equal(2, second.Error.Split('\n').Count(l => l.Contains("(stored)", StringComparison.Ordinal)));
    }

    // The small crystal in its own cell and few wave vectors: seconds, and every stage of the real thing.
    void Study()
    {
        File.Copy(Path.Combine(TestData.Root, "examples", "diiodothiophene", "dit-pbcn.cif"), Path.Combine(folder.Path, "dit-pbcn.cif"));
        folder.File(
            "study.yml",
            """
            structure: dit-pbcn.cif
            pressures: [0.8]
            relaxation: { force: 1e-2, stress: 0.1 }
            phonons: { mesh: [2, 2, 2], supercell: [1, 1, 1] }
            output: results
            """);
    }

    Dictionary<string, DateTime> Times() =>
        Directory.GetFiles(Path.Combine(folder.Path, "results"), "*", SearchOption.AllDirectories).ToDictionary(f => f, File.GetLastWriteTimeUtc);

    static string Frequencies(InscoreProcess run) =>
        JsonNode.Parse(run.Output)!["points"]![0]!["phonons"]!["gamma"]!.ToJsonString();
}
