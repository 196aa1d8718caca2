using System.Text.Json.Nodes;
using static InsCore.Reports.Markup;
using static InsCore.Reports.ReportNumber;
using static InsCore.Reports.ReportSource;

namespace InsCore.Reports;

/// <summary>Computed beside measured spectra: figures of merit and the table of peaks.</summary>
internal static class ComparisonSection
{
    /// <summary>Renders it; nothing where nothing was measured.</summary>
    public static Markup Render(ReportSource source)
    {
        Markup[] parts = [.. source.Pressures.Select(p => (Pressure: p, Json: source.Point(p)["comparison"])).Where(c => c.Json is JsonObject).Select(c => One(c.Pressure, c.Json!))];
        return parts.Length == 0 ? None : Element("section id=experiment", Element("h2", "Beside the measurement"), Join(parts));
    }

    /// <summary>The figures of merit of each comparison in a sentence.</summary>
    public static IReadOnlyList<string> Sentences(ReportSource source) =>
        [.. source.Pressures.Where(p => source.Point(p)["comparison"] is JsonObject).Select(p => $"Beside the measurement at {Gigapascals(p)}: {Merit(source.Point(p)["comparison"]!)}.")];

    static string Merit(JsonNode json)
    {
        string alone = $"{Plain(Value(json["onlyMeasured"]), "0")} were measured only, {Plain(Value(json["onlyComputed"]), "0")} computed only";
        return Value(json["pairs"]) is > 0 and { } pairs
            ? $"{Plain(pairs, "0")} peaks are in both, at positions that differ by {Plain(Value(json["meanAbsoluteError"]), "F1")} cm⁻¹ in the mean (computed − measured {Signed(Value(json["meanSignedError"]), 1)}); {alone}"
            : $"no peak is in both; {alone}";
    }

    static Markup One(double pressure, JsonNode json)
    {
        return Element(
            "article",
            Element("h3", $"{Gigapascals(pressure)}: {Text(json["experiment"]?["title"])}"),
            Element("p", $"{char.ToUpperInvariant(Merit(json)[0])}{Merit(json)[1..]}. Earth mover's distance {Plain(Value(json["earthMoversDistance"]), "F1")} cm⁻¹, R = {Plain(Value(json["rFactor"]), "F2")}, background {Text(json["background"])}. The measured spectrum is drawn with the computed one above."),
            Table(
                "Peaks, cm⁻¹, and the modes (with their share of the one-phonon intensity) that make them",
                ["measured", "±", "computed", "difference", "modes"],
                Items(json["peaks"]).Select(p => (IEnumerable<Markup>)
                [
                    Plain(Value(p["measured"]), "F1"),
                    Plain(Value(p["measuredError"]), "F1"),
                    Plain(Value(p["computed"]), "F1"),
                    Signed(Value(p["difference"]), 1),
                    Value(p["computed"]) is not null && !Items(p["modes"]).Any() ? "no single phonon" : string.Join(", ", Items(p["modes"]).Select(m => $"{Plain(Value(m["mode"]), "0")} ({Plain(100 * Value(m["share"]), "F0")} %)")),
                ])),
            Join(Texts(json["notes"]).Select(n => Element("p class=dim", n))));
    }
}
