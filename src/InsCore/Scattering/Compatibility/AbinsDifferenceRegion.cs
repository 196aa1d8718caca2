using System.Globalization;
using InsCore.Spectra;

namespace InsCore.Scattering.Compatibility;

/// <summary>How an AbINS-compatible spectrum differs from the exact one between two energies, and why.</summary>
/// <param name="Comparison">Integrals and the largest deviation.</param>
/// <param name="Effects">
/// Each cause and what it does to the integral, relative to the exact one: its change when the one option is switched off, or the part that AbINS
/// cannot have; from the largest to the smallest. Empty where the region is dark.
/// </param>
/// <param name="Sentence">What causes most of the difference, for people.</param>
public sealed record AbinsDifferenceRegion(SpectrumRegion Comparison, IReadOnlyList<(string Cause, double Effect)> Effects, string Sentence)
{
    /// <summary>One line for people.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Comparison.From,5:f0}-{Comparison.To,-5:f0} cm⁻¹  ratio {Ratio,6}  largest deviation {Deviation}  {Sentence}");

    string Ratio => double.IsFinite(Comparison.Ratio) ? Comparison.Ratio.ToString("f3", CultureInfo.InvariantCulture) : "-";

    string Deviation => Comparison.IsDark ? "-" : string.Create(
        CultureInfo.InvariantCulture, $"{100 * Comparison.Deviation,6:+0.0;-0.0} % at {Comparison.DeviationEnergy:f0} cm⁻¹");
}
