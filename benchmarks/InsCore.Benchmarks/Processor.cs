namespace InsCore.Benchmarks;

/// <summary>The processor that is measured.</summary>
internal static class Processor
{
    /// <summary>Its name, as Linux gives it.</summary>
    public static string Name { get; } =
        File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(": ")[1].Trim() ?? "unknown"
            : "unknown";

    /// <summary>Where its results go, made if it is not there.</summary>
    public static string ResultsFolder => Directory.CreateDirectory(Checkout.File($"benchmarks/results/{Name.Replace(' ', '-')}")).FullName;

    /// <summary>Copies the tables that BenchmarkDotNet wrote.</summary>
    public static void CopyResults()
    {
        string tables = Checkout.File("artifacts/benchmarks/results");
        foreach (string file in Directory.Exists(tables) ? Directory.GetFiles(tables, "*-report-github.md") : [])
        {
            File.Copy(file, Path.Combine(ResultsFolder, Path.GetFileName(file)), overwrite: true);
        }
    }
}
