using System.Text.Json.Nodes;
using static InsCore.Reports.Markup;
using static InsCore.Reports.ReportNumber;
using static InsCore.Reports.ReportSource;

namespace InsCore.Reports;

/// <summary>The first screen: the question, the answer, how sure it is, and the map of all shifts.</summary>
internal static class AnswerSection
{
    // Bands shown on the first screen; the table below has all modes.
    const int MostBands = 7;

    static readonly string[] Grave = ["imaginary", "unstable", "changes from", "changed from", "depends on the path", "diffus", "melt", "broke"];

    /// <summary>Renders it.</summary>
    public static Markup Render(ReportSource source, ReportSubject subject) => Element(
        "header id=answer",
        Element("h1", subject.Question),
        source.Rows.Count > 0 ? Shifts(source, subject) : Element("p class=lead", $"{subject.Name}: {subject.Cell}. One pressure was computed, so that no mode shifts."),
        Join(ComparisonSection.Sentences(source).Select(t => Element("p", t))),
        Sure(source));

    static Markup Shifts(ReportSource source, ReportSubject subject)
    {
        IReadOnlyList<ReportRow> rows = source.Rows;
        int red = rows.Where(r => r.Sign < 0).Sum(r => r.Degeneracy), blue = rows.Where(r => r.Sign > 0).Sum(r => r.Degeneracy), all = rows.Sum(r => r.Degeneracy);
        int against = red <= blue ? -1 : 1;
        IReadOnlyList<ReportBand> bands = ReportBand.Of(rows, against);
        string few = against < 0 ? "soften (shift to the red)" : "harden (shift to the blue)", many = against < 0 ? "harden (shift to the blue)" : "soften (shift to the red)";
        double[] shifts = [.. rows.Where(r => r.Sign == -against).Select(r => r.Shift).Order()];
        int still = all - red - blue;
        string rest = still == 0 ? "" : still == 1 ? "; 1 stays within 0.05 cm⁻¹" : $"; {still} stay within 0.05 cm⁻¹";
        string usual = shifts.Length > 0 ? $", typically by {Signed(shifts[shifts.Length / 2], 1)} cm⁻¹" : "";
        Markup lead = Element(
            "p class=lead",
            Element($"strong class={(against < 0 ? "red" : "blue")}", bands.Count == 0 ? $"None of {all} modes" : $"{Math.Min(red, blue)} of {all} modes"),
            bands.Count == 0
                ? $" at Γ goes against the trend: {Math.Max(red, blue)} {many}{usual}{rest}."
                : $" at Γ go against the trend: they {few} while {Math.Max(red, blue)} {many}{usual}{rest}. They form {Counted(bands)}.");
        return Join(Element(
            "div class=split",
            Element("div", lead, Why(bands), Element("p class=dim", $"{subject.Name}: {subject.Cell}."), bands.Count > 0 ? Bands(source, bands) : None),
            Element(
                "figure",
                Element("div id=map class=chart"),
                Element("figcaption", $"Every mode: its shift from {Gigapascals(source.Pressures[0])} to {Gigapascals(source.Pressures[^1])} against its wavenumber. Triangles down soften, up harden; larger ones show more in the spectrum. Choose one to see it move."))), Reasons(source));
    }

    // Bands, and apart from them single modes out of sets that go the other way.
    static string Counted(IReadOnlyList<ReportBand> bands)
    {
        ReportBand[] alone = [.. bands.Where(b => b.IsAlone)];
        int together = bands.Count - alone.Length;
        string[] parts =
        [
            .. together > 0 ? (string[])[$"{together} {(together == 1 ? "band" : "bands")}"] : [],
            .. alone.Take(MostBands).Select(b => $"1 mode of {b.SetCount} at {Plain(b.First, "F0")} cm⁻¹"),
            .. alone.Length > MostBands ? (string[])[$"{alone.Length - MostBands} more single modes"] : [],
        ];
        return parts.Length == 1 ? parts[0] : $"{string.Join(", ", parts[..^1])} and {parts[^1]}";
    }

