using System.Text.Encodings.Web;
using System.Text.Json;

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
}
