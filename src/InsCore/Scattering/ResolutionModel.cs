using System.Globalization;

namespace InsCore.Scattering;

/// <summary>The width of the Gaussian with which an instrument broadens a line, as a function of energy transfer.</summary>
/// <remarks>
/// Published values for TOSCA disagree. <c>abins</c>: σ = 2.5 + 0.005 ω + 10⁻⁷ ω² cm⁻¹ (AbINS; Dymkowski et al., Physica B 551 (2018) 443).
/// <c>oclimax2019</c>: 0.25 in place of 2.5 (Cheng et al., J. Chem. Theory Comput. 15 (2019) 1974, eq. 12). <c>geometry</c>: from flight paths and
/// angles (<see cref="AnalyserGeometry"/>). <c>polynomial(c0,c1,c2)</c>: σ = c0 + c1 ω + c2 ω² cm⁻¹. <c>none</c>: no broadening.
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

    /// <summary>Finds a model by name.</summary>
    /// <param name="text">abins, oclimax2019, geometry, none or polynomial(c0,c1,c2).</param>
    /// <exception cref="InsInputException">There is no such model, or its width is not positive everywhere.</exception>
    public static ResolutionModel Parse(string text)
    {
        string name = text.Trim().ToLowerInvariant();
        return name switch
        {
            "abins" => new(name, Polynomial(2.5, 0.005, 1e-7)),
            "oclimax2019" => new(name, Polynomial(0.25, 0.005, 1e-7)),
            "geometry" => new(name, Geometric),
            "none" => new(name, Polynomial(0, 0, 0)),
            _ when name.StartsWith("polynomial(", StringComparison.Ordinal) && name.EndsWith(')') => ParsePolynomial(name),
            _ => throw Unknown(text),
        };
    }

    static Func<double, DetectorBank, double> Polynomial(double c0, double c1, double c2) =>
        (energy, _) => c0 + (Math.Max(energy, 0) * (c1 + (Math.Max(energy, 0) * c2)));

    static double Geometric(double energy, DetectorBank bank) => bank.Analyser is { } analyser
        ? analyser.Sigma(Math.Max(energy, 0))
        : throw new InsInputException("resolution", null, $"the bank {bank.Name} has no analyser, so that \"geometry\" gives no width", "choose another resolution");

    static ResolutionModel ParsePolynomial(string name)
    {
        string[] parts = name["polynomial(".Length..^1].Split(',');
        double[] c = new double[3];
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts.Length > 3
                || !double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out c[i])
                || !(c[i] >= 0) || !double.IsFinite(c[i]))
            {
                throw Unknown(name);
            }
        }

        return new(FormattableString.Invariant($"polynomial({c[0]},{c[1]},{c[2]})"), Polynomial(c[0], c[1], c[2]));
    }

    static InsInputException Unknown(string text) => new(
        "resolution",
        null,
        $"\"{text}\" is not a resolution model",
        "choose abins, oclimax2019, geometry, none or polynomial(c0,c1,c2) with up to three numbers ≥ 0");
}
