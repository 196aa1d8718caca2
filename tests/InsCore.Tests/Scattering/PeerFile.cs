using System.Text.Json;
using InsCore.Phonons;
using InsCore.Structures;
using InsCore.TestSupport;

namespace InsCore.Tests.Scattering;

/// <summary>Euphonic's test data, read without checks.</summary>
internal static class PeerFile
{
    const string Euphonic = "peer-data/euphonic/";

    /// <summary>Modes of a file.</summary>
    public static PhononModes Modes(string relative) => PhononInput.Read(TestData.Shared(Euphonic + relative)).Modes!;

    /// <summary>A JSON file.</summary>
    public static JsonElement Json(string relative)
    {
        using JsonDocument file = JsonDocument.Parse(File.ReadAllText(TestData.Shared(Euphonic + relative)).Replace("NaN", "null", StringComparison.Ordinal));
        return file.RootElement.Clone();
    }

    /// <summary>All numbers of nested arrays, in order; null is NaN.</summary>
    public static double[] Numbers(this JsonElement element, string name) => Numbers(element.GetProperty(name));

    /// <summary>All numbers of nested arrays, in order; null is NaN.</summary>
    public static double[] Numbers(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => [.. element.EnumerateArray().SelectMany(Numbers)],
        JsonValueKind.Null => [double.NaN],
        _ => [element.GetDouble()],
    };

    /// <summary>Rows of three.</summary>
    public static Vector3d[] Vectors(this JsonElement element, string name) =>
        [.. element.Numbers(name).Chunk(3).Select(r => new Vector3d(r[0], r[1], r[2]))];
}
