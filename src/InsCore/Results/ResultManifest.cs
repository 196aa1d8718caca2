using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using InsCore.Studies;

namespace InsCore.Results;

/// <summary>The list of the files of a folder of results: hash, size, and which run wrote them.</summary>
/// <remarks>
/// manifest.json holds "runs", blocks of provenance, and "files": "path" below the folder with /, "sha256", "bytes", "run" (place in runs), and "stamped",
/// whether the file itself says where it comes from. What it says is not believed: it is read with bounds, and no path of it leaves the folder.
/// </remarks>
internal sealed record ResultManifest(IReadOnlyList<JsonObject> Runs, IReadOnlyList<ManifestFile> Files)
{
    /// <summary>Its name.</summary>
    public const string FileName = "manifest.json";

    const string Format = "inscore results";
    const int Version = 1, LongestPath = 1024, MostFiles = 200_000;
    const long Largest = 64L << 20;
    const string Remedy = "run the calculation again, or get the results from where they came from";

    /// <summary>Reads the manifest of a folder.</summary>
    /// <exception cref="InsInputException">It is missing, malformed, or names what cannot lie in the folder.</exception>
    public static ResultManifest Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        try
        {
            JsonObject json = Parse(path, Largest);
            if ((string?)json["format"] != Format || (int?)json["version"] != Version)
            {
                throw Malformed(path, "format", $"is not \"{Format}\" of version {Version}");
            }

            JsonObject[] runs = [.. json["runs"]!.AsArray().Select(r => r!.AsObject())];
            JsonArray files = json["files"]!.AsArray();
            if (files.Count > MostFiles)
            {
                throw Malformed(path, "files", $"are more than {MostFiles}");
            }

            ManifestFile[] read = [.. files.Select((f, i) => File(path, i, f!.AsObject(), runs.Length))];
            return read.Select(f => f.Path).Distinct().Count() == read.Length
                ? new(runs, read)
                : throw Malformed(path, "files", "name one file twice");
        }
        catch (Exception e) when (e is InvalidOperationException or NullReferenceException or FormatException or OverflowException)
        {
            throw new InsInputException(path, null, $"is malformed ({e.Message})", Remedy, e);
        }
    }

    /// <summary>Reads JSON of bounded size, without comments or keys given twice.</summary>
    /// <exception cref="InsInputException">It is missing, too large, or no JSON object.</exception>
    public static JsonObject Parse(string path, long largest)
    {
        try
        {
            InputFile.Require(path, Remedy);
            if (new FileInfo(path).Length > largest)
            {
                throw Malformed(path, null, $"is larger than {largest >> 20} MiB");
            }

            JsonDocumentOptions options = new() { AllowDuplicateProperties = false };
            return JsonNode.Parse(System.IO.File.ReadAllBytes(path), null, options) as JsonObject ?? throw Malformed(path, null, "is no JSON object");
        }
        catch (JsonException e)
        {
            throw new InsInputException(path, null, $"is no JSON ({e.Message})", Remedy, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InsInputException(path, null, $"cannot be read ({e.Message})", Remedy, e);
        }
    }

    /// <summary>Writes the manifest of a folder anew.</summary>
    /// <param name="folder">The folder, full path.</param>
    /// <param name="written">Files of this run by full path; null where what is there at the end counts.</param>
    /// <param name="reused">Folders of steps that this run found done.</param>
    /// <param name="provenance">Of this run.</param>
    public static void Update(string folder, IReadOnlyDictionary<string, WrittenFile?> written, IEnumerable<string> reused, Provenance provenance)
    {
        ResultManifest? earlier = Earlier(folder);
        int run = earlier?.Runs.Count ?? 0;
        string prefix = folder.EndsWith('/') ? folder : folder + "/";
        string own = prefix + FileName;
        Dictionary<string, ManifestFile> files = (earlier?.Files ?? []).Where(f => System.IO.File.Exists(prefix + f.Path)).ToDictionary(f => f.Path);
        foreach ((string path, WrittenFile? file) in written.Where(w => w.Key.StartsWith(prefix, StringComparison.Ordinal) && w.Key != own && System.IO.File.Exists(w.Key)))
        {
            Add(files, path, prefix.Length, file, run);
        }

        foreach (string path in reused.Where(f => (f + "/").StartsWith(prefix, StringComparison.Ordinal)).SelectMany(Directory.EnumerateFiles).Where(p => p != own))
        {
            if (!files.ContainsKey(path[prefix.Length..]) && IsStamped(path))
            {
                Add(files, path, prefix.Length, null, run);
            }
        }

        if (files.Count > 0)
        {
            Write(own, [.. (earlier?.Runs ?? []).Select(r => (JsonObject)r.DeepClone()), provenance.ToJson()], files.Values);
        }
    }

    /// <summary>The hash of a file as it is now.</summary>
    public static WrittenFile Hash(string path)
    {
        using FileStream stream = System.IO.File.OpenRead(path);
        return new(Convert.ToHexStringLower(SHA256.HashData(stream)), stream.Length);
    }

    static void Add(Dictionary<string, ManifestFile> files, string path, int prefix, WrittenFile? file, int run)
    {
        WrittenFile now = file ?? Hash(path);
        files[path[prefix..]] = new(path[prefix..], now.Sha256, now.Bytes, run, IsStamped(path));
    }

    // Runs whose files are all gone or rewritten are dropped.
    static void Write(string path, JsonObject[] runs, IEnumerable<ManifestFile> files)
    {
        int[] kept = [.. files.Select(f => f.Run).Distinct().Order()];
        JsonObject json = new()
        {
            ["format"] = Format,
            ["version"] = Version,
            ["runs"] = new JsonArray([.. kept.Select(r => runs[r])]),
            ["files"] = new JsonArray([.. files.OrderBy(f => f.Path, StringComparer.Ordinal).Select(f => new JsonObject
            {
                ["path"] = f.Path, ["sha256"] = f.Sha256, ["bytes"] = f.Bytes, ["run"] = Array.IndexOf(kept, f.Run), ["stamped"] = f.IsStamped,
            })]),
        };
        AtomicFile.WriteAllText(path, json.ToJsonString(StudyJson.Indented) + "\n");
    }

    // A manifest that cannot be read is written anew.
    static ResultManifest? Earlier(string folder)
    {
        try
        {
            return System.IO.File.Exists(Path.Combine(folder, FileName)) ? Read(folder) : null;
        }
        catch (InsInputException)
        {
            return null;
        }
    }

    static ManifestFile File(string manifest, int index, JsonObject json, int runs)
    {
        ManifestFile file = new((string)json["path"]!, (string)json["sha256"]!, (long)json["bytes"]!, (int)json["run"]!, (bool)json["stamped"]!);
        string? problem = !IsBelow(file.Path) ? "has a path that leaves the folder"
            : file.Sha256.Length != 64 || !file.Sha256.All(char.IsAsciiHexDigitLower) ? "has a hash that is none"
            : file.Bytes < 0 ? "has a negative length"
            : file.Run < 0 || file.Run >= runs ? "is of a run that is not listed"
            : null;
        return problem is null ? file : throw Malformed(manifest, $"file {index + 1}", problem);
    }

    static bool IsBelow(string path) =>
        path.Length is > 0 and <= LongestPath
        && !path.Any(c => char.IsControl(c) || c is '\\' or ':')
        && path.Split('/').All(part => part.Length > 0 && part is not ("." or ".."));

    static bool IsStamped(string path) => ResultStamp.IsOn(System.IO.File.ReadAllBytes(path));

    static InsInputException Malformed(string path, string? place, string problem) => new(path, place, problem, Remedy);
}

/// <summary>A file of a manifest.</summary>
/// <param name="Path">Below the folder, with /.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Run">Place of its run in the manifest.</param>
/// <param name="IsStamped">Whether the file itself says where it comes from.</param>
internal sealed record ManifestFile(string Path, string Sha256, long Bytes, int Run, bool IsStamped);
