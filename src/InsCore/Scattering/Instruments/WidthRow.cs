namespace InsCore.Scattering.Instruments;

/// <summary>What an instrument sees, and how sharply, at one energy transfer.</summary>
/// <param name="Bank">Name of the bank.</param>
/// <param name="Energy">Energy transfer, cm⁻¹.</param>
/// <param name="Sigmas">Standard deviation of each resolution model, cm⁻¹.</param>
/// <param name="LeastQ">Smallest Q covered, Å⁻¹.</param>
/// <param name="MostQ">Largest Q covered, Å⁻¹.</param>
/// <param name="SigmaQ">Standard deviation of Q at the middle angle, Å⁻¹, by the first model; null where it is not known.</param>
public sealed record WidthRow(
    string Bank, double Energy, IReadOnlyList<double> Sigmas, double LeastQ, double MostQ, double? SigmaQ);
