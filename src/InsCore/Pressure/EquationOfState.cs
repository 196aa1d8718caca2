using System.Text.Json.Nodes;
using InsCore.Units;

namespace InsCore.Pressure;

/// <summary>How pressure, energy and bulk modulus depend on the volume.</summary>
/// <remarks>
/// Vinet, x = (V/V₀)^⅓, η = 3(B₀' - 1)/2: P = 3 B₀ (1 - x)/x² exp(η(1 - x)). Birch and Murnaghan, y = (V₀/V)^⅓:
/// P = (3/2) B₀ (y⁷ - y⁵)(1 + ¾(B₀' - 4)(y² - 1)). Energies are their integrals, E(V₀) = E₀.
/// </remarks>
public sealed record EquationOfState
{
    /// <summary>The form.</summary>
    public required EquationOfStateForm Form { get; init; }

    /// <summary>V₀ where the pressure vanishes, Å³ per cell.</summary>
    public required double Volume { get; init; }

    /// <summary>B₀ there, GPa.</summary>
    public required double BulkModulus { get; init; }

    /// <summary>Its derivative dB/dP there.</summary>
    public required double BulkDerivative { get; init; }

    /// <summary>E₀, eV per cell; null where pressures alone were fitted.</summary>
    public double? Energy { get; init; }

    /// <summary>Standard errors of V₀, B₀, B₀'; null where there are as many parameters as points, and none can be known.</summary>
    public (double Volume, double BulkModulus, double BulkDerivative)? StandardErrors { get; init; }

    /// <summary>What was fitted less the fit, GPa for pressures, eV for energies.</summary>
    public IReadOnlyList<double> Residuals { get; init; } = [];

    /// <summary>P at a volume, GPa.</summary>
    /// <param name="volume">Å³ per cell.</param>
    public double PressureAt(double volume)
    {
        double x = Math.Cbrt(volume / Volume);
        if (Form == EquationOfStateForm.Vinet)
        {
            return 3 * BulkModulus * (1 - x) / (x * x) * Math.Exp(Eta * (1 - x));
        }

        double y = 1 / x, y2 = y * y;
        return 1.5 * BulkModulus * y2 * y2 * y * (y2 - 1) * (1 + (0.75 * (BulkDerivative - 4) * (y2 - 1)));
    }

    /// <summary>B = -V dP/dV at a volume, GPa.</summary>
    /// <param name="volume">Å³ per cell.</param>
    public double BulkModulusAt(double volume)
    {
        double x = Math.Cbrt(volume / Volume);
        if (Form == EquationOfStateForm.Vinet)
        {
            return BulkModulus / (x * x) * (1 + ((1 + (Eta * x)) * (1 - x))) * Math.Exp(Eta * (1 - x));
        }

        double y = 1 / x, y2 = y * y, y4 = y2 * y2, c = 0.75 * (BulkDerivative - 4);
        double slope = (((7 * y4 * y2) - (5 * y4)) * (1 + (c * (y2 - 1)))) + (y4 * y * (y2 - 1) * 2 * c * y);
        return 0.5 * BulkModulus * y * slope;
    }

    /// <summary>E at a volume, eV per cell; relative to E₀ where that is not known.</summary>
    /// <param name="volume">Å³ per cell.</param>
    public double EnergyAt(double volume)
    {
        double x = Math.Cbrt(volume / Volume), scale = BulkModulus * Volume / Constants.EvPerCubicAngstromInGpa;
        if (Form == EquationOfStateForm.Vinet)
        {
            return (Energy ?? 0) + (9 * scale * (1 - x) * (1 - x) * VinetSeries(Eta * (1 - x)));
        }

        double f = (1 / (x * x)) - 1;
        return (Energy ?? 0) + (9.0 / 16 * scale * f * f * ((f * BulkDerivative) + 6 - (4 * (f + 1))));
    }

    /// <summary>V at a pressure, Å³ per cell.</summary>
    /// <param name="pressure">GPa.</param>
    /// <exception cref="InsNumericalException">No volume has this pressure: the crystal would be torn apart.</exception>
    public double VolumeAt(double pressure)
    {
        double volume = Volume;
        for (int n = 0; n < 200; n++)
        {
            double bulk = BulkModulusAt(volume), step = (PressureAt(volume) - pressure) / bulk;
            if (!(bulk > 0))
            {
                break;
            }

            volume *= Math.Exp(Math.Clamp(step, -0.1, 0.1));
            if (Math.Abs(step) < 1e-13)
            {
                return volume;
            }
        }

        throw new InsNumericalException(FormattableString.Invariant($"the equation of state has no volume at {pressure} GPa"));
    }

    /// <summary>The figures as JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["form"] = Form == EquationOfStateForm.Vinet ? "Vinet" : "Birch-Murnaghan",
        ["fittedTo"] = Energy is null ? "P(V)" : "E(V)",
        ["v0"] = Volume,
        ["b0"] = BulkModulus,
        ["b0Prime"] = BulkDerivative,
        ["e0"] = Energy,
        ["standardErrors"] = StandardErrors is { } e
            ? new JsonObject { ["v0"] = e.Volume, ["b0"] = e.BulkModulus, ["b0Prime"] = e.BulkDerivative }
            : null,
        ["residuals"] = new JsonArray([.. Residuals.Select(r => JsonValue.Create(r))]),
        ["units"] = new JsonObject { ["v0"] = "Å³ per cell", ["b0"] = "GPa", ["e0"] = "eV per cell", ["residuals"] = Energy is null ? "GPa" : "eV per cell" },
    };

    /// <summary>One line for people.</summary>
    public override string ToString()
    {
        string name = Form == EquationOfStateForm.Vinet ? "Vinet" : "Birch-Murnaghan", of = Energy is null ? "P(V)" : "E(V)";
        double largest = Residuals.Count > 0 ? Residuals.Max(Math.Abs) : 0;
        string rest = Energy is null ? FormattableString.Invariant($"{largest * 1e3:0.##} MPa") : FormattableString.Invariant($"{largest * 1e3:0.###} meV");
        return StandardErrors is { } e
            ? FormattableString.Invariant($"{name,-15} of {of}: V0 = {Volume:F2} ± {e.Volume:0.00} Å³, B0 = {BulkModulus:F3} ± {e.BulkModulus:0.000} GPa, B0' = {BulkDerivative:F2} ± {e.BulkDerivative:0.00}, largest residual {rest}")
            : FormattableString.Invariant($"{name,-15} of {of}: V0 = {Volume:F2} Å³, B0 = {BulkModulus:F3} GPa, B0' = {BulkDerivative:F2}; as many parameters as points, no errors");
    }

    double Eta => 1.5 * (BulkDerivative - 1);

    // (1 - (1 - z) e^z) / z² = Σ_n zⁿ (n + 1)/(n + 2)!, exact at z = 0 where the closed form is 0/0.
    static double VinetSeries(double z)
    {
        if (Math.Abs(z) > 0.5)
        {
            return (1 - ((1 - z) * Math.Exp(z))) / (z * z);
        }

        double sum = 0, term = 0.5;
        for (int n = 0; n < 25; n++)
        {
            sum += (n + 1) * term;
            term *= z / (n + 3);
        }

        return sum;
    }
}
