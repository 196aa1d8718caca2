using System.Text.Json.Nodes;
using static InsCore.Reports.ReportSource;

namespace InsCore.Reports;

/// <summary>A mode at Γ through the pressures, as a report shows it.</summary>
/// <param name="Number">Number at the first pressure, from 1.</param>
/// <param name="Irrep">Symmetry.</param>
/// <param name="Degeneracy">Modes that it stands for.</param>
/// <param name="Wavenumbers">At each pressure, cm⁻¹, negative if imaginary.</param>
/// <param name="Confidence">How sure it is that it is the same mode at the last pressure.</param>
/// <param name="Overlap">How much of its pattern it keeps.</param>
/// <param name="HydrogenShare">Share of hydrogen.</param>
/// <param name="InsShare">Share of the intensity of all modes.</param>
/// <param name="Name">What moves; empty if not known.</param>
/// <param name="Grueneisen">Grüneisen parameter at the first pressure; null if not known.</param>
/// <param name="Parts">Parts of the shift, cm⁻¹: within molecules, between molecules, geometry; null if not known.</param>
internal sealed record ReportRow(
    int Number,
    string Irrep,
    int Degeneracy,
    double[] Wavenumbers,
    double Confidence,
    double Overlap,
    double HydrogenShare,
    double InsShare,
    string Name,
    double? Grueneisen,
    (double Intramolecular, double Intermolecular, double Geometry)? Parts)
{
    /// <summary>A pairing less confident than this is marked.</summary>
    public const double CertainConfidence = Studies.ModeShift.CertainConfidence;

    // Smaller shifts have no colour, cm⁻¹.
    const double NoShift = 0.05;

    /// <summary>First wavenumber, cm⁻¹.</summary>
    public double First => Wavenumbers[0];

    /// <summary>Last wavenumber, cm⁻¹.</summary>
    public double Last => Wavenumbers[^1];

    /// <summary>Last less first, cm⁻¹.</summary>
    public double Shift => Last - First;

    /// <summary>1 for blue, -1 for red, 0 for neither.</summary>
    public int Sign => Shift > NoShift ? 1 : Shift < -NoShift ? -1 : 0;

    /// <summary>True if its pairing is certain.</summary>
    public bool IsCertain => Confidence > CertainConfidence;

    /// <summary>Takes the rows from stored shifts.</summary>
    /// <param name="summary">summary.json: shifts from the lowest pressure to each further one.</param>
    /// <param name="tracking">shifts.json: the modes through all pressures; null if it is not there.</param>
    public static IReadOnlyList<ReportRow> Of(JsonObject summary, JsonObject? tracking)
    {
        JsonNode[] shifts = [.. Items(summary["shifts"]).OrderBy(s => Value(s["to"]) ?? 0)];
        if (shifts.Length == 0)
        {
            return [];
        }

        Dictionary<int, JsonNode> modes = Items(tracking?["modes"]).GroupBy(m => (int)(Value(m["number"]) ?? 0)).ToDictionary(g => g.Key, g => g.First());
        JsonNode[][] rows = [.. shifts.Select(s => Items(s["modes"]).ToArray())];
        double all = rows[^1].Sum(r => Value(r["insWeight"]) ?? 0);
        return [.. rows[^1].Select((row, n) => Row(row, [.. rows.Select(r => n < r.Length ? r[n] : row)], modes, all)).OrderBy(r => r.First)];
    }

    static ReportRow Row(JsonNode row, JsonNode[] through, Dictionary<int, JsonNode> modes, double all)
    {
        int number = (int)(Value(row["number"]) ?? 0);
        JsonNode? mode = modes.GetValueOrDefault(number), parts = mode?["decomposition"];
        return new(
            number,
            Text(row["irrep"]) ?? "",
            (int)(Value(row["degeneracy"]) ?? 1),
            [Value(row["first"]) ?? double.NaN, .. through.Select(t => Value(t["second"]) ?? double.NaN)],
            Value(row["confidence"]) ?? 0,
            Value(row["overlap"]) ?? 0,
            Value(row["hydrogenShare"]) ?? 0,
            all > 0 ? (Value(row["insWeight"]) ?? 0) / all : 0,
            Text(row["name"]) ?? Text(mode?["description"]?["name"]) ?? "",
            Items(mode?["grueneisen"]).Select(Value).FirstOrDefault(),
            parts is null ? null : (Value(parts["intramolecular"]) ?? 0, Value(parts["intermolecular"]) ?? 0, Value(parts["geometry"]) ?? 0));
    }
}
