using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using InsCore.Structures;

namespace InsCore.Studies;

/// <summary>
/// What a step was computed from, as a hash: equal keys mean that the stored result can be used as it is.
/// </summary>
internal static class StepKey
{
    // Raised whenever a step's result changes for the same inputs, so that stale files are not taken for good ones.
    const int Generation = 1;

    /// <summary>Key of a step from the values that determine its result.</summary>
    public static string Of(string step, params IEnumerable<object?> values)
    {
        string text = string.Join("\n", values.Select(Text).Prepend($"{step} {Generation}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>The JSON of a stored result, or null if there is none, it is damaged, or it belongs to another key.</summary>
    public static JsonObject? Load(string path, string key)
    {
        try
        {
            return File.Exists(path) && JsonNode.Parse(File.ReadAllText(path)) is JsonObject json && (string?)json["key"] == key
                ? json
                : null;
        }
        catch (Exception e) when (e is JsonException or IOException or InvalidOperationException)
        {
            return null;
        }
    }


    static string Text(object? value) => value switch
    {
        null => "null",
        Crystal crystal => Text(crystal),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IEnumerable<int> list => string.Join(",", list),
        IEnumerable<double> list => string.Join(",", list.Select(x => Text(x))),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    static string Text(Crystal crystal)
    {
        StringBuilder text = new();
        if (crystal.Lattice is { } lattice)
        {
            Append(text, lattice.Vectors.Row0);
            Append(text, lattice.Vectors.Row1);
            Append(text, lattice.Vectors.Row2);
        }

        for (int i = 0; i < crystal.AtomCount; i++)
        {
            text.Append(crystal.AtomicNumbers[i]).Append(' ').Append(Text(crystal.Masses[i]));
            Append(text, crystal.Positions[i]);
        }

        return text.ToString();
    }

    static void Append(StringBuilder text, Vector3d v) =>
        text.Append(' ').Append(Text(v.X)).Append(' ').Append(Text(v.Y)).Append(' ').Append(Text(v.Z)).Append('\n');
}
