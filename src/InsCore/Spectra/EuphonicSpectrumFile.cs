using System.Text.Json;
using InsCore.Units;

namespace InsCore.Spectra;

/// <summary>Euphonic's JSON of a spectrum, read without trust.</summary>
internal sealed class EuphonicSpectrumFile : IDisposable
{
    const string Remedy = "give a Spectrum1D, Spectrum1DCollection or Spectrum2D that Euphonic saved";
    const long MaximumBytes = 1L << 28;

    readonly string path;
    readonly JsonDocument document;

    EuphonicSpectrumFile(string path, byte[] bytes)
    {
        this.path = path;
        ReplaceNotNumbers(bytes);
        try
        {
            document = JsonDocument.Parse(bytes);
        }
        catch (JsonException e)
        {
            throw new InsInputException(path, $"line {(e.LineNumber ?? 0) + 1}", "is not well-formed JSON", Remedy, e);
        }
    }

    /// <summary>Opens a file.</summary>
    public static EuphonicSpectrumFile Open(string path)
    {
        try
        {
            FileInfo info = new(path);
            return info.Exists && info.Length <= MaximumBytes
                ? Parse(path, File.ReadAllBytes(path))
                : throw new InsInputException(path, null, info.Exists ? "is too large for a spectrum" : "there is no such file", Remedy);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InsInputException(path, null, $"cannot be read ({e.Message})", Remedy, e);
        }
    }

