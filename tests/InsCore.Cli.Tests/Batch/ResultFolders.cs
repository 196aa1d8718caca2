using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using InsCore.Phonons;
using Xunit;

namespace InsCore.Cli.Tests.Batch;

/// <summary>Compares folders of results byte by byte, but for what says when, how and on how many processors they were computed.</summary>
internal static partial class ResultFolders
{
    /// <summary>Fails where two folders do not hold the same results; the folder of a batch itself is left out, and so are the list of hashes and what steps of molecular dynamics cost.</summary>
    public static void AssertSame(string expected, string found)
    {
        string[] files = Files(expected);
        Assert.True(files.Length > 10, $"{expected} holds only {files.Length} files");
        Assert.Equal(files, Files(found));
        string[] different = [.. files.Where(f => !AreSame(Path.Combine(expected, f), Path.Combine(found, f)))];
        Assert.True(different.Length == 0, $"these differ: {string.Join(", ", different)}");
    }

    static string[] Files(string folder) =>
    [
        .. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f))
            .Where(f => !f.StartsWith("batch/", StringComparison.Ordinal) && Path.GetFileName(f) is not ("manifest.json" or "md.cost")).Order(StringComparer.Ordinal),
    ];

    static bool AreSame(string a, string b) => Path.GetExtension(a) switch
    {
        ".json" => Json(a) == Json(b),
        ".html" => Html(a) == Html(b),
        ".h5" when Path.GetFileName(a) == "modes.h5" => Modes(a).AsSpan().SequenceEqual(Modes(b)),
        _ => File.ReadAllBytes(a).AsSpan().SequenceEqual(File.ReadAllBytes(b)),
    };

    static string Json(string path)
    {
        JsonNode json = JsonNode.Parse(File.ReadAllText(path))!;
        Strip(json);
        return json.ToJsonString();
    }

    static void Strip(JsonNode? node)
    {
        if (node is JsonArray list)
        {
            // The same for people.
            list.RemoveAll(item => item is JsonValue text && text.TryGetValue(out string? line) && line.StartsWith("  cost ", StringComparison.Ordinal));
            foreach (JsonNode? item in list)
            {
                Strip(item);
            }
        }
        else if (node is JsonObject json)
        {
            if (json["provenance"] is JsonObject provenance)
            {
                Array.ForEach(["date", "wallTime", "commandLine"], key => Assert.True(provenance.Remove(key), $"provenance without {key}"));
                provenance["backend"] = Processors().Replace((string)provenance["backend"]!, "");
            }

            // What the steps of molecular dynamics took, in seconds.
            json.Remove("cost");
            foreach ((string _, JsonNode? value) in json)
            {
                Strip(value);
            }
        }
    }

    static string Html(string path) => Processors().Replace(Call().Replace(File.ReadAllText(path), ""), "");

    // The file holds its provenance too; all numbers as they are.
    static byte[] Modes(string path)
    {
        PhononModes modes = PhononFile.Read(path).Modes;
        return
        [
            .. MemoryMarshal.AsBytes(modes.Crystal.Positions), .. MemoryMarshal.AsBytes<Structures.Vector3d>(modes.QPoints), .. MemoryMarshal.AsBytes<double>(modes.Weights),
            .. MemoryMarshal.AsBytes<double>(modes.Energies), .. MemoryMarshal.AsBytes<System.Numerics.Complex>(modes.Eigenvectors),
        ];
    }

    [GeneratedRegex("<dt>(date|call)</dt><dd>.*?</dd>")]
    private static partial Regex Call();

    [GeneratedRegex(@"; \d+ threads")]
    private static partial Regex Processors();
}
