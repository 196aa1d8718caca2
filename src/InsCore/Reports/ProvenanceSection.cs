using System.Text.Json.Nodes;
using static InsCore.Reports.Markup;
using static InsCore.Reports.ReportSource;

namespace InsCore.Reports;

/// <summary>Where it all comes from, so that it can be done again.</summary>
internal static class ProvenanceSection
{
    /// <summary>Renders it.</summary>
    public static Markup Render(ReportSource source)
    {
        JsonNode? p = source.Summary["provenance"], model = p?["model"];
        JsonNode? phonons = source.Point(source.Pressures[0])["phonons"];
        List<(string Term, Markup Value)> rows =
        [
            ("program", Text(p?["program"]) ?? "–"),
            ("date", Text(p?["date"]) ?? "–"),
            ("call", Element("code", Text(p?["commandLine"]) ?? "–")),
            .. (p?["inputs"] as JsonObject ?? []).Select(i => ($"input {i.Key}", Hash(Text(i.Value)))),
            ("potential", $"{Text(model?["name"])}{(Text(model?["licence"]) is { } licence ? $", {licence}" : "")}"),
            ("its hash", Hash(Text(model?["sha256"]))),
            ("its caveats", Text(model?["caveats"]) ?? "none stated"),
            ("phonons", $"{Text(phonons?["method"])}, mesh {string.Join("×", Numbers(phonons?["mesh"]).Select(n => ReportNumber.Plain(n, "0")))}"),
            ("spectrum", Text(source.Point(source.Pressures[0])["spectrum"]?["settings"]) ?? "–"),
            ("machine", Text(p?["backend"]) ?? "–"),
        ];
        Markup diagnostics = Join(source.Pressures.Select(q => Element(
            "details",
            Element("summary", $"Diagnostics of the spectrum at {ReportNumber.Gigapascals(q)}"),
            Element("ul", [.. Texts(source.Point(q)["spectrum"]?["diagnostics"]).Select(d => Element("li", d))]))));
        return Element(
            "section id=provenance",
            Element("h2", "Where this comes from"),
            Element("dl", [.. rows.Select(r => Join(Element("dt", r.Term), Element("dd", r.Value)))]),
            diagnostics);
    }

    static Markup Hash(string? hash) => hash is null ? "–" : Element("code class=hash", $"sha256 {hash}");
}