    /// <summary>The class that a file states, if it is one of Euphonic's spectra; else null.</summary>
    public static string? KindOf(string path)
    {
        const string Member = "\"__euphonic_class__\"";
        try
        {
            // The member may be the last one; what comes behind its name is a text.
            string text = new FileInfo(path) is { Exists: true, Length: > 0 and <= MaximumBytes } ? File.ReadAllText(path) : "";
            int at = text.AsSpan().TrimStart().StartsWith("{") ? text.IndexOf(Member, StringComparison.Ordinal) : -1;
            string[] words = at < 0 ? [] : text[(at + Member.Length)..].Split('"', 3);
            return words.Length > 1 && words[1].StartsWith("Spectrum", StringComparison.Ordinal) ? words[1] : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Takes the bytes of a file.</summary>
    public static EuphonicSpectrumFile Parse(string path, byte[] bytes) => new(path, bytes);

    /// <inheritdoc/>
    public void Dispose() => document.Dispose();

    /// <summary>One spectrum or all of a collection.</summary>
    public (IReadOnlyList<Spectrum1D> Spectra, string Unit) Lines()
    {
        string kind = Text("__euphonic_class__") ?? "";
        double[] x = Axis("x_data", ToWavenumbers("x_data_unit"));
        double[][] rows = kind switch
        {
            "Spectrum1D" => [Numbers(Member("y_data"), "y_data")],
            "Spectrum1DCollection" => Rows("y_data"),
            _ => throw new InsInputException(path, null, $"holds {(kind.Length > 0 ? kind : "nothing known")}, no spectrum", Remedy),
        };
        int bins = rows.Length > 0 ? rows[0].Length : 0;
        double[] centres = Centres(x, bins, "x_data");
        return ([.. rows.Select((row, k) => row.Length == bins
            ? new Spectrum1D(Label(k), centres, row)
            : throw new InsInputException(path, "y_data", "has rows of different lengths", Remedy))], Text("y_data_unit") ?? "");
    }

    /// <summary>A map.</summary>
    public (Spectrum2D Map, string Unit) Map()
    {
        if (Text("__euphonic_class__") != "Spectrum2D")
        {
            throw new InsInputException(path, null, "holds no map", Remedy);
        }

        double[][] rows = Rows("z_data");
        double[] x = Axis("x_data", Unit("x_data_unit")), y = Axis("y_data", ToWavenumbers("y_data_unit"));
        double[] energies = Centres(y, rows.Length > 0 ? rows[0].Length : 0, "y_data");
        return Array.TrueForAll(rows, r => r.Length == energies.Length)
            ? (new Spectrum2D(Label(0), Centres(x, rows.Length, "x_data"), energies, [.. rows.SelectMany(r => r)]), Text("z_data_unit") ?? "")
            : throw new InsInputException(path, "z_data", "has rows of different lengths", Remedy);
    }

    // Python writes NaN and Infinity, which are no JSON: empty texts of the same length stand for them from here on.
    static void ReplaceNotNumbers(byte[] bytes)
    {
        bool isText = false;
        for (int k = 0; k < bytes.Length; k++)
        {
            if (bytes[k] == '"' && (k == 0 || bytes[k - 1] != '\\'))
            {
                isText = !isText;
            }

            ReadOnlySpan<byte> rest = bytes.AsSpan(k);
            int length = isText ? 0 : rest.StartsWith("NaN"u8) ? 3 : rest.StartsWith("Infinity"u8) ? 8 : 0;
            if (length > 0)
            {
                bytes.AsSpan(k, length).Fill((byte)' ');
                bytes[k] = bytes[k + 1] = (byte)'"';
                k += length - 1;
            }
        }
    }

    JsonElement Member(string key) => document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(key, out JsonElement value)
        ? value
        : throw new InsInputException(path, key, "is missing", Remedy);

    string? Text(string key) => document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(key, out JsonElement value)
        && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    double Unit(string key) => ForeignUnits.Parse(Text(key) ?? "")
        ?? throw new InsInputException(path, key, "is missing, or not known", "use meV, eV, 1/cm, THz or 1/angstrom");

    double ToWavenumbers(string key) => Unit(key) * Constants.EvInWavenumbers;

    double[] Axis(string key, double factor)
    {
        double[] values = Array.ConvertAll(Numbers(Member(key), key), x => x * factor);
        return Array.TrueForAll(values, double.IsFinite) ? values : throw new InsInputException(path, key, "is not finite", Remedy);
    }

    double[] Numbers(JsonElement element, string key)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            throw new InsInputException(path, key, "is no list of numbers", Remedy);
        }

        List<double> values = [];
        foreach (JsonElement item in element.EnumerateArray())
        {
            values.Add(item.ValueKind is JsonValueKind.String or JsonValueKind.Null ? double.NaN
                : item.ValueKind == JsonValueKind.Number && item.TryGetDouble(out double value) ? value
                : throw new InsInputException(path, key, "holds something that is no number", Remedy));
        }

        return [.. values];
    }

    double[][] Rows(string key) => Member(key) is { ValueKind: JsonValueKind.Array } array
        ? [.. array.EnumerateArray().Select(row => Numbers(row, key))]
        : throw new InsInputException(path, key, "is no list of rows", Remedy);

    // As many as there are bins: these are their centres; one more: their edges.
    double[] Centres(double[] axis, int bins, string key) => bins == 0 || (axis.Length != bins && axis.Length != bins + 1)
        ? throw new InsInputException(path, key, $"has {axis.Length} values for {bins} bins", Remedy)
        : axis.Length == bins ? axis
        : [.. Enumerable.Range(0, bins).Select(k => 0.5 * (axis[k] + axis[k + 1]))];

    string Label(int line)
    {
        if (!document.RootElement.TryGetProperty("metadata", out JsonElement metadata) || metadata.ValueKind != JsonValueKind.Object)
        {
            return "";
        }

        if (metadata.TryGetProperty("line_data", out JsonElement lines) && lines.ValueKind == JsonValueKind.Array && lines.GetArrayLength() > line)
        {
            metadata = lines[line];
        }

        return metadata.ValueKind == JsonValueKind.Object ? string.Join(", ", metadata.EnumerateObject().Where(m => m.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
            .Select(m => m.Name == "label" ? m.Value.ToString() : $"{m.Name} {m.Value}")) : "";
    }
}
