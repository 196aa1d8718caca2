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
    public void Md_StoppedByASignal_GoesOnInAnotherProcessWithTheSameBits()
    {
        InscoreProcess whole = InscoreProcess.Run(folder.Path, [.. Short, "-o", "whole", "--json", "-q"]);
        Assert.True(whole.ExitCode == 0, whole.Error);
        InscoreProcess stopped = InscoreProcess.RunAndSignal(folder.Path, "0.0GPa md", "TERM", [.. Short, "-o", "stopped"]);
        Assert.True(stopped.ExitCode == 85, $"exit code {stopped.ExitCode}\n{stopped.Error}");
        InscoreProcess resumed = InscoreProcess.Run(folder.Path, [.. Short, "-o", "stopped", "--json", "-q"]);
        Assert.True(resumed.ExitCode == 0, resumed.Error);
        foreach (string name in new[] { "md.restart", "trajectory.extxyz", "trajectory-0001.h5" })
        {
            byte[] Bytes(string run) => File.ReadAllBytes(Path.Combine(folder.Path, run, "0.0GPa", "md", name));
            Assert.True(Bytes("whole").AsSpan().SequenceEqual(Bytes("stopped")), name);
        }

        JsonObject result = JsonNode.Parse(whole.Output)!.AsArray()[0]!.AsObject();
        Assert.Equal((36, 105, "npt"), ((int)result["atoms"]!, (int)result["degreesOfFreedom"]!, (string)result["ensemble"]!));
        Assert.Equal((double)result["volume"]!["mean"]!, (double)JsonNode.Parse(resumed.Output)!.AsArray()[0]!["volume"]!["mean"]!);
    }

    [Theory]
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
