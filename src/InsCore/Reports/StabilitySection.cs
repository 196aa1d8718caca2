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
        IReadOnlyList<string> warnings = source.Warnings;
        return Element(
            "section id=stability",
            Element("h2", "Is the crystal stable?"),
            Table(
                "Each structure",
                ["P, GPa", "space group", "largest force, eV/Å", "imaginary modes on the mesh", "verdict"],
                source.Pressures.Select(p => Row(source.Point(p), p))),
            Dynamics(source),
            MotionFigures.Render(source),
            warnings.Count == 0 ? Element("p", "No warnings.") : Join(Element("h3", "All warnings"), Element("ul", [.. warnings.Select(w => Element("li", w))])));
    }

    static Markup Dynamics(ReportSource source)
    {
        (double Pressure, JsonNode Json)[] runs = [.. source.Pressures.Select(p => (p, source.Point(p)["dynamics"])).Where(d => d.Item2 is JsonObject).Select(d => (d.p, d.Item2!))];
        if (runs.Length == 0)
        {
            return None;
        }

        return Join(
            Element("h3", "Molecular dynamics"),
            Element("ul", [.. runs.Select(r => Element("li", Element(Truth(r.Json["holdsTogether"]) ? "strong class=blue" : "strong class=red", $"{Gigapascals(r.Pressure)}: "), Text(r.Json["verdict"]) ?? "no verdict"))]),
            Table(
                "Means with standard errors",
                ["P, GPa", "run", "time, ps", "atoms", "drift, meV/atom/ps", "T, K", "P from the stress, GPa", "V, Å³", "Lindemann", "diffusion, Å²/ps"],
                runs.Select(r => (IEnumerable<Markup>)
                [
                    Plain(r.Pressure, "0.###"),
                    $"{Text(r.Json["ensemble"])?.ToUpperInvariant()} {Plain(Value(r.Json["targetTemperature"]), "0")} K, {Plain(Value(r.Json["timeStep"]), "0.##")} fs",
                    Plain(Value(r.Json["time"]), "0.#"),
                    Plain(Value(r.Json["atoms"]), "0"),
                    WithError(r.Json["energyDrift"], "value", "0.0000"),
                    WithError(r.Json["temperature"], "mean", "F1"),
                    WithError(r.Json["pressure"], "mean", "F3"),
                    WithError(r.Json["volume"], "mean", "F1"),
                    Plain(Value(r.Json["displacements"]?["lindemann"]), "F3"),
                    WithError(r.Json["displacements"]?["diffusion"], "value", "0.0000"),
                ])));
    }

    static string WithError(JsonNode? json, string key, string format) =>
        Plain(Value(json?[key]), format) + (Value(json?["error"]) is { } error ? $" ± {Plain(error, format)}" : "");

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
