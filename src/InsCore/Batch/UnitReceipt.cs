using System.Text.Json;
using System.Text.Json.Nodes;
using InsCore.Studies;

namespace InsCore.Batch;

/// <summary>Says that a unit is finished: what it was computed from, where its files are, and their hashes. Written last, whole or not at all.</summary>
/// <param name="Key">What the unit was computed from.</param>
/// <param name="Folder">Name of the attempt's folder.</param>
/// <param name="Files">All its files.</param>
internal sealed record UnitReceipt(string Key, string Folder, IReadOnlyList<UnitFile> Files)
{
    const string Format = "inscore batch receipt";
    const long LargestFile = 64L << 20;

    /// <summary>The receipt of a unit; null if there is none, it is damaged, or it belongs to another calculation.</summary>
    public static UnitReceipt? Load(BatchFolder folder, BatchUnit unit)
    {
        try
        {
            FileInfo file = new(folder.Receipt(unit));
            if (!file.Exists || file.Length > LargestFile
                || JsonNode.Parse(File.ReadAllText(file.FullName)) is not JsonObject json || (string?)json["format"] != Format || (string?)json["key"] != unit.Key)
            {
                return null;
            }

            UnitReceipt receipt = new(unit.Key, (string)json["folder"]!, [.. json["files"]!.AsArray().Select(f => new UnitFile((string)f!["path"]!, (long)f["size"]!, (string)f["sha256"]!))]);
            return IsPlain(receipt.Folder) && receipt.Files.All(f => IsInside(f.Path)) ? receipt : null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException or InvalidOperationException or FormatException or NullReferenceException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The first file that is not as it was; null if all are.</summary>
    public string? Damaged(BatchFolder folder)
    {
        string work = Path.Combine(folder.Work, Folder);
        try
        {
            return Files.FirstOrDefault(f => !f.IsIn(work))?.Path;
        }
        catch (InsInputException e)
        {
            return e.Message;
        }
    }

    /// <summary>Writes it.</summary>
    public void Write(BatchFolder folder, BatchUnit unit, JsonObject record)
    {
        JsonObject json = new()
        {
            ["format"] = Format,
            ["unit"] = unit.Name,
            ["key"] = Key,
            ["folder"] = Folder,
            ["files"] = new JsonArray([.. Files.Select(f => new JsonObject { ["path"] = f.Path, ["size"] = f.Size, ["sha256"] = f.Sha256 })]),
            ["record"] = record,
        };
        AtomicFile.WriteAllText(folder.Receipt(unit), json.ToJsonString(StudyJson.Indented) + "\n");
    }

    // What is read from a disk that others write to must not lead out of the folder.
    static bool IsPlain(string name) => name.Length > 0 && name is not ("." or "..") && !name.Contains('/', StringComparison.Ordinal) && !name.Contains('\0', StringComparison.Ordinal);

    static bool IsInside(string path) => path.Length > 0 && !path.Contains('\0', StringComparison.Ordinal) && path.Split('/').All(IsPlain);
}
