namespace InsCore.TestSupport;

/// <summary>Finds test inputs: the repository's own, and the data set that may lie beside the checkout.</summary>
internal static class TestData
{
    /// <summary>Root of the checkout.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A file under tests/data.</summary>
    public static string Own(string relative) => Path.Combine(Root, "tests", "data", relative);

    /// <summary>A file of the shared data set beside the checkout; skips the test with the reason where it is absent.</summary>
    public static string Shared(string relative)
    {
        string path = Path.Combine(Root, "..", "shared", relative);
        Xunit.Assert.SkipUnless(File.Exists(path), $"shared/{relative} is not beside this checkout");
        return path;
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
