using System.Text.Json.Nodes;

namespace InsCore.Pressure;

/// <summary>A series there and back.</summary>
/// <param name="Points">Ascending in pressure; turning points are not among them.</param>
public sealed record Hysteresis(IReadOnlyList<HysteresisPoint> Points)
{
    // Beyond what the stress left explains: rounding, and the second-order effect of shear stress.
    const double Margin = 2e-4;

    /// <summary>True if at some pressure the path matters.</summary>
    public bool IsOpen => Points.Any(p => p.IsOpen);

    /// <summary>Compares the way back with the way out.</summary>
    /// <param name="there">The series.</param>
    /// <param name="back">The way back, some or all of its pressures.</param>
    /// <param name="bulkModulus">At a volume of the series, GPa; null where it is not known.</param>
    public static Hysteresis Of(IReadOnlyList<SeriesPoint> there, IReadOnlyList<SeriesPoint> back, Func<double, double>? bulkModulus) =>
        new([.. back.OrderBy(b => b.Target).Select(b => Compare(there.First(t => t.Target == b.Target), b, bulkModulus))]);

    static HysteresisPoint Compare(SeriesPoint there, SeriesPoint back, Func<double, double>? bulkModulus)
    {
        double difference = (back.Volume - there.Volume) / there.Volume, left = Margin;
        if (bulkModulus is not null)
        {
            double bulk = bulkModulus(there.Volume);
            difference += (back.Pressure - there.Pressure) / bulk;
            left += (back.StressResidual + there.StressResidual) / bulk;
        }

        return new(there, back, difference, (back.Enthalpy - there.Enthalpy) / there.Crystal.AtomCount, left);
    }

    /// <summary>As JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["isOpen"] = IsOpen,
        ["points"] = new JsonArray([.. Points.Select(p => new JsonObject
        {
            ["pressure"] = p.Out.Target,
            ["volumeOut"] = p.Out.Volume,
            ["volumeBack"] = p.Back.Volume,
            ["energyOut"] = p.Out.Energy,
            ["energyBack"] = p.Back.Energy,
            ["volumeDifference"] = p.VolumeDifference,
            ["volumeTolerance"] = p.VolumeTolerance,
            ["enthalpyDifference"] = p.EnthalpyDifference,
            ["enthalpyTolerance"] = HysteresisPoint.EnthalpyTolerance,
            ["isOpen"] = p.IsOpen,
        })]),
        ["units"] = new JsonObject { ["pressure"] = "GPa", ["volume"] = "Å³ per cell", ["energy"] = "eV per cell", ["volumeDifference"] = "relative", ["enthalpyDifference"] = "eV per atom" },
    };

    /// <summary>Lines for people.</summary>
    public IEnumerable<string> Lines()
    {
        foreach (HysteresisPoint p in Points)
        {
            string verdict = p.IsOpen ? "THE PATH MATTERS" : "same";
            yield return FormattableString.Invariant(
                $"{p.Out.Target,7:0.0###} GPa: ΔV/V = {p.VolumeDifference:+0.0e+00;-0.0e+00;0} (tolerance {p.VolumeTolerance:0.0e+00}), ΔH = {1e3 * p.EnthalpyDifference:+0.0000;-0.0000;0} meV/atom: {verdict}");
        }
    }
}
