using System.Collections.Concurrent;
using Xunit;

namespace InsCore.TestSupport;

/// <summary>Finds test inputs: the repository's own, and the data set that may lie beside the checkout.</summary>
internal static class TestData
{
    // By test; what a test compares is listed with the files that it has asked for.
    static readonly ConcurrentDictionary<string, ConcurrentDictionary<string, bool>> Asked = new();

    /// <summary>Root of the checkout.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The shared data set beside the checkout, which need not exist.</summary>
    public static string SharedFolder { get; } = Path.GetFullPath(Path.Combine(Root, "..", "shared"));

    /// <summary>Shared files that the running test has asked for so far, in alphabetical order, as paths under the shared data set.</summary>
    /// <remarks>Ask in the test itself: what a static field asks for is known to the first test alone.</remarks>
    public static IReadOnlyList<string> AskedFor =>
        TestContext.Current.Test is { } test && Asked.TryGetValue(test.UniqueID, out var files) ? [.. files.Keys.Order(StringComparer.Ordinal)] : [];

    /// <summary>A file under tests/data.</summary>
    public static string Own(string relative) => Path.Combine(Root, "tests", "data", relative);

    /// <summary>A file of shared/reference/ins/derived, of which tests/data/ins may have a copy.</summary>
    public static string Derived(string name)
    {
        Note($"reference/ins/derived/{name}");
        string own = Own($"ins/{name}");
        return File.Exists(own) ? own : Shared($"reference/ins/derived/{name}");
    }

    /// <summary>A file of the shared data set beside the checkout; skips the test with the reason where it is absent.</summary>
    public static string Shared(string relative)
    {
        Note(relative);
        string path = Path.Combine(SharedFolder, relative);
        Assert.SkipUnless(File.Exists(path), $"shared/{relative} is not beside this checkout");
        return path;
    }

    static void Note(string relative)
    {
        if (TestContext.Current.Test is { } test)
        {
            Asked.GetOrAdd(test.UniqueID, _ => new())[relative] = true;
        }
    }

    static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "InsCore.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("the tests must run inside the checkout");
    }
}
