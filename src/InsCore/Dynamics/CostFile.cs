using System.Text.Json;
using System.Text.Json.Nodes;

namespace InsCore.Dynamics;

/// <summary>What a trajectory has cost so far, in a file beside its restart file, so that a later run that has nothing left to do still knows.</summary>
internal static class CostFile
{
    /// <summary>Name of the file.</summary>
    public const string Name = "md.cost";

    // Nothing larger is written.
    const long LargestFile = 1 << 16;

    /// <summary>Writes it.</summary>
    public static void Write(string folder, byte[] key, DynamicsCost cost) => AtomicFile.WriteAllText(
        Path.Combine(folder, Name),
        new JsonObject
        {
            ["key"] = Convert.ToHexStringLower(key), ["steps"] = cost.Steps, ["forces"] = cost.Forces.Ticks, ["lists"] = cost.Lists.Ticks, ["searches"] = cost.Searches, ["total"] = cost.Total.Ticks,
            ["unit"] = "100 ns",
        }.ToJsonString() + "\n");

    /// <summary>Reads it; nothing where it is absent, damaged or of another trajectory, which is no reason to refuse the trajectory.</summary>
    public static DynamicsCost Read(string folder, byte[] key)
    {
        string path = Path.Combine(folder, Name);
        try
        {
            if (!File.Exists(path) || new FileInfo(path).Length > LargestFile || JsonNode.Parse(File.ReadAllText(path)) is not JsonObject json
                || (string?)json["key"] != Convert.ToHexStringLower(key))
            {
                return default;
            }

            return new((long)json["steps"]!, new((long)json["forces"]!), new((long)json["lists"]!), (int)json["searches"]!, new((long)json["total"]!));
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException or InvalidOperationException or FormatException or ArgumentException)
        {
            return default;
        }
    }
}
