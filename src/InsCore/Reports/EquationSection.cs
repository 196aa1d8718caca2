using System.Text.Json.Nodes;
using static InsCore.Reports.Markup;
using static InsCore.Reports.ReportNumber;
using static InsCore.Reports.ReportSource;

namespace InsCore.Reports;

/// <summary>Volume and cell against pressure, equation of state, compressibilities.</summary>
internal static class EquationSection
{
    /// <summary>Renders it; nothing for one pressure.</summary>
    public static Markup Render(ReportSource source)
    {
        JsonNode? series = source.Summary["pressureSeries"];
        JsonNode[] points = [.. Items(series?["points"])];
        if (points.Length < 2)
        {
            return None;
        }

        JsonNode[] segments = [.. Items(series!["segments"])];
        return Element(
            "section id=equation",
            Element("h2", "Equation of state"),
            Element("div class=split", Element("div", Cells(points), Fits(segments)), Element("figure", Element("div id=volume class=chart"), Element("figcaption", segments.Any(s => Items(s["equationsOfState"]).Any()) ? "Volume of the cell; the line is Vinet's equation of state." : "Volume of the cell."))),
            Compressibilities(segments),
            Elastic([.. Items(series["elastic"])]),
            Join(segments.SelectMany(s => Texts(s["notes"])).Select(n => Element("p class=dim", n + "."))));
    }

    static Markup Cells(JsonNode[] points) => Table(
        "The relaxed cells: lengths in Å, angles in degrees, volume in Å³",
        ["P, GPa", "V", "a", "b", "c", "α", "β", "γ"],
        points.Select(p =>
        {
            double[] cell = Numbers(p["cell"]);
            return (IEnumerable<Markup>)[Plain(Value(p["pressure"]), "F3"), Plain(Value(p["volume"]), "F2"), .. cell.Take(3).Select(c => (Markup)Plain(c, "F4")), .. cell.Skip(3).Select(c => (Markup)Plain(c, "F2"))];
        }));

    static Markup Fits(JsonNode[] segments)
    {
        IEnumerable<Markup>[] rows = [.. segments.SelectMany(s => Items(s["equationsOfState"]).Select(e => (IEnumerable<Markup>)
        [
            Text(s["spaceGroup"]) ?? "", $"{Text(e["form"])} of {Text(e["fittedTo"])}", WithError(e, "v0", "F2"), WithError(e, "b0", "F2"), WithError(e, "b0Prime", "F2"),
        ]))];
        Markup means = Join(segments.Where(s => Value(s["meanBulkModulus"]) is not null).Select(s => Element(
            "p", $"{Text(s["spaceGroup"])}: mean bulk modulus between the two volumes {Plain(Value(s["meanBulkModulus"]), "F2")} GPa, from −ΔP/Δ ln V.")));
        return Join(rows.Length == 0 ? None : Table("Fits", ["phase", "equation", "V₀, Å³", "B₀, GPa", "B₀′"], rows), means);
    }

    static string WithError(JsonNode fit, string key, string format) =>
        Plain(Value(fit[key]), format) + (Value(fit["standardErrors"]?[key]) is { } error ? $" ± {Plain(error, format)}" : "");

    static Markup Elastic(JsonNode[] results)
    {
        if (results.Length == 0)
        {
            return None;
        }

        Markup moduli = Table(
            "Elasticity: moduli of the powder (Hill), GPa; the crystal is stable against strains if every eigenvalue of its stiffness is positive",
            ["P, GPa", "bulk", "shear", "Young", "Poisson", "anisotropy", "least eigenvalue", "bulk by V(P)", "verdict"],
            results.Select(e => (IEnumerable<Markup>)
            [
                Plain(Value(e["target"]), "0.###"),
                .. new[] { "bulkHill", "shearHill", "young", "poisson", "anisotropy" }.Select(k => (Markup)Plain(Value(e["polycrystal"]?[k]), "F2")),
                Plain(Numbers(e["eigenvalues"]).DefaultIfEmpty(double.NaN).Min(), "F2"),
                Plain(Value(e["bulkModulusOfTheEquationOfState"]), "F2"),
                Truth(e["isStable"]) ? Element("span class=blue", "stable") : Element("span class=red", "unstable"),
            ]));
        return Join(moduli, Join(results.Select(e => Element(
            "details",
            Element("summary", $"Stiffness at {Gigapascals(Value(e["target"]) ?? double.NaN)}"),
            Table("GPa, Voigt's order xx, yy, zz, yz, xz, xy", ["1", "2", "3", "4", "5", "6"], Items(e["stiffness"]).Select(r => Numbers(r).Select(c => (Markup)Plain(c, "F2"))))))));
    }

    static Markup Compressibilities(JsonNode[] segments)
    {
        IEnumerable<Markup>[] rows = [.. segments.SelectMany(s => Items(s["compressibilities"])).Select(c =>
        {
            double[] axes = Numbers(c["axes"]), principal = Numbers(c["principal"]);
            return (IEnumerable<Markup>)[Plain(Value(c["pressure"]), "F3"), .. axes.Select(a => (Markup)Plain(a, "F1")), Plain(Value(c["volume"]), "F1"), string.Join(", ", principal.Select(a => Plain(a, "F1")))];
        })];
        return rows.Length == 0 ? None : Table("Compressibilities, 1/TPa", ["P, GPa", "a", "b", "c", "volume", "principal"], rows);
    }
}
