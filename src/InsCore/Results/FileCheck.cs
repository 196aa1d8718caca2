using System.Text.Json.Nodes;

namespace InsCore.Results;

/// <summary>Checks files of results and inputs against what the manifest says of them.</summary>
internal sealed class FileCheck(string folder, VerificationOptions options)
{
    /// <summary>Where a file of the manifest lies; null where a link leads elsewhere.</summary>
    public string? PathOf(string name)
    {
        string path = folder;
        foreach (string part in name.Split('/'))
        {
            path = Path.Combine(path, part);
            if (new FileInfo(path).LinkTarget is not null)
            {
                return null;
            }
        }

        return path;
    }

    /// <summary>Compares a file with its entry.</summary>
    public VerificationItem Of(ManifestFile file)
    {
        VerificationItem Differs(string detail) => new(file.Path, VerificationOutcome.Differs, detail);
        if (PathOf(file.Path) is not { } path)
        {
            return Differs("is a link, or behind one");
        }

        try
        {
            FileInfo info = new(path);
            if (!info.Exists)
            {
                return Differs("is missing");
            }

            // Devices and pipes have no length, and might never end.
            if (info.Length != file.Bytes)
            {
                return Differs($"has {info.Length} bytes, not {file.Bytes}{(info.Length < file.Bytes ? ": it is cut short" : "")}");
            }

            return info.Length > 0 && ResultManifest.Hash(path).Sha256 != file.Sha256
                ? Differs("has other content than was written")
                : new(file.Path, VerificationOutcome.Agrees, $"sha256 {file.Sha256[..12]}…, {file.Bytes} bytes");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Differs($"cannot be read ({e.Message})");
        }
    }

    /// <summary>Looks for the inputs of a run.</summary>
    public IEnumerable<VerificationItem> Inputs(JsonObject run)
    {
        foreach ((string name, JsonNode? node) in run["inputs"] as JsonObject ?? [])
        {
            string hash = Text(node) ?? "";
            string[] found = [.. Candidates(name)];
            yield return found.Length == 0
                ? new($"input {name}", VerificationOutcome.Unchecked, "is not at hand; name its folder with --inputs")
                : found.Any(f => HasHash(f, hash))
                ? new($"input {name}", VerificationOutcome.Agrees, $"sha256 {hash[..Math.Min(12, hash.Length)]}…")
                : new($"input {name}", VerificationOutcome.Differs, $"{string.Join(", ", found)} is another than was read");
        }
    }

    /// <summary>An input of a run that is at hand unchanged; null where there is none.</summary>
    public string? InputOf(JsonObject run, string name) =>
        Text((run["inputs"] as JsonObject)?[name]) is { } hash ? Candidates(name).FirstOrDefault(f => HasHash(f, hash)) : null;

    /// <summary>A text, or null where something else stands.</summary>
    public static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    // Only the last part of a name is used, which no path can hide in.
    IEnumerable<string> Candidates(string name)
    {
        string last = name.Split('/', '\\')[^1];
        return last.Length == 0 || last is "." or ".." || last.Contains('\0', StringComparison.Ordinal)
            ? []
            : ((string[])[.. options.Inputs, folder, Path.Combine(folder, "..")]).Select(f => Path.Combine(f, last)).Where(f => new FileInfo(f) is { Exists: true, Length: > 0 });
    }

    static bool HasHash(string path, string hash)
    {
        try
        {
            return ResultManifest.Hash(path).Sha256 == hash;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
