using System.Text.Json.Nodes;

namespace InsCore.Results;

/// <summary>What a verification of results found.</summary>
/// <param name="Folder">The folder with the manifest.</param>
/// <param name="Items">All that was looked at.</param>
public sealed record ResultVerification(string Folder, IReadOnlyList<VerificationItem> Items)
{
    // A file of results lies in the folder of its manifest or some levels below it.
    const int MostLevels = 4;

    /// <summary>True where nothing differs and something agrees.</summary>
    public bool IsSound => Items.All(i => i.Outcome != VerificationOutcome.Differs) && Items.Any(i => i.Outcome == VerificationOutcome.Agrees);

    /// <summary>Everything as JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["sound"] = IsSound,
        ["agrees"] = Count(VerificationOutcome.Agrees),
        ["differs"] = Count(VerificationOutcome.Differs),
        ["unchecked"] = Count(VerificationOutcome.Unchecked),
        ["items"] = new JsonArray([.. Items.Select(i => i.ToJson())]),
    };

    /// <summary>Number of items with an outcome.</summary>
    public int Count(VerificationOutcome outcome) => Items.Count(i => i.Outcome == outcome);

    /// <summary>
    /// Checks the files of results against their manifest, the inputs that are at hand against their hashes, and computes a sample of the numbers again.
    /// Nothing that it reads is run, and no path that it reads is followed out of the folder.
    /// </summary>
    /// <param name="result">A folder with manifest.json, or a file that one lists.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told of each part.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="InsInputException">There is no manifest, or it is malformed.</exception>
    public static ResultVerification Run(
        string result, VerificationOptions options, IProgress<StepProgress>? progress = null, CancellationToken cancellation = default)
    {
        (string folder, string? only) = Find(result);
        ResultManifest manifest = ResultManifest.Read(folder);
        ManifestFile[] files = only is null ? [.. manifest.Files] : [.. manifest.Files.Where(f => f.Path == only)];
        if (files.Length == 0)
        {
            throw new InsInputException(result, null, $"is not listed in {Path.Combine(folder, ResultManifest.FileName)}", "give the folder of the results, or a file of them");
        }

        FileCheck check = new(folder, options);
        List<VerificationItem> items = [];
        foreach (ManifestFile file in files)
        {
            cancellation.ThrowIfCancellationRequested();
            items.Add(check.Of(file));
        }

        items.AddRange(manifest.Runs.SelectMany(check.Inputs).DistinctBy(i => i.What));
        if (options.Recompute)
        {
            items.AddRange(new NumberCheck(folder, manifest, check, options, progress, cancellation).Run(files));
        }

        return new(folder, items);
    }

    static (string Folder, string? Only) Find(string result)
    {
        if (Directory.Exists(result))
        {
            return (result, null);
        }

        InputFile.Require(result, "give the folder of the results, or a file of them");
        string full = Path.GetFullPath(result);
        string? folder = Path.GetDirectoryName(full);
        for (int level = 0; folder is not null && level < MostLevels; level++, folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, ResultManifest.FileName)))
            {
                return (folder, Path.GetRelativePath(folder, full).Replace('\\', '/'));
            }
        }

        throw new InsInputException(result, null, "has no manifest.json beside or above it", "give the folder of the results, or a file of them");
    }
}
