using System.Globalization;
using InsCore.Spectra;

namespace InsCore.Scattering.Compatibility;

/// <summary>How an AbINS-compatible spectrum differs from the exact one between two energies, and why.</summary>
/// <param name="Comparison">Integrals and the largest deviation.</param>
/// <param name="Effects">
/// Each cause and what it does to the integral, relative to the exact one: its change when the one option is switched off, or the part that AbINS
/// cannot have; from the largest to the smallest.
/// </param>
/// <param name="Sentence">What causes most of the difference, for people.</param>
public sealed record AbinsDifferenceRegion(SpectrumRegion Comparison, IReadOnlyList<(string Cause, double Effect)> Effects, string Sentence)
{
    /// <summary>One line for people.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Comparison.From,5:f0}-{Comparison.To,-5:f0} cm⁻¹  ratio {Comparison.Ratio,6:f3}  largest deviation {100 * Comparison.Deviation,6:+0.0;-0.0} % at {Comparison.DeviationEnergy:f0} cm⁻¹  {Sentence}");
}
