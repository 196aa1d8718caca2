using static InsCore.Reports.Markup;
using static InsCore.Reports.ReportNumber;
using static InsCore.Reports.ReportSource;

namespace InsCore.Reports;

/// <summary>The table of all modes, to be sorted and filtered, beside the moving crystal.</summary>
internal static class ShiftSection
{
    /// <summary>Renders it; nothing where there is neither a table nor a movie.</summary>
    public static Markup Render(ReportSource source, bool hasMovie)
    {
        if (source.Rows.Count == 0 && !hasMovie)
        {
            return None;
        }

        return Element(
            "section id=modes",
            Element("h2", source.Rows.Count > 0 ? "All modes at Γ" : "Modes at Γ"),
            Element(source.Rows.Count > 0 && hasMovie ? "div class=beside" : "div", source.Rows.Count > 0 ? Modes(source) : None, hasMovie ? Movie() : None));
    }

    static Markup Modes(ReportSource source)
    {
        IReadOnlyList<ReportRow> rows = source.Rows;
        bool hasNames = rows.Any(r => r.Name.Length > 0), hasParts = rows.Any(r => r.Parts is not null), hasGamma = rows.Any(r => r.Grueneisen is not null);
        HashSet<double?> crossing = [.. Items(source.Json("shifts.json")?["crossings"]).SelectMany(c => (double?[])[Value(c["first"]), Value(c["second"])])];
        string[] headings =
        [
            "mode", "symmetry", .. hasNames ? (string[])["what moves"] : [], $"ν at {Gigapascals(source.Pressures[0])}", $"ν at {Gigapascals(source.Pressures[^1])}", "shift", "shift, %",
            .. hasGamma ? (string[])["γ"] : [], .. hasParts ? (string[])["within", "between", "turning"] : [], "H share", "INS share", "overlap", "sure",
        ];
        return Element(
            "div",
            Element(
                "p class=controls",
                Element("label", "Find ", Element("input type=search id=find size=16", [("placeholder", "e.g. B2g, 454, stretch")])),
                Element("label", Element("input type=checkbox id=only-red"), " only red"),
                Element("label", Element("input type=checkbox id=only-blue"), " only blue"),
                Element("label", "ν from ", Element("input type=number id=from min=0 step=50 size=5"), " to ", Element("input type=number id=to min=0 step=50 size=5"), " cm⁻¹"),
                Element("output id=count aria-live=polite", $"{rows.Count} modes")),
            Element(
                "div class=scroll tabindex=0 role=region aria-label=Modes",
                Element(
                    "table id=table class=sortable",
                    Element("caption", "Wavenumbers in cm⁻¹, negative if imaginary; parts of the shift in cm⁻¹; the shift is the chord from the first pressure to the last, γ (mode Grüneisen parameter) the tangent at the first, and they may differ in sign. Overlap is how much of its pattern a mode keeps (× takes part in an avoided crossing), sure the weakest step of the path along which it was followed. A heading sorts, a number plays the mode."),
                    Element("thead", Element("tr", [.. headings.Select(h => Element("th scope=col", [("data-h", h)], Element("button type=button", h)))])),
                    Element("tbody", [.. rows.Select(r => Row(r, crossing.Contains(r.Number), hasNames, hasGamma, hasParts))]))));
    }

    static Markup Row(ReportRow r, bool crosses, bool hasNames, bool hasGamma, bool hasParts) => Element(
        "tr",
        [("data-mode", $"{r.Number}"), ("data-sign", $"{r.Sign}")],
        Element("td class=n", [("data-v", $"{r.Number}")], Element("button type=button class=pick", [("data-mode", $"{r.Number}")], r.Degeneracy > 1 ? $"{r.Number}–{r.Number + r.Degeneracy - 1}" : $"{r.Number}")),
        Element("td", r.Irrep),
        hasNames ? Element("td class=name", r.Name) : None,
        Cell(r.First, Plain(r.First, "F1")),
        Cell(r.Last, Plain(r.Last, "F1")),
        Element(r.Sign < 0 ? "td class=n-red" : r.Sign > 0 ? "td class=n-blue" : "td class=n", [("data-v", Raw(r.Shift))], (r.Sign < 0 ? "▼ " : r.Sign > 0 ? "▲ " : "") + Signed(r.Shift, 1)),
        Cell(100 * r.Shift / Math.Abs(r.First), Signed(100 * r.Shift / Math.Abs(r.First), 1)),
        hasGamma ? Cell(r.Grueneisen ?? double.NaN, Plain(r.Grueneisen, "F2")) : None,
        hasParts ? Join(Cell(r.Parts?.Intramolecular ?? double.NaN, Signed(r.Parts?.Intramolecular, 1)), Cell(r.Parts?.Intermolecular ?? double.NaN, Signed(r.Parts?.Intermolecular, 1)), Cell(r.Parts?.Geometry ?? double.NaN, Signed(r.Parts?.Geometry, 1))) : None,
        Cell(r.HydrogenShare, Plain(r.HydrogenShare, "F2")),
        Cell(r.InsShare, $"{Plain(100 * r.InsShare, "F2")} %"),
        Cell(r.Overlap, Plain(r.Overlap, "F2") + (crosses ? " ×" : "")),
        Cell(r.Confidence, Plain(r.Confidence, "F2") + (r.IsCertain ? "" : " ?")));

    static Markup Cell(double value, string text) => Element("td class=n", [("data-v", Raw(value))], text);

    static string Raw(double value) => double.IsFinite(value) ? value.ToString("R", System.Globalization.CultureInfo.InvariantCulture) : "";

    static Markup Movie() => Element(
        "figure id=movie",
        Element("canvas id=canvas width=640 height=560 tabindex=0 role=img"),
        Element(
            "p class=controls",
            Element("button type=button id=play", "Pause"),
            Element("button type=button id=previous", [("aria-label", "Previous mode")], "‹"),
            Element("button type=button id=next", [("aria-label", "Next mode")], "›"),
            Element("label", "amplitude ", Element("input type=range id=amplitude min=0 max=100 value=40"))),
        Element("figcaption id=movie-text", "A mode of the crystal at the first pressure. Drag, or use the arrow keys, to turn it."));
}
