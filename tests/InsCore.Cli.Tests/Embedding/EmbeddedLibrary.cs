using InsCore.TestSupport;
using Xunit;

namespace InsCore.Cli.Tests.Embedding;

/// <summary>The shared library, its header and its Python module, published once for all tests of them.</summary>
public sealed class EmbeddedLibrary
{
    /// <summary>Publishes; does nothing if nothing has changed.</summary>
    public EmbeddedLibrary() => ChildProcess.Run(
        "dotnet", TestData.Root, null,
        "publish", "src/InsCore.Embedding", "-c", "Release", "-o", Folder, "-nologo", "-v", "q", "-nodeReuse:false", "-p:UseSharedCompilation=false");

    /// <summary>Where it lies.</summary>
    public static string Folder { get; } = Path.Combine(TestData.Root, "artifacts", "embed");

    /// <summary>The crystal of the examples; relaxed at ambient pressure as it is.</summary>
    internal static string Crystal { get; } = Path.Combine(TestData.Root, "examples", "diiodothiophene", "dit-pbcn.cif");
}

/// <summary>Tests that share the library.</summary>
[CollectionDefinition(nameof(EmbeddedTests))]
public sealed class EmbeddedTests : ICollectionFixture<EmbeddedLibrary>;