    static Markup Bands(ReportSource source, IReadOnlyList<ReportBand> bands)
    {
        bool hasNames = bands.Any(b => b.Name.Length > 0), hasParts = bands.Any(b => b.Parts is not null);
        IReadOnlyList<ReportBand> shown = [.. bands.OrderByDescending(b => Math.Abs(b.Shift) * b.Count).Take(MostBands).OrderBy(b => b.First)];
        string which = bands.Count > shown.Count ? $"The {shown.Count} largest of {bands.Count} bands that go against the trend" : "The bands that go against the trend";
        string[] headings = ["ν, cm⁻¹", .. hasNames ? (string[])["what moves"] : [], "modes", "shift", "%", .. hasParts ? (string[])["within", "between", "turning"] : [], "INS", "sure"];
        Markup table = Table(
            hasParts ? $"{which}: mean shift in cm⁻¹ and its parts, by force constants within and between molecules and by their turning" : $"{which}: mean shift in cm⁻¹",
            headings,
            shown.Select(b => (IEnumerable<Markup>)
            [
                Element("button type=button class=pick", [("data-mode", $"{b.Rows[0].Number}")], Plain(b.First, "F1")),
                .. hasNames ? (Markup[])[b.Name] : [],
                b.IsAlone ? $"1 of {b.SetCount}" : $"{b.Count}",
                Element(b.Shift < 0 ? "span class=red" : "span class=blue", (b.Shift < 0 ? "▼ " : "▲ ") + Signed(b.Shift, 1)),
                Signed(100 * b.Shift / Math.Abs(b.First), 1),
                .. hasParts ? Parts(b) : [],
                $"{Plain(100 * b.InsShare, "F1")} %",
                Plain(b.Confidence, "F2"),
            ]));
        return Join(table, hasParts ? None : Element("p class=dim", "These results do not say what drives the shifts."));
    }

    static Markup Reasons(ReportSource source)
    {
        string[] texts = [.. Items(source.Json("shifts.json")?["reasons"]).Select(r => Text(r["text"])).OfType<string>()];
        return texts.Length == 0 ? None : Element(
            "details", Element("summary", "Why, band by band, with the pairs of atoms behind it"), Element("ul", [.. texts.Select(t => Element("li", t))]));
    }

    static Markup[] Parts(ReportBand band)
    {
        if (band.Parts is not { } p)
        {
            return ["–", "–", "–"];
        }

        double[] parts = [p.Intramolecular, p.Intermolecular, p.Geometry];
        int driver = ReportBand.Driver(band);
        return [.. parts.Select((v, k) => k == driver ? Element("b", Signed(v, 1)) : (Markup)Signed(v, 1))];
    }

    // Which part drives which bands, in one sentence; minor ones only where there is nothing else.
    static Markup Why(IReadOnlyList<ReportBand> all)
    {
        IReadOnlyList<ReportBand> bands = all.All(b => b.IsMinor) ? all : [.. all.Where(b => !b.IsMinor)];
        if (bands.Count == 0 || bands.Any(b => b.Parts is null))
        {
            return None;
        }

        bool isRed = bands[0].Shift < 0;
        string change = bands[0].Shift < 0 ? "Weakening" : "Stiffening";
        string[] names = [$"{change} force constants within the molecule drive", $"{change.ToLowerInvariant()} force constants between molecules drive", "the turning of molecules drives"];
        string[] clauses = [.. bands.GroupBy(ReportBand.Driver).OrderByDescending(g => g.Sum(b => b.Count)).Select(g => $"{names[g.Key]} {Listed([.. g])}")];
        string sentence = string.Join("; ", clauses);
        return Element("p", Element("strong", "Why: "), char.ToLowerInvariant(sentence[0]) + sentence[1..] + ".");
    }

    static string Listed(ReportBand[] bands)
    {
        string[] names = [.. bands.Take(MostBands).Select(b => $"{Plain(b.First, "F0")} cm⁻¹{(b.Name.Length > 0 ? $" ({b.Name})" : "")}")];
        string list = names.Length == 1 ? names[0] : $"{string.Join(", ", names[..^1])} and {names[^1]}";
        return (bands.All(b => b.IsAlone) ? (bands.Length == 1 ? "the mode at " : "the modes at ") : bands.Length == 1 ? "the band at " : "the bands at ") + list + (bands.Length > MostBands ? $", with {bands.Length - MostBands} more" : "");
    }

