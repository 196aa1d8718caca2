using System.Text.Json.Nodes;
using static InsCore.Reports.Markup;
using static InsCore.Reports.ReportNumber;
using static InsCore.Reports.ReportSource;

namespace InsCore.Reports;

/// <summary>Free energy, entropy and heat capacity of the phonons; volumes at temperature and pressure.</summary>
internal static class ThermodynamicsSection
{
    // K; of what was computed, the temperatures nearest to these are shown.
    static readonly double[] Shown = [0, 10, 50, 100, 150, 200, 250, 300];

    /// <summary>Renders it; nothing where nothing was computed.</summary>
    public static Markup Render(ReportSource source)
    {
        Markup harmonic = Join(source.Pressures.Where(p => source.Point(p)["thermodynamics"] is JsonObject).Select(p => Harmonic(p, source.Point(p))));
        Markup volumes = QuasiHarmonic(source.Summary["quasiHarmonic"]);
        return harmonic.IsEmpty && volumes.IsEmpty ? None : Element("section id=thermodynamics", Element("h2", "Thermodynamics"), harmonic, volumes);
    }

    static Markup Harmonic(double pressure, JsonNode point)
    {
        JsonNode json = point["thermodynamics"]!;
        return Join(Table(
            $"Phonons at {Gigapascals(pressure)}, constant cell, per mole of formula units; zero-point energy {Plain(Value(json["zeroPointEnergy"]), "F4")} eV per cell",
            ["T, K", "F, kJ/mol", "U, kJ/mol", "S, J/(K mol)", "C_V, J/(K mol)"],
            Near(json["points"]).Select(p => (IEnumerable<Markup>)
            [
                Plain(Value(p["temperature"]), "0.##"),
                .. new[] { "freeEnergy", "energy", "entropy", "heatCapacity" }.Select(k => (Markup)Plain(Value(p["molar"]?[k]), "F2")),
            ])),
            Join(Texts(json["warnings"]).Concat(Unstable(point)).Select(w => Element("p class=dim", w))));
    }

    // Sound waves between the points of the mesh are in no sum over it.
    static IEnumerable<string> Unstable(JsonNode point) => Text(point["phonons"]?["longWaves"]) is null
        ? []
        : ["The crystal is unstable against sound waves at this pressure: these are sums over the modes on the mesh, not values of a state that lasts."];

    static Markup QuasiHarmonic(JsonNode? json) => Join(Items(json?["pressures"]).Select(c => Table(
        $"Quasi-harmonic volumes at {Gigapascals(Value(c["pressure"]) ?? double.NaN)}",
        ["T, K", "V, Å³", "thermal expansion, 10⁻⁶/K", "bulk modulus, GPa", "C_P, J/(K mol)", ""],
        Near(c["states"]).Select(s => (IEnumerable<Markup>)
        [
            Plain(Value(s["temperature"]), "0.##"), Plain(Value(s["volume"]), "F2"), Plain(1e6 * Value(s["thermalExpansion"]), "F1"), Plain(Value(s["bulkModulus"]), "F2"),
            Plain(Value(s["molarHeatCapacityPressure"]), "F2"), Truth(s["isExtrapolated"]) ? "extrapolated" : "",
        ]))));

    static IEnumerable<JsonNode> Near(JsonNode? points)
    {
        JsonNode[] all = [.. Items(points).Where(p => Value(p["temperature"]) is not null)];
        return all.Length == 0 ? [] : Shown.Select(t => all.MinBy(p => Math.Abs(Value(p["temperature"])!.Value - t))!).Distinct();
    }
}
