using Xunit;

namespace InsCore.Cli.Tests.Batch;

/// <summary>The study in one process, with which all batches are compared.</summary>
public sealed class StraightRun : IDisposable
{
    readonly TemporaryFolder folder = new();
    readonly Lazy<string> results;

    /// <summary>Prepares it; it runs when first asked for.</summary>
    public StraightRun() => results = new(() =>
    {
        BatchStudy.Write(folder);
        InscoreProcess run = InscoreProcess.Run(folder.Path, "run", "study.yml", "-o", "straight", "-q");
        Assert.True(run.ExitCode == 0, run.Error);
        return Path.Combine(folder.Path, "straight");
    });

    /// <summary>Folder of its results.</summary>
    public string Results => results.Value;

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();
}
