using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using InsCore.Backends;

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

    // The result of one file of phonons, with its provenance, in one piece or not at all.
    internal static void Write(JsonObject json, string phonons, string commandLine, string path)
    {
        json["provenance"] = new Provenance(
            commandLine, new Dictionary<string, string> { [Path.GetFileName(phonons)] = Provenance.Sha256(phonons) }, [], Backend.Describe(), []).ToJson();
        AtomicFile.WriteAllText(path, json.ToJsonString(Indented) + "\n");
    }
}
