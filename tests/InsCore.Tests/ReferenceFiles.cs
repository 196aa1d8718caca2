using InsCore.TestSupport;

namespace InsCore.Tests;

/// <summary>Files of other programs, and derived numbers of our own, that scattering and phonons are held to.</summary>
internal static class ReferenceFiles
{
    static readonly string[] Folders =
        ["peer-data/abins-tutorials", "peer-data/abinslib", "peer-data/euphonic", "peer-data/phonopy", "peer-data/resins", "reference/ins"];

    /// <summary>Files against which no error is measured, and why; tests/reference-files.txt.</summary>
    public static IReadOnlyDictionary<string, string> Reasons { get; } = File.ReadLines(Path.Combine(TestData.Root, "tests", "reference-files.txt"))
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split(": ", 2))
        .ToDictionary(parts => parts[0], parts => parts[1]);

    /// <summary>Every file of the folders, as paths under the shared data set; none where that is absent.</summary>
    public static IReadOnlyList<string> All() =>
    [
        .. Folders.Select(f => Path.Combine(TestData.SharedFolder, f)).Where(Directory.Exists)
            .SelectMany(f => Directory.EnumerateFiles(f, "*", SearchOption.AllDirectories))
            .Select(f => Path.GetRelativePath(TestData.SharedFolder, f).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];
}
