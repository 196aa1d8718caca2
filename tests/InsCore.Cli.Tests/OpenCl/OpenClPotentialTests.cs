using System.Text.Json.Nodes;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Cli.Tests.OpenCl;

/// <summary>`--executor opencl`: the numbers of the other executors, and refusals before anything is computed.</summary>
[Trait("needs", "opencl")]
public sealed class OpenClPotentialTests : IDisposable
{
    // Of a pressure and an energy that both executors have to rounding.
    const double Tolerance = 1e-8;

    readonly TemporaryFolder folder = new();

    public OpenClPotentialTests() => File.WriteAllText(
        Path.Combine(folder.Path, "POSCAR"), "H2 in a box\n1.0\n4 0 0\n0 4 0\n0 0 4\nH\n2\nDirect\n0 0 0\n0.19 0 0\n");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Relax_OnTheDevice_GivesTheEnergyOfTheProcessor()
    {
        double expected = Energy("managed"), actual = Energy("opencl");
        Assert.Equal(expected, actual, Tolerance * Math.Abs(expected));
    }

    [Theory]
    [InlineData("INSCORE_OPENCL_DEVICE", "none")]
    [InlineData("INSCORE_OPENCL_PATH", "none")]
    [InlineData("INSCORE_OPENCL_DEVICE", "no such device")]
    public void Relax_WithoutDevice_ExitCode3_OneLineAndNoOutput(string variable, string value)
    {
        InscoreProcess run = InscoreProcess.RunWith(
            folder.Path, new Dictionary<string, string> { [variable] = value }, "relax", "POSCAR", "-o", "out", "--executor", "opencl");
        Assert.Equal(ExitCode.MissingBackend, run.ExitCode);
        Assert.StartsWith("inscore: error: OpenCL: ", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Trim().Split('\n'));
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "out")));
    }

    double Energy(string executor)
    {
        InscoreProcess run = InscoreProcess.Run(folder.Path, "relax", "POSCAR", "-o", executor, "--executor", executor, "--fix-cell", "--json", "-q");
        Assert.SkipWhen(run.ExitCode == ExitCode.MissingBackend, run.Error);
        Assert.True(run.ExitCode == 0, run.Error);
        return JsonNode.Parse(run.Output)![0]!["energy"]!.GetValue<double>();
    }
}
