using System.Globalization;
using InsCore.TestSupport;

namespace InsCore.Cli.Tests.Packages;

/// <summary>A folder of packages of this checkout, and a folder beside it where they are used as a user does, outside the checkout.</summary>
public sealed class PackageFeed : IDisposable
{
    readonly TemporaryFolder folder = new();

    /// <summary>A version that no cache knows.</summary>
    public string Version { get; } = string.Create(CultureInfo.InvariantCulture, $"0.1.0-test.{DateTime.UtcNow.Ticks}");

    /// <summary>Where the packages are.</summary>
    public string Packages => Folder("feed");

    /// <summary>Where they are unpacked.</summary>
    public string Cache => Folder("packages");

    /// <summary>The sources that they were made of.</summary>
    internal SourceCopy? Sources { get; private set; }

    /// <summary>Path of a package.</summary>
    public string Package(string name, string extension = "nupkg") => Path.Combine(Packages, $"{name}.{Version}.{extension}");

    /// <summary>A folder in which the packages are used, with nothing else in it.</summary>
    public string Use(string name) => Folder(Path.Combine("use", name));

    /// <summary>A folder of its own.</summary>
    public string Folder(string name) => Directory.CreateDirectory(Path.Combine(folder.Path, name)).FullName;

    /// <summary>Makes the packages.</summary>
    public PackageFeed()
    {
        if (!File.Exists(Path.Combine(TestData.Root, "artifacts", "native", "libinscore.so")))
        {
            return; // tests skip
        }

        Sources = new SourceCopy(Folder("sources"));
        Sources.Pack("src/InsCore.Cli", Packages, Version);
        Sources.Pack("src/InsCore", Packages, Version, "--no-build");
        Sources.Pack("bindings/InsCore.Native", Packages, Version, "--no-build");

        // Everything else may come from the user's folder of packages; ours can come from the feed alone.
        string user = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } set
            ? set
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        Folder("use");
        folder.File("use/nuget.config", $"""
            <configuration>
              <packageSources><add key="packed" value="{Packages}" /></packageSources>
              <fallbackPackageFolders><add key="user" value="{Directory.CreateDirectory(user).FullName}" /></fallbackPackageFolders>
            </configuration>
            """);
    }

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();
}
