namespace InsCore.Cli.Tests;

/// <summary>A folder that is gone after the test.</summary>
/// <param name="prefix">Of its name.</param>
internal sealed class TemporaryFolder(string prefix = "inscore-test-") : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory(prefix).FullName;

    /// <summary>Writes a file into it and returns its path.</summary>
    public string File(string name, string text)
    {
        string path = System.IO.Path.Combine(Path, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
