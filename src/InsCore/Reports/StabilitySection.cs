using System.Text.Json.Nodes;
using static InsCore.Reports.Markup;
using static InsCore.Reports.ReportNumber;
using static InsCore.Reports.ReportSource;

namespace InsCore.Reports;

/// <summary>Whether the crystal is stable: symmetry, imaginary modes, sound waves; and all warnings.</summary>
internal static class StabilitySection
{
    /// <summary>Renders it.</summary>
    public static Markup Render(ReportSource source)
    {
        string[] warnings = Texts(source.Summary["warnings"]);
        return Element(
            "section id=stability",
            Element("h2", "Is the crystal stable?"),
            Table(
                "Each structure",
                ["P, GPa", "space group", "largest force, eV/Å", "imaginary modes", "verdict"],
                source.Pressures.Select(p => Row(source.Point(p), p))),
            warnings.Length == 0 ? Element("p", "No warnings.") : Join(Element("h3", "All warnings"), Element("ul", [.. warnings.Select(w => Element("li", w))])));
    }

    static IEnumerable<Markup> Row(JsonObject point, double pressure)
    {
        JsonNode? relaxed = point["relaxed"], phonons = point["phonons"];
        string group = Text(relaxed?["spaceGroup"]) ?? "", before = Text(relaxed?["spaceGroupBefore"]) ?? group;
        double? imaginary = Value(phonons?["imaginaryModes"]);
        string? sound = Text(phonons?["longWaves"]);
        bool isStable = imaginary is null or 0 && sound is null;
        return
        [
            Plain(pressure, "0.###"), group == before ? group : $"{group}, was {before}", Plain(Value(relaxed?["largestForce"]), "0.0e+00"), Plain(imaginary, "0"),
            isStable ? Element("span class=blue", "stable against small motions") : Element("span class=red", $"not a minimum{(sound is null ? "" : $": {sound}")}"),
        ];
    }
}
