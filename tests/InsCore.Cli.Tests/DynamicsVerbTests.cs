using System.Text.Json.Nodes;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Cli.Tests;

public sealed class DynamicsVerbTests : IDisposable
{
    static readonly string[] Short =
        ["md", "dit-pbcn.cif", "--ensemble", "npt", "--time", "400 fs", "--equilibration", "30 fs", "--frame", "10 fs", "--precision", "float32", "--threads", "1"];

    readonly TemporaryFolder folder = new();

    public DynamicsVerbTests() =>
        File.Copy(Path.Combine(TestData.Root, "examples", "diiodothiophene", "dit-pbcn.cif"), Path.Combine(folder.Path, "dit-pbcn.cif"));

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Md_StoppedOrKilled_GoesOnInAnotherProcessWithTheSameBits()
    {
        InscoreProcess whole = InscoreProcess.Run(folder.Path, [.. Short, "-o", "whole", "--json", "-q"]);
        Assert.True(whole.ExitCode == 0, whole.Error);
        InscoreProcess stopped = InscoreProcess.RunAndSignal(folder.Path, "0.0GPa md", "TERM", [.. Short, "-o", "stopped"]);
        Assert.True(stopped.ExitCode == 85, $"exit code {stopped.ExitCode}\n{stopped.Error}");
        InscoreProcess resumed = InscoreProcess.Run(folder.Path, [.. Short, "-o", "stopped", "--json", "-q"]);
        Assert.True(resumed.ExitCode == 0, resumed.Error);
        Random random = new(3);
        for (int kill = 0; kill < 3; kill++)
        {
            TimeSpan delay = TimeSpan.FromMilliseconds(random.Next(50, 400));
            InscoreProcess killed = InscoreProcess.RunAndKill(folder.Path, "0.0GPa md", delay, [.. Short, "--restart", "0.05 s", "-o", "killed"]);
            Assert.True(killed.ExitCode is 137 or 0, $"exit code {killed.ExitCode}\n{killed.Error}"); // 128 + SIGKILL, or done before
        }

        InscoreProcess recovered = InscoreProcess.Run(folder.Path, [.. Short, "-o", "killed", "--json", "-q"]);
        Assert.True(recovered.ExitCode == 0, recovered.Error);
        foreach (string name in new[] { "md.restart", "trajectory.extxyz", "trajectory-0001.h5" })
        {
            byte[] Bytes(string run) => File.ReadAllBytes(Path.Combine(folder.Path, run, "0.0GPa", "md", name));
            Assert.True(Bytes("whole").AsSpan().SequenceEqual(Bytes("stopped")), name);
            Assert.True(Bytes("whole").AsSpan().SequenceEqual(Bytes("killed")), $"killed: {name}");
        }

        JsonObject result = JsonNode.Parse(whole.Output)!.AsArray()[0]!.AsObject();
        Assert.Equal((36, 105, "npt"), ((int)result["atoms"]!, (int)result["degreesOfFreedom"]!, (string)result["ensemble"]!));
        Assert.Equal((double)result["volume"]!["mean"]!, (double)JsonNode.Parse(resumed.Output)!.AsArray()[0]!["volume"]!["mean"]!);
    }

    [Fact]
    public void Md_Again_ComputesNothingAndStillKnowsTheCost()
    {
        string[] run = ["md", "dit-pbcn.cif", "--equilibration", "5 fs", "--precision", "float32", "--threads", "1", "-o", "again", "--time"], shorter = [.. run, "10 fs"];
        run = [.. run, "20 fs"];
        InscoreProcess first = InscoreProcess.Run(folder.Path, run);
        Assert.True(first.ExitCode == 0, first.Error);
        Dictionary<string, DateTime> Times() => Directory.GetFiles(Path.Combine(folder.Path, "again"), "*", SearchOption.AllDirectories).ToDictionary(f => f, File.GetLastWriteTimeUtc);
        Dictionary<string, DateTime> before = Times();
        InscoreProcess second = InscoreProcess.Run(folder.Path, run);
        Assert.Equal(before, Times());
        Assert.Contains("(stored)", second.Output + second.Error, StringComparison.Ordinal);
        static string Cost(InscoreProcess process) =>
            (process.Output + process.Error).Split('\n').Single(l => l.Contains("  cost ", StringComparison.Ordinal)).TrimEnd();
        Assert.Contains("ms of forces per step", Cost(first), StringComparison.Ordinal);
        Assert.Equal(Cost(first), Cost(second));

        // A shorter piece of the same trajectory is analysed, and no step is taken.
        InscoreProcess third = InscoreProcess.Run(folder.Path, shorter);
        Assert.True(third.ExitCode == 0, third.Error);
        Assert.Equal(Cost(first), Cost(third));
    }

    [Theory]
    [InlineData("--restart", "30", "unit")]
    [InlineData("--restart", "-1 s", "restart files")]
    [InlineData("--time", "20", "unit")]
    [InlineData("--dt", "-1 fs", "time step")]
    [InlineData("--temperature", "0", "temperature")]
    [InlineData("--cells", "0 1 1", "supercell")]
    [InlineData("--seed", "-3", "seed")]
    [InlineData("--md-precision", "half", "precision")]
    public void Md_BadSetting_IsRefusedInOneLine(string flag, string value, string expected)
    {
        (int code, string error) = InscoreCall.Run(["md", Path.Combine(folder.Path, "dit-pbcn.cif"), flag, value, "-o", Path.Combine(folder.Path, "out")]);
        Assert.Equal(1, code);
        Assert.Contains(expected, Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "out")));
    }
}
