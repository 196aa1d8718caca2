using System.Globalization;
using System.Text.Json.Nodes;
using InsCore.Phonons;
using InsCore.Pressure;
using static InsCore.Reports.ReportSource;

namespace InsCore.Reports;

/// <summary>The numbers that the page's script draws.</summary>
internal static class ReportData
{
    // Points of the drawn equation of state.
    const int CurvePoints = 60;

    /// <summary>Collects them.</summary>
    public static JsonObject Of(ReportSource source)
    {
        PhononModes? modes = source.Modes(source.Pressures[0]);
        return new()
        {
            ["pressures"] = Array(source.Pressures),
            ["spectra"] = new JsonArray([.. source.Pressures.Select(p => Spectrum(source, p)).OfType<JsonNode>()]),
            ["modes"] = new JsonArray([.. source.Rows.Select(r => new JsonObject
            {
                ["number"] = r.Number, ["irrep"] = r.Irrep, ["name"] = r.Name, ["nu"] = Array(r.Wavenumbers), ["ins"] = Rounded(r.InsShare), ["sign"] = r.Sign, ["sure"] = Rounded(r.Confidence),
            })]),
            ["movie"] = modes is null ? null : ModeMovie.Of(modes, source.Rows),
            ["volume"] = Volume(source.Summary["pressureSeries"]),
            ["motion"] = MotionFigures.Data(source),
        };
    }

    static JsonObject? Spectrum(ReportSource source, double pressure)
    {
        JsonObject? spectrum = source.JsonAt(pressure, "spectrum.json");
        double[] energies = Numbers(spectrum?["energyTransfer"]), total = Numbers(Whole(spectrum));
        if (energies.Length < 2 || energies.Length != total.Length)
        {
            return null;
        }

        JsonObject json = new() { ["pressure"] = pressure, ["label"] = ReportNumber.Gigapascals(pressure), ["x"] = Array(energies), ["y"] = Array(total), ["unit"] = Text(spectrum!["units"]?["intensity"]) };
        if (source.Point(pressure)["comparison"] is JsonObject comparison && source.MeasuredAt(pressure) is { } measured)
        {
            // On the computed scale, without background: the computed curve is the same at every pressure.
            double[] scales = [.. Items(comparison["regions"]).Select(r => Value(r["scale"]) ?? 0)];
            double scale = scales.Where(s => s > 0).DefaultIfEmpty(1).Average();
            json["measured"] = new JsonObject { ["x"] = Array(measured.X), ["y"] = Array(measured.Y.Select(y => y / scale)), ["label"] = Text(comparison["experiment"]?["title"]) };
        }

        JsonNode? dynamics = source.Point(pressure)["dynamics"];
        if (dynamics is JsonObject && Truth(dynamics["velocities"]?["spectrum"]) && source.JsonAt(pressure, "md", "spectrum.json") is { } moving)
        {
            json["moving"] = new JsonObject
            {
                ["x"] = Array(Numbers(moving["energyTransfer"])), ["y"] = Array(Numbers(Whole(moving))), ["label"] = $"molecular dynamics, {ReportNumber.Plain(Value(dynamics["targetTemperature"]), "0")} K", ["fell"] = !Truth(dynamics["holdsTogether"]),
            };
        }

        return json;
    }

    // Several incident energies have no mean: the first one.
    static JsonNode? Whole(JsonNode? spectrum) => spectrum?["banks"] is JsonObject { Count: > 0 } banks ? banks["all"] ?? banks.First().Value : null;

    static JsonObject? Volume(JsonNode? series)
    {
        JsonNode[] points = [.. Items(series?["points"])];
        if (points.Length < 2)
        {
            return null;
        }

        JsonArray curves = [];
        foreach (JsonNode segment in Items(series!["segments"]))
        {
            JsonNode? vinet = Items(segment["equationsOfState"]).FirstOrDefault(e => Text(e["form"]) == "Vinet" && Text(e["fittedTo"]) == "P(V)");
            double[] targets = Numbers(segment["pressures"]);
            double[] volumes = [.. points.Where(p => targets.Contains(Value(p["target"]) ?? double.NaN)).Select(p => Value(p["volume"]) ?? double.NaN)];
            if (vinet is null || volumes.Length < 2 || Value(vinet["v0"]) is not { } v0 || Value(vinet["b0"]) is not { } b0 || Value(vinet["b0Prime"]) is not { } prime)
            {
                continue;
            }

            EquationOfState equation = new() { Form = EquationOfStateForm.Vinet, Volume = v0, BulkModulus = b0, BulkDerivative = prime };
            double[] v = [.. Enumerable.Range(0, CurvePoints + 1).Select(i => volumes.Min() + ((volumes.Max() - volumes.Min()) * i / CurvePoints))];
            curves.Add((JsonNode)new JsonObject { ["x"] = Array(v.Select(equation.PressureAt)), ["y"] = Array(v) });
        }

        return new() { ["x"] = Array(points.Select(p => Value(p["pressure"]) ?? double.NaN)), ["y"] = Array(points.Select(p => Value(p["volume"]) ?? double.NaN)), ["curves"] = curves };
    }

    /// <summary>Numbers with the digits that a drawing needs; null for what is none.</summary>
    internal static JsonArray Array(IEnumerable<double> values) => new([.. values.Select(v => double.IsFinite(v) ? Rounded(v) : null)]);

    static JsonNode Rounded(double value) => JsonValue.Create(double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
}
