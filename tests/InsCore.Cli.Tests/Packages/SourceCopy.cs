using InsCore.TestSupport;

namespace InsCore.Cli.Tests.Packages;

/// <summary>The sources that packages are made of, in another folder: what is built there disturbs neither the checkout nor its running tests.</summary>
internal sealed class SourceCopy
{
    static readonly string[] Folders = ["src", "bindings/InsCore.Native", "native/opencl"];

    static readonly string[] Files =
    [
        "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json", ".editorconfig",
        "README.md", "LICENSE", "THIRD-PARTY-NOTICES.md", "CHANGELOG.md", "artifacts/native/libinscore.so",
    ];

    /// <summary>Copies them.</summary>
    public SourceCopy(string folder)
    {
        Path = folder;
        IEnumerable<string> files = Folders.SelectMany(f => Directory.GetFiles(System.IO.Path.Combine(TestData.Root, f), "*", SearchOption.AllDirectories));
        foreach (string source in files.Concat(Files.Select(f => System.IO.Path.Combine(TestData.Root, f))))
        {
            string target = System.IO.Path.Combine(folder, System.IO.Path.GetRelativePath(TestData.Root, source));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            File.Copy(source, target);
        }
    }

    /// <summary>Its folder.</summary>
    public string Path { get; }

    /// <summary>Makes the package of a project, as the target Pack does.</summary>
    public string Pack(string project, string feed, string version, params string[] more) => CleanProcess.Run(
        "dotnet", Path, null, ["pack", project, "-c", "Release", "-o", feed, "-v", "q", $"-p:Version={version}", "-p:ContinuousIntegrationBuild=true", "-p:RunAnalyzers=false", .. more]);
}
