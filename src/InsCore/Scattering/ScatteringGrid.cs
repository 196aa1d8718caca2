namespace InsCore.Scattering;

/// <summary>Where S(Q², ω) is wanted, and how accurately.</summary>
/// <param name="Spacing">Width of the energy bins, eV.</param>
/// <param name="FirstBin">First bin, ≤ 0; bin j is centred at j times the width.</param>
/// <param name="LastBin">Last bin.</param>
/// <param name="LowestQSquared">Smallest Q², Å⁻².</param>
/// <param name="HighestQSquared">Largest Q², Å⁻².</param>
/// <param name="Orders">Orders to resolve.</param>
/// <param name="Accuracy">Error allowed, relative to the maximum of S.</param>
/// <param name="IsPowder">False where S is wanted in single directions, which reach farther in energy than their average.</param>
internal sealed record ScatteringGrid(
    double Spacing, int FirstBin, int LastBin, double LowestQSquared, double HighestQSquared, int Orders, double Accuracy, bool IsPowder = true);
