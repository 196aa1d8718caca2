using InsCore.TestSupport;
using Xunit;

namespace InsCore.Cli.Tests;

/// <summary>The example programs run from a checkout as their pages say.</summary>
public sealed class ExampleTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void PhonopyToTosca_WritesBothSpectra_AndSaysWhyTheyDiffer()
    {
        string printed = ChildProcess.Run(
            "dotnet", Path.Combine(TestData.Root, "examples", "phonopy-to-tosca"), null, "run", "-c", "Release", "phonopy-to-tosca.cs", "phonopy.yaml", folder.Path);
        Assert.Contains("1600-2600  cm⁻¹  ratio  0.7", printed, StringComparison.Ordinal);
        Assert.Contains("counts overtones half", printed, StringComparison.Ordinal);
        Assert.All(new[] { ".csv", ".png", ".svg" }, e => Assert.True(File.Exists(Path.Combine(folder.Path, "phonopy-to-tosca" + e)), e));
    }
}