    static string Crossings(ReportSource source)
    {
        JsonNode[] crossings = [.. Items(source.Json("shifts.json")?["crossings"])];
        int passed = crossings.Count(c => Truth(c["passed"]));
        return crossings.Length == 0 ? "" : FormattableString.Invariant($" Avoided crossings ({passed} passed, {crossings.Length - passed} partial) are marked × in the table.");
    }

    // A structure that is no minimum has a spectrum, but no crystal stays in it.
    static Markup Constrained(ReportSource source, double pressure)
    {
        JsonNode? phonons = source.Point(pressure)["phonons"];
        string? sound = Text(phonons?["longWaves"]);
        double imaginary = Value(phonons?["imaginaryModes"]) ?? 0;
        string reason = sound ?? FormattableString.Invariant($"{imaginary:0} imaginary modes on the mesh of wave vectors");
        return sound is null && imaginary == 0
            ? None
            : Element("span", Element("strong class=red", $"The spectrum at {Gigapascals(pressure)} belongs to a structure {(sound is null ? "that is not a minimum" : "held by its symmetry")}: "), $"{reason}.");
    }

    static Markup Sure(ReportSource source)
    {
        List<Markup> items = [];
        if (source.Rows.Count > 0)
        {
            int doubtful = source.Rows.Count(r => !r.IsCertain), changed = source.Rows.Count(r => r.Overlap < 0.5);
            items.Add(doubtful == 0
                ? $"Every mode was followed through the pressures by continuity, along an interpolated path whose steps overlap by {Plain(source.Rows.Min(r => r.Confidence), "F2")} or more."
                : $"{doubtful} of {source.Rows.Count} modes were followed with a confidence of {Plain(ReportRow.CertainConfidence, "0.0")} or less; they are marked ? in the table.");
            items.Add($"{changed} of {source.Rows.Count} modes keep less than half of their pattern (direct overlap of the first and last eigenvector below 0.5).{Crossings(source)}");
        }

        items.AddRange(source.Pressures.Select(p => Constrained(source, p)).Where(m => !m.IsEmpty));
        items.AddRange(source.Pressures.Select(p => (Pressure: p, Json: source.Point(p)["dynamics"])).Where(d => Text(d.Json?["verdict"]) is not null)
            .Select(d => (Markup)Element("span", Element(Truth(d.Json!["holdsTogether"]) ? "strong class=blue" : "strong class=red", $"Molecular dynamics at {Plain(Value(d.Json["targetTemperature"]), "0")} K, {Gigapascals(d.Pressure)}: "), Text(d.Json["shortVerdict"]) ?? Text(d.Json["verdict"])!)));

        // What makes results wrong before what makes them less exact.
        string[] said = [.. source.Pressures.SelectMany(p => (string?[])[Text(source.Point(p)["dynamics"]?["verdict"])?.TrimEnd('.'), Text(source.Point(p)["phonons"]?["longWaves"])]).OfType<string>()];
        string[] warnings = [.. source.Warnings.Where(w => !Array.Exists(said, v => w.Contains(v, StringComparison.Ordinal))).OrderBy(w => Array.Exists(Grave, g => w.Contains(g, StringComparison.Ordinal)) ? 0 : 1)];
        if (warnings.Length > 0)
        {
            items.Add(Element("span", $"{warnings.Length} {(said.Length > 0 ? "further " : "")}{(warnings.Length == 1 ? "warning" : "warnings")} of the calculation: ", Join(warnings.Take(2).Select(w => Element("em", w.TrimEnd('.') + ". "))), warnings.Length > 2 ? Element("a href=#stability", "all of them") : None));
        }

        if (Text(source.Summary["provenance"]?["model"]?["caveats"]) is { } caveats)
        {
            items.Add(Element("span", Element("strong", $"Potential {Text(source.Summary["provenance"]?["model"]?["name"])}: "), caveats));
        }

        return items.Count == 0 ? None : Element("aside class=sure", Element("h2", "How sure is it?"), Element("ul", [.. items.Select(i => Element("li", i))]));
    }
}
