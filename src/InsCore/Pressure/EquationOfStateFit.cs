using InsCore.Units;

namespace InsCore.Pressure;

/// <summary>Fits equations of state by least squares, every point with the same weight.</summary>
public static class EquationOfStateFit
{
    /// <summary>Parameters of P(V).</summary>
    public const int PressureParameters = 3;

    /// <summary>Parameters of E(V).</summary>
    public const int EnergyParameters = 4;

    // Relative: relaxed volumes that should be equal are so to this.
    const double SameVolume = 1e-7;

    // A common derivative of molecular and other crystals, to start from.
    const double UsualDerivative = 6;

    /// <summary>Fits P(V): V₀, B₀, B₀'.</summary>
    /// <param name="form">The form.</param>
    /// <param name="volumes">[nPoints], Å³ per cell.</param>
    /// <param name="pressures">[nPoints], GPa.</param>
    /// <exception cref="ArgumentException">Fewer than three different volumes.</exception>
    /// <exception cref="InsNumericalException">The fit does not converge, or to something that is no equation of state.</exception>
    public static EquationOfState ToPressures(EquationOfStateForm form, double[] volumes, double[] pressures)
    {
        Check(volumes, pressures, PressureParameters);
        double[] logs = Array.ConvertAll(volumes, Math.Log), line = LeastSquares.Polynomial(logs, pressures, 1);
        double bulk = Math.Max(-line[1], 1e-3), volume = Math.Exp(Math.Clamp(-line[0] / line[1], logs.Min() - 0.3, logs.Max() + 0.3));
        LeastSquares fit = LeastSquares.Fit(
            volumes, pressures, [volume, bulk, UsualDerivative], [volume, bulk, UsualDerivative], (v, p) => Of(form, p).PressureAt(v));
        return Checked(Of(form, fit.Parameters) with { StandardErrors = Errors(fit, 0), Residuals = fit.Residuals });
    }

    /// <summary>Fits E(V): E₀, V₀, B₀, B₀'.</summary>
    /// <param name="form">The form.</param>
    /// <param name="volumes">[nPoints], Å³ per cell.</param>
    /// <param name="energies">[nPoints], eV per cell.</param>
    /// <exception cref="ArgumentException">Fewer than four different volumes.</exception>
    /// <exception cref="InsNumericalException">The fit does not converge, or to something that is no equation of state.</exception>
    public static EquationOfState ToEnergies(EquationOfStateForm form, double[] volumes, double[] energies)
    {
        Check(volumes, energies, EnergyParameters);
        double mean = volumes.Average(), offset = energies.Average();

        // E ≈ c₀ + c₁ s + c₂ s², s = ln V/⟨V⟩: vertex and curvature to start from.
        double[] c = LeastSquares.Polynomial([.. volumes.Select(v => Math.Log(v / mean))], [.. energies.Select(e => e - offset)], 2);
        double curvature = Math.Max(c[2], 1e-3), volume = mean * Math.Exp(Math.Clamp(-c[1] / (2 * curvature), -0.3, 0.3));
        double bulk = 2 * curvature / mean * Constants.EvPerCubicAngstromInGpa;
        double size = Math.Max(energies.Max() - energies.Min(), 1e-6);
        LeastSquares fit = LeastSquares.Fit(
            volumes,
            [.. energies.Select(e => e - offset)],
            [c[0], volume, bulk, UsualDerivative],
            [size, volume, bulk, UsualDerivative],
            (v, p) => Of(form, p.AsSpan(1)).EnergyAt(v) + p[0]);
        return Checked(Of(form, fit.Parameters.AsSpan(1)) with
        {
            Energy = fit.Parameters[0] + offset, StandardErrors = Errors(fit, 1), Residuals = fit.Residuals,
        });
    }

    static EquationOfState Of(EquationOfStateForm form, ReadOnlySpan<double> p) =>
        new() { Form = form, Volume = p[0], BulkModulus = p[1], BulkDerivative = p[2] };

    static (double, double, double)? Errors(LeastSquares fit, int first) =>
        fit.StandardErrors is { } e ? (e[first], e[first + 1], e[first + 2]) : null;

    static EquationOfState Checked(EquationOfState equation) =>
        equation is { Volume: > 0, BulkModulus: > 0 } && double.IsFinite(equation.Volume * equation.BulkModulus * equation.BulkDerivative)
            ? equation
            : throw new InsNumericalException(FormattableString.Invariant(
                $"the best fit of an equation of state makes no sense: V0 = {equation.Volume:G4} Å³, B0 = {equation.BulkModulus:G4} GPa"));

    static void Check(double[] volumes, double[] values, int parameters)
    {
        if (volumes.Length != values.Length || Different(volumes) < parameters)
        {
            throw new ArgumentException($"{parameters} parameters cannot be had from {Different(volumes)} volumes", nameof(volumes));
        }
    }

    /// <summary>How many volumes are different by more than rounding.</summary>
    internal static int Different(IEnumerable<double> volumes)
    {
        double[] ascending = [.. volumes.Order()];
        return 1 + ascending.Skip(1).Where((v, i) => v > ascending[i] * (1 + SameVolume)).Count();
    }
}
