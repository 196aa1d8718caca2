using System.Text.Json.Nodes;
using static InsCore.Reports.Markup;
using static InsCore.Reports.ReportNumber;
using static InsCore.Reports.ReportSource;

namespace InsCore.Reports;

/// <summary>The figures of molecular dynamics: temperature and cell over time, distances within and between molecules, with a sentence each.</summary>
internal static class MotionFigures
{
    // Pairs of elements that one figure can show.
    const int MostPairs = 6;

    /// <summary>Renders the places that the script draws into; nothing where there is no motion.</summary>
    public static Markup Render(ReportSource source)
    {
        Markup[] runs = [.. source.Pressures.Where(p => Has(source, p)).Select(p => One(p, source.Point(p)["dynamics"]!))];
        return runs.Length == 0 ? None : Join(
            Element("p class=controls", Element("span class=dim", "Drag over a figure to zoom it and those beside it with the same axis; double-click to go back.")),
            Join(runs));
    }

    /// <summary>The numbers of the figures, one object for each pressure.</summary>
    public static JsonArray Data(ReportSource source) => new([.. source.Pressures.Where(p => Has(source, p)).Select(p => Curves(source, p))]);

    static JsonObject? File(ReportSource source, double pressure) => source.JsonAt(pressure, "md", "curves.json");

    static bool Has(ReportSource source, double pressure) =>
        source.Point(pressure)["dynamics"] is JsonObject && File(source, pressure) is { } file && Numbers(file["samples"]?["time"]).Length > 1;

    static bool HasCell(JsonNode run) => Text(run["ensemble"]) == "npt";

    static Markup One(double pressure, JsonNode run)
    {
        string name = $"{Text(run["ensemble"])?.ToUpperInvariant()} at {Plain(Value(run["targetTemperature"]), "0.#")} K and {Gigapascals(pressure)}";
        Markup heading = Element("h4", name, Truth(run["holdsTogether"]) ? None : Element("span class=red", ": the crystal did not hold together"));
        bool isMolecular = Truth(run["molecules"]?["isMolecular"]);
        return Join(heading, Element(
            "div class=motion",
            Figure(pressure, "temperature", Temperature(run)),
            HasCell(run) ? Figure(pressure, "cell", Cell(run)) : None,
            isMolecular ? Figure(pressure, "within", WithinMolecules(run)) : None,
            Figure(pressure, "between", BetweenMolecules(run, isMolecular))));
    }

    static Markup Figure(double pressure, string kind, string sentence) => Element(
        "figure", Element("div class=chart", [("data-pressure", Key(pressure)), ("data-kind", kind)]), Element("figcaption", sentence));

    static string Temperature(JsonNode run)
    {
        JsonNode? width = run["temperatureWidth"];
        string right = Text(run["ensemble"]) == "nve" ? "a harmonic crystal has" : "is exact";
        return $"Temperature: mean {WithError(run["temperature"], "F1")} K. Single values scatter by {Plain(Value(width?["measured"]), "F1")} ± {Plain(Value(width?["error"]), "F1")} K, where "
            + $"{Plain(Value(width?["expected"]), "F1")} K {right} ({Plain(Value(run["degreesOfFreedom"]), "0")} degrees of freedom).";
    }

    static string Cell(JsonNode run)
    {
        double start = Value(run["startVolume"]) ?? double.NaN, mean = Value(run["volume"]?["mean"]) ?? double.NaN, deviation = Value(run["volume"]?["deviation"]) ?? double.NaN;
        string modulus = Truth(run["holdsTogether"]) && Value(run["bulkModulus"]) is { } b ? $", as a bulk modulus of {Plain(b, "F1")} GPa makes it" : "";
        string response = Value(run["pressureVolumeResponse"]?["mean"]) is not null ? $" Volume and pressure fluctuate together by {WithError(run["pressureVolumeResponse"], "F2")} of what is exact." : "";
        return $"Cell: change against the structure at the start. Mean volume {WithError(run["volume"], "F1")} Å³, {Signed(100 * ((mean / start) - 1), 1)} %; it fluctuates by {Plain(100 * deviation / mean, "F1")} %{modulus}.{response}";
    }

