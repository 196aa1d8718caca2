using System.Text.Json;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Phonons.Files;

/// <summary>A JSON file, read with errors that name the file and the key.</summary>
internal sealed class JsonFile : IDisposable
{
    const string Remedy = "copy the file again, or write it anew";

    readonly PhononSource source;
    readonly JsonDocument document;

    /// <summary>Parses the file.</summary>
    public JsonFile(PhononSource source)
    {
        this.source = source;
        ReadOnlyMemory<byte> content = source.Bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xef, 0xbb, 0xbf]) ? source.Bytes.AsMemory(3) : source.Bytes;
        try
        {
            document = JsonDocument.Parse(content);
        }
        catch (JsonException e)
        {
            throw source.Error($"line {(e.LineNumber ?? 0) + 1}", "is not well-formed JSON", Remedy, e);
        }
    }

    /// <summary>The outermost object.</summary>
    public JsonElement Root => document.RootElement;

    /// <inheritdoc/>
    public void Dispose() => document.Dispose();

    /// <summary>A member that must be there.</summary>
    public JsonElement Member(JsonElement parent, string key) => parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(key, out JsonElement value)
        ? value
        : throw source.Error(key, "is missing", Remedy);

    /// <summary>A member that is text; null if it is absent.</summary>
    public string? Text(JsonElement parent, string key) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Numbers of a nested array of a shape, row by row; null stands for NaN where it is allowed.</summary>
    /// <param name="parent">The object.</param>
    /// <param name="key">The member.</param>
    /// <param name="shape">Lengths, outermost first.</param>
    /// <returns>[product of the shape], each times the factor.</returns>
    public double[] Array(JsonElement parent, string key, params ReadOnlySpan<int> shape)
    {
        JsonElement member = Member(parent, key);
        CheckShape(member, key, shape);
        List<double> values = [];
        Flatten(member, key, shape, values);
        return [.. values];
    }

    /// <summary>Number of elements of a member that is an array.</summary>
    public int Length(JsonElement parent, string key) => Member(parent, key) is { ValueKind: JsonValueKind.Array } array
        ? array.GetArrayLength()
        : throw source.Error(key, "is not an array", Remedy);

    /// <summary>Three-component rows of an array.</summary>
    public Vector3d[] Vectors(JsonElement parent, string key, int count)
    {
        double[] flat = Array(parent, key, count, 3);
        Vector3d[] rows = new Vector3d[count];
        for (int i = 0; i < count; i++)
        {
            rows[i] = new Vector3d(flat[3 * i], flat[(3 * i) + 1], flat[(3 * i) + 2]);
        }

        return rows;
    }

    /// <summary>The factor from a unit that a member names to that of InsCore.</summary>
    /// <param name="parent">The object.</param>
    /// <param name="key">The member with the unit's name.</param>
    /// <param name="fallback">The unit where it is absent.</param>
    public double Unit(JsonElement parent, string key, string fallback)
    {
        string unit = Text(parent, key) ?? fallback;
        return ForeignUnits.Parse(unit) ?? throw source.Error(key, $"the unit {Structures.Files.StructureText.Quote(unit)} is not known", "use one of meV, eV, 1/cm, THz, hartree, angstrom, bohr");
    }

    // Before anything is allocated: the first row must have the shape; all others are checked as they come.
    void CheckShape(JsonElement element, string key, ReadOnlySpan<int> shape)
    {
        if (element.ValueKind != JsonValueKind.Array || element.GetArrayLength() != shape[0])
        {
            throw WrongShape(key, shape);
        }
    }

    void Flatten(JsonElement element, string key, ReadOnlySpan<int> shape, List<double> values)
    {
        foreach (JsonElement item in element.EnumerateArray())
        {
            if (shape.Length > 1)
            {
                CheckShape(item, key, shape[1..]);
                Flatten(item, key, shape[1..], values);
            }
            else
            {
                values.Add(item.ValueKind == JsonValueKind.Number && item.TryGetDouble(out double value) && double.IsFinite(value)
                    ? value
                    : throw source.Error(key, "holds something that is not a finite number", Remedy));
            }
        }
    }

    InsInputException WrongShape(string key, ReadOnlySpan<int> shape) =>
        source.Error(key, $"is not an array of {string.Join(" × ", shape.ToArray())} numbers", Remedy);
}
