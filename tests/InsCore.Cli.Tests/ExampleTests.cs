using System.Diagnostics;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Cli.Tests;

/// <summary>The example programs run from a checkout as their pages say.</summary>
public sealed class ExampleTests : IDisposable
{
    // The program is compiled first.
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task PhonopyToTosca_WritesBothSpectra_AndSaysWhyTheyDiffer()
    {
        ProcessStartInfo start = new("dotnet")
        {
            WorkingDirectory = Path.Combine(TestData.Root, "examples", "phonopy-to-tosca"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in new[] { "run", "-c", "Release", "phonopy-to-tosca.cs", "phonopy.yaml", folder.Path })
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        using CancellationTokenSource limit = new(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        string printed = await output;
        Assert.True(process.ExitCode == 0, printed + await error);
        Assert.Contains("1600-2600  cm⁻¹  ratio  0.7", printed, StringComparison.Ordinal);
        Assert.Contains("counts overtones half", printed, StringComparison.Ordinal);
        Assert.All(new[] { ".csv", ".png", ".svg" }, e => Assert.True(File.Exists(Path.Combine(folder.Path, "phonopy-to-tosca" + e)), e));
    }
}
