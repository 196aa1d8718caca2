namespace InsCore.Cli.Tests.Batch;

/// <summary>What one attempt at a unit says it did.</summary>
/// <param name="Unit">Name of the unit.</param>
/// <param name="Lines">Without their times.</param>
internal sealed record BatchLog(string Unit, IReadOnlyList<string> Lines)
{
    /// <summary>The logs of a batch.</summary>
    /// <param name="results">Folder of its results.</param>
    public static IReadOnlyList<BatchLog> Read(string results) =>
    [
        .. Directory.GetFiles(Path.Combine(results, "batch", "log"), "*.log").Select(f =>
        {
            string name = Path.GetFileNameWithoutExtension(f);
            return new BatchLog(name[..name.LastIndexOf('.')], [.. File.ReadAllLines(f).Select(l => l[(l.IndexOf("  ", StringComparison.Ordinal) + 2)..])]);
        }),
    ];
}
