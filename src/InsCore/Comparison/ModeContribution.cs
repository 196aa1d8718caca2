namespace InsCore.Comparison;

/// <summary>A mode that makes part of a computed peak.</summary>
/// <param name="Mode">Index of the mode, ascending in energy at each wave vector, from 0.</param>
/// <param name="Wavenumber">Its mean wavenumber under the peak, weighted by intensity, cm⁻¹.</param>
/// <param name="Share">Its share of the one-phonon intensity under the peak.</param>
public readonly record struct ModeContribution(int Mode, double Wavenumber, double Share);
