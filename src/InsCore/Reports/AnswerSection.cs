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
        Sure(source));

    static Markup Shifts(ReportSource source, ReportSubject subject)
    {
        IReadOnlyList<ReportRow> rows = source.Rows;
        int red = rows.Where(r => r.Sign < 0).Sum(r => r.Degeneracy), blue = rows.Where(r => r.Sign > 0).Sum(r => r.Degeneracy), all = rows.Sum(r => r.Degeneracy);
        int against = red <= blue ? -1 : 1;
        IReadOnlyList<ReportBand> bands = ReportBand.Of(rows.Where(r => r.Sign == against));
        string few = against < 0 ? "soften (shift to the red)" : "harden (shift to the blue)", many = against < 0 ? "harden (shift to the blue)" : "soften (shift to the red)";
        double[] shifts = [.. rows.Where(r => r.Sign == -against).Select(r => r.Shift).Order()];
        string usual = shifts.Length > 0 ? $", typically by {Signed(shifts[shifts.Length / 2], 1)} cm⁻¹" : "";
        Markup lead = Element(
            "p class=lead",
            Element($"strong class={(against < 0 ? "red" : "blue")}", bands.Count == 0 ? $"None of {all} modes" : $"{Math.Min(red, blue)} of {all} modes"),
            bands.Count == 0
                ? $" at Γ goes against the trend: {Math.Max(red, blue)} {many}{usual}."
                : $" at Γ go against the trend: they {few} while {Math.Max(red, blue)} {many}{usual}. They form {bands.Count} {(bands.Count == 1 ? "band" : "bands")}.");
        return Element(
            "div class=split",
            Element("div", lead, Element("p class=dim", $"{subject.Name}: {subject.Cell}."), bands.Count > 0 ? Bands(source, bands) : None),
            Element(
                "figure",
                Element("div id=map class=chart"),
                Element("figcaption", $"Every mode: its shift from {Gigapascals(source.Pressures[0])} to {Gigapascals(source.Pressures[^1])} against its wavenumber. Triangles down soften, up harden; larger ones show more in the spectrum. Choose one to see it move.")));
    }

    static Markup Bands(ReportSource source, IReadOnlyList<ReportBand> bands)
    {
        JsonObject? tracking = source.Json("shifts.json");
        bool hasNames = bands.Any(b => b.Name.Length > 0), hasParts = bands.Any(b => b.Parts is not null);
        IReadOnlyList<ReportBand> shown = [.. bands.OrderByDescending(b => Math.Abs(b.Shift) * b.Count).Take(MostBands).OrderBy(b => b.First)];
        string[] headings = ["ν, cm⁻¹", .. hasNames ? (string[])["what moves"] : [], "modes", "shift, cm⁻¹", "%", .. hasParts ? (string[])["driven by"] : [], "INS", "sure"];
        Markup table = Table(
            bands.Count > shown.Count ? $"The {shown.Count} largest of {bands.Count} bands that go against the trend" : "The bands that go against the trend",
            headings,
            shown.Select(b => (IEnumerable<Markup>)
            [
                Element("button type=button class=pick", [("data-mode", $"{b.Rows[0].Number}")], Plain(b.First, "F1")),
                .. hasNames ? (Markup[])[b.Name] : [],
                $"{b.Count}",
                Element(b.Shift < 0 ? "span class=red" : "span class=blue", (b.Shift < 0 ? "▼ " : "▲ ") + Signed(b.Shift, 1)),
                Signed(100 * b.Shift / Math.Abs(b.First), 1),
                .. hasParts ? (Markup[])[Driver(b)] : [],
                $"{Plain(100 * b.InsShare, "F1")} %",
                Plain(b.Confidence, "F2"),
            ]));
        string[] texts = [.. Items(tracking?["reasons"]).Select(r => Text(r["text"])).OfType<string>()];
        Markup why = texts.Length > 0
            ? Element("details", Element("summary", "Why, in numbers: force constants within and between molecules, and the pairs of atoms behind each band"), Element("ul", [.. texts.Select(t => Element("li", t))]))
            : hasParts ? None : Element("p class=dim", "These results do not say what drives the shifts.");
        return Join(table, why);
    }

    static Markup Driver(ReportBand band)
    {
        if (band.Parts is not { } p)
        {
            return "–";
        }

        (string Name, double Value)[] parts = [("within the molecule", p.Intramolecular), ("between molecules", p.Intermolecular), ("turning of molecules", p.Geometry)];
        (string name, double value) = parts.Where(x => Math.Sign(x.Value) == Math.Sign(band.Shift)).DefaultIfEmpty(parts[0]).MaxBy(x => Math.Abs(x.Value));
        return $"{name} {Signed(value, 1)}";
    }

    static Markup Sure(ReportSource source)
    {
        List<Markup> items = [];
        if (source.Rows.Count > 0)
        {
            int doubtful = source.Rows.Count(r => !r.IsCertain);
            items.Add(doubtful == 0
                ? $"Every mode was followed through the pressures with a confidence of {Plain(source.Rows.Min(r => r.Confidence), "F2")} or more."
                : $"{doubtful} of {source.Rows.Count} modes were followed with a confidence of {Plain(ReportRow.CertainConfidence, "0.0")} or less; they are marked ? in the table.");
        }

        // What makes results wrong before what makes them less exact.
        string[] warnings = [.. Texts(source.Summary["warnings"]).OrderBy(w => Array.Exists(Grave, g => w.Contains(g, StringComparison.Ordinal)) ? 0 : 1)];
        if (warnings.Length > 0)
        {
            items.Add(Element("span", $"{warnings.Length} {(warnings.Length == 1 ? "warning" : "warnings")} of the calculation: ", Join(warnings.Take(2).Select(w => Element("em", w.TrimEnd('.') + ". "))), warnings.Length > 2 ? Element("a href=#stability", "all of them") : None));
        }

        if (Text(source.Summary["provenance"]?["model"]?["caveats"]) is { } caveats)
        {
            items.Add(Element("span", Element("strong", $"Potential {Text(source.Summary["provenance"]?["model"]?["name"])}: "), caveats));
        }

        return items.Count == 0 ? None : Element("aside class=sure", Element("h2", "How sure is it?"), Element("ul", [.. items.Select(i => Element("li", i))]));
    }
}
