using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace InsCore.Studies;

/// <summary>How JSON results are written.</summary>
public static class StudyJson
{
    /// <summary>Indented, with units such as cm⁻¹ and Å as they are.</summary>
    public static JsonSerializerOptions Indented { get; } = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    // A result with its provenance, in one piece or not at all.
    internal static void Write(JsonObject json, Provenance provenance, string path)
    {
        json["provenance"] = provenance.ToJson();
        AtomicFile.WriteAllText(path, json.ToJsonString(Indented) + "\n");
    }
}
