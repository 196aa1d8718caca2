using System.Globalization;

namespace InsCore.Scattering;

/// <summary>The width of the Gaussian with which an instrument broadens a line, as a function of energy transfer.</summary>
/// <remarks>
/// An instrument's own models are in its file (docs/instruments.md). For every instrument there are <c>polynomial(c0,c1,c2)</c>,
/// σ = c0 + c1 ω + c2 ω² cm⁻¹, and <c>none</c>.
/// </remarks>
public sealed class ResolutionModel
{
    readonly Func<double, DetectorBank, double> sigma;

    /// <summary>Makes a model.</summary>
    /// <param name="name">Name, with all parameters.</param>
    /// <param name="sigma">Standard deviation, cm⁻¹, at an energy transfer, cm⁻¹, positive for neutron energy loss, for a bank.</param>
    public ResolutionModel(string name, Func<double, DetectorBank, double> sigma) => (Name, this.sigma) = (name, sigma);

    /// <summary>Name, with all parameters, to be written into every output.</summary>
    public string Name { get; }

    /// <summary>Standard deviation, cm⁻¹.</summary>
    /// <param name="energy">Energy transfer, cm⁻¹, that the bank allows; models fitted to energy loss use the elastic width for energy gain.</param>
    /// <param name="bank">The detector bank.</param>
    public double Sigma(double energy, DetectorBank bank) => sigma(energy, bank);

    /// <summary>The same with all widths multiplied by a factor.</summary>
    public ResolutionModel Times(double factor) => factor == 1
        ? this
        : new(string.Create(CultureInfo.InvariantCulture, $"{Name}*{factor}"), (energy, bank) => factor * sigma(energy, bank));

    /// <summary>A model that fits every instrument, or null if the text names none.</summary>
    /// <param name="text">none or polynomial(c0,c1,c2), up to three numbers ≥ 0.</param>
    public static ResolutionModel? TryParse(string text)
    {
        string name = text.Trim().ToLowerInvariant();
        if (name == "none")
        {
            return new(name, (_, _) => 0);
        }

        return name.StartsWith("polynomial(", StringComparison.Ordinal) && name.EndsWith(')') ? ParsePolynomial(name) : null;
    }

    static ResolutionModel? ParsePolynomial(string name)
    {
        string[] parts = name["polynomial(".Length..^1].Split(',');
        double[] c = new double[3];
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts.Length > 3
                || !double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out c[i])
                || !(c[i] >= 0) || !double.IsFinite(c[i]))
            {
                return null;
            }
        }

        return new(
            FormattableString.Invariant($"polynomial({c[0]},{c[1]},{c[2]})"),
            (energy, _) => c[0] + (Math.Max(energy, 0) * (c[1] + (Math.Max(energy, 0) * c[2]))));
    }
}