    static string WithinMolecules(JsonNode run) => "Distances within molecules: "
        + (Text(run["molecules"]?["change"]) is { Length: > 0 } change
            ? $"bonds change at {Plain(Value(run["molecules"]!["changedAt"]), "F2")} ps ({change})."
            : "every peak is a bond or a distance across the molecule; no bond breaks or forms.");

    static string BetweenMolecules(JsonNode run, bool isMolecular) =>
        $"Distances {(isMolecular ? "between molecules" : "of atoms")}: separate peaks are neighbours that keep their places; in a liquid the curve would soon run smoothly to 1 (dashed). "
        + $"Molecules are {Plain(100 * Value(run["displacements"]?["lindemann"]), "F1")} % of the distance of neighbours off their sites (rms; solids melt at 10 to 15 %).";

    static JsonObject Curves(ReportSource source, double pressure)
    {
        JsonObject file = File(source, pressure)!;
        JsonNode run = source.Point(pressure)["dynamics"]!;
        JsonNode? samples = file["samples"], means = file["means"];
        double start = Value(run["startVolume"]) ?? double.NaN;
        double[] lengths = Numbers(file["startCell"]);
        static double[] Percent(double[] values, double whole) => [.. values.Select(v => 100 * ((v / whole) - 1))];
        bool isMolecular = Truth(run["molecules"]?["isMolecular"]), isExact = Text(run["ensemble"]) != "nve";
        JsonObject json = new()
        {
            ["pressure"] = Key(pressure),
            ["isExact"] = isExact,
            ["target"] = Rounded(Value(isExact ? run["targetTemperature"] : run["temperature"]?["mean"])),
            ["width"] = Rounded(Value(run["temperatureWidth"]?["expected"])),
            ["samples"] = new JsonObject { ["time"] = ReportData.Array(Numbers(samples?["time"])), ["temperature"] = ReportData.Array(Numbers(samples?["temperature"])) },
            ["means"] = new JsonObject { ["time"] = ReportData.Array(Numbers(means?["time"])), ["temperature"] = ReportData.Array(Numbers(means?["temperature"])) },
            ["r"] = ReportData.Array(Numbers(file["distances"])),
            ["within"] = Curves(Items(file["pairs"]).OrderByDescending(p => Within(p).DefaultIfEmpty(0).Max()).Take(MostPairs).Where(p => Within(p).Any(g => g > 0)).OrderBy(p => Text(p["pair"]), StringComparer.Ordinal), Within),
            ["between"] = Curves(Items(file["pairs"]).OrderBy(p => IsLike(p) ? 0 : 1).Take(MostPairs), p => isMolecular ? Between(p) : [.. Within(p).Zip(Between(p), (a, b) => a + b)]),
        };
        if (HasCell(run) && lengths.Length == 6)
        {
            json["mean"] = Rounded(100 * ((Value(run["volume"]?["mean"]) / start) - 1));
            json["deviation"] = Rounded(100 * Value(run["volume"]?["deviation"]) / start);
            json["volume"] = ReportData.Array(Percent(Numbers(samples?["volume"]), start));
            json["axes"] = new JsonArray([.. new[] { "a", "b", "c" }.Select((n, k) => ReportData.Array(Percent(Numbers(means?[n]), lengths[k])))]);
        }

        return json;
    }

    static JsonArray Curves(IEnumerable<JsonNode> pairs, Func<JsonNode, double[]> values) =>
        new([.. pairs.Select(p => new JsonObject { ["pair"] = Text(p["pair"]), ["y"] = ReportData.Array(values(p)) })]);

    static double[] Within(JsonNode pair) => Numbers(pair["within"]);

    static double[] Between(JsonNode pair) => Numbers(pair["between"]);

    // Pairs of like elements come first: they show the packing.
    static bool IsLike(JsonNode pair) => Text(pair["pair"])?.Split('-') is [var a, var b] && a == b;

    static string WithError(JsonNode? json, string format) =>
        Plain(Value(json?["mean"]), format) + (Value(json?["error"]) is { } error ? $" ± {Plain(error, format)}" : "");

    static string Key(double pressure) => pressure.ToString("R", System.Globalization.CultureInfo.InvariantCulture);

    static JsonNode? Rounded(double? value) => ReportData.Array([value ?? double.NaN])[0]?.DeepClone();
}
