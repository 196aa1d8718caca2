using System.Text.Json;
using System.Text.Json.Nodes;
using InsCore.Comparison;
using InsCore.Phonons;
using InsCore.Studies;

namespace InsCore.Reports;

/// <summary>The stored results of a study, as far as they are there.</summary>
internal sealed class ReportSource
{
    const long LargestFile = 512L << 20;

    readonly string folder;

    ReportSource(string folder, JsonObject summary)
    {
        this.folder = folder;
        Summary = summary;
        Pressures = [.. Items(summary["points"]).Select(p => Value(p["relaxed"]?["targetPressure"]) ?? throw Bad(Path.Combine(folder, "summary.json"))).Order()];
        Rows = ReportRow.Of(summary, Json("shifts.json"));
    }

    /// <summary>summary.json.</summary>
    public JsonObject Summary { get; }

    /// <summary>GPa, ascending.</summary>
    public IReadOnlyList<double> Pressures { get; }

    /// <summary>The modes at Γ from the lowest pressure to the highest, ascending; none for one pressure.</summary>
    public IReadOnlyList<ReportRow> Rows { get; }

    /// <summary>Reads what is needed first.</summary>
    /// <param name="folder">Folder of the results.</param>
    /// <exception cref="InsInputException">There is no summary of a study, or it is damaged.</exception>
    public static ReportSource Read(string folder)
    {
        string path = Path.Combine(folder, "summary.json");
        if (!File.Exists(path))
        {
            throw new InsInputException(folder, null, "holds no summary.json", "give the folder that `inscore run` wrote its results to");
        }

        ReportSource source = Guard(path, () => new ReportSource(folder, Parse(path)));
        return source.Pressures.Count > 0 ? source : throw Bad(path);
    }

    /// <summary>All warnings; one that several pressures share is told once.</summary>
    public IReadOnlyList<string> Warnings => [.. Texts(Summary["warnings"]).Select(Parted).GroupBy(w => w.Text).Select(g =>
    {
        string places = string.Join(", ", g.Select(w => w.Place).Where(p => p.Length > 0).Distinct());
        return places.Length > 0 ? $"{places} GPa: {g.Key}" : g.Key;
    })];

    /// <summary>Runs what reads stored values; values of another kind than expected become an error of one line.</summary>
    public static T Guard<T>(string folder, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or NullReferenceException or KeyNotFoundException or ArgumentException or IndexOutOfRangeException or InvalidCastException)
        {
            throw Bad(folder, e);
        }
    }

    /// <summary>The stored values of a pressure.</summary>
    public JsonObject Point(double pressure) =>
        Items(Summary["points"]).First(p => Value(p["relaxed"]?["targetPressure"]) == pressure).AsObject();

    /// <summary>A JSON file of the folder; null if it is not there.</summary>
    public JsonObject? Json(params string[] names)
    {
        string path = Path.Combine([folder, .. names]);
        return File.Exists(path) ? Parse(path) : null;
    }

    /// <summary>A JSON file of a pressure.</summary>
    public JsonObject? JsonAt(double pressure, params string[] names) => Json([StudyNames.Pressure(pressure), .. names]);

    /// <summary>The measured points at a pressure, less their background; null if they are not there.</summary>
    public (double[] X, double[] Y)? MeasuredAt(double pressure)
    {
        string path = Path.Combine(folder, StudyNames.Pressure(pressure), "comparison.csv");
        if (!File.Exists(path))
        {
            return null;
        }

        MeasuredSpectrum measured = MeasuredSpectrumFile.Read(path, new() { Column = "measured" }), background = MeasuredSpectrumFile.Read(path, new() { Column = "background" });
        return (measured.Energies, [.. measured.Intensities.Zip(background.Intensities, (y, b) => y - b)]);
    }

    /// <summary>The modes at a pressure; null if they are not there.</summary>
    public PhononModes? Modes(double pressure)
    {
        string path = Path.Combine(folder, StudyNames.Pressure(pressure), "modes.h5");
        return File.Exists(path) ? PhononFile.Read(path).Modes : null;
    }

    /// <summary>A finite number; null for anything else.</summary>
    public static double? Value(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue(out double number) && double.IsFinite(number) ? number : null;

    /// <summary>A text; null for anything else.</summary>
    public static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    /// <summary>A truth; false for anything else.</summary>
    public static bool Truth(JsonNode? node) => node is JsonValue value && value.TryGetValue(out bool truth) && truth;

    /// <summary>The items of an array; none for anything else.</summary>
    public static IEnumerable<JsonNode> Items(JsonNode? node) => node is JsonArray array ? array.OfType<JsonNode>() : [];

    /// <summary>The texts of an array.</summary>
    public static string[] Texts(JsonNode? node) => [.. Items(node).Select(Text).OfType<string>()];

    /// <summary>The numbers of an array, NaN for what is none.</summary>
    public static double[] Numbers(JsonNode? node) => [.. node is JsonArray array ? array.Select(n => Value(n) ?? double.NaN) : []];

    // Warnings of one pressure begin with it, e.g. "1.5 GPa: ".
    static (string Place, string Text) Parted(string warning) =>
        warning.Split(" GPa: ", 2) is [var place, var rest] && double.TryParse(place, System.Globalization.CultureInfo.InvariantCulture, out _) ? (place, rest) : ("", warning);

    static JsonObject Parse(string path)
    {
        try
        {
            return new FileInfo(path).Length <= LargestFile && JsonNode.Parse(File.ReadAllText(path)) is JsonObject json ? json : throw Bad(path);
        }
        catch (JsonException e)
        {
            throw Bad(path, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InsInputException(path, null, $"cannot be read ({e.Message.ReplaceLineEndings(" ")})", "check the name and the permissions", e);
        }
    }

    static InsInputException Bad(string path, Exception? inner = null) => new(path, null, "is not as `inscore run` writes it", "run the study again", inner);
}
