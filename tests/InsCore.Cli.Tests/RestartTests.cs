using System.Text.Json.Nodes;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Cli.Tests;

/// <summary>A run that is stopped in any stage ends with 85 and goes on; a run that is done computes nothing again.</summary>
public sealed class RestartTests(RestartTests.UninterruptedRun straight) : IClassFixture<RestartTests.UninterruptedRun>, IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>One run from beginning to end, with which all others are compared.</summary>
    public sealed class UninterruptedRun : IDisposable
    {
        readonly TemporaryFolder folder = new();

        public UninterruptedRun()
        {
            Study(folder);
            InscoreProcess run = InscoreProcess.Run(folder.Path, "run", "study.yml", "--json", "-q");
            Assert.True(run.ExitCode == 0, run.Error);
            Frequencies = RestartTests.Frequencies(run);
        }

        internal string Frequencies { get; }

        internal string Folder => folder.Path;

        public void Dispose() => folder.Dispose();
    }

    [Theory]
    [InlineData("INT", "0.8GPa relax")]
    [InlineData("TERM", "0.8GPa displacements", "--method", "displacements", "--supercell", "1 1 1")]
    [InlineData("INT", "0.8GPa phonons")]
    [InlineData("USR1", "0.8GPa scattering")]
    public void Run_StoppedInAnyStage_GoesOnToTheSameResult(string signal, string stage, params string[] flags)
    {
        Study(folder);
        InscoreProcess stopped = InscoreProcess.RunAndSignal(folder.Path, stage, signal, ["run", "study.yml", "-o", "stopped", .. flags]);
        Assert.True(stopped.ExitCode == 85, $"exit code {stopped.ExitCode}\n{stopped.Error}");
        Assert.Contains("run the same command again", stopped.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path, "*.tmp", SearchOption.AllDirectories));

        InscoreProcess resumed = InscoreProcess.Run(folder.Path, ["run", "study.yml", "-o", "stopped", "--json", "-q", .. flags]);
        Assert.True(resumed.ExitCode == 0, resumed.Error);
        if (flags.Length > 0)
        {
            return; // another method than the uninterrupted run's
        }

        Assert.Equal(straight.Frequencies, Frequencies(resumed));
        Assert.Equal(
            File.ReadAllText(Path.Combine(straight.Folder, "results", "0.8GPa", "gamma.csv")),
            File.ReadAllText(Path.Combine(folder.Path, "stopped", "0.8GPa", "gamma.csv")));
    }

    [Fact]
    public void Run_Again_ComputesNothingTwiceAndOtherTemperatureTheSpectrumOnly()
    {
        Dictionary<string, DateTime> before = Times();
        InscoreProcess second = InscoreProcess.Run(straight.Folder, "run", "study.yml");
        Assert.Equal(0, second.ExitCode);
        Assert.Equal(3, second.Error.Split('\n').Count(l => l.Contains("(stored)", StringComparison.Ordinal)));
        Assert.Equal(before, Times());

        InscoreProcess warm = InscoreProcess.Run(straight.Folder, "run", "study.yml", "--temperature", "50");
        Assert.Equal(0, warm.ExitCode);
        Assert.Equal(2, warm.Error.Split('\n').Count(l => l.Contains("(stored)", StringComparison.Ordinal)));
    }

    // The small crystal in its own cell and few wave vectors: seconds, and every stage of the real thing.
    static void Study(TemporaryFolder folder)
    {
        File.Copy(Path.Combine(TestData.Root, "examples", "diiodothiophene", "dit-pbcn.cif"), Path.Combine(folder.Path, "dit-pbcn.cif"));
        folder.File(
            "study.yml",
            """
            structure: dit-pbcn.cif
            pressures: [0.8]
            relaxation: { force: 1e-2, stress: 0.1 }
            phonons: { mesh: [2, 2, 2] }
            output: results
            """);
    }

    Dictionary<string, DateTime> Times() =>
        Directory.GetFiles(Path.Combine(straight.Folder, "results", "0.8GPa"), "*", SearchOption.AllDirectories).ToDictionary(f => f, File.GetLastWriteTimeUtc);

    static string Frequencies(InscoreProcess run) =>
        JsonNode.Parse(run.Output)!["points"]![0]!["phonons"]!["gamma"]!.ToJsonString();
}
