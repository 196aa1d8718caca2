namespace InsCore.Scattering;

/// <summary>Coherent one-phonon scattering along the trajectory of a bank before resolution, and by what it may be wrong, [bins of a grid] each.</summary>
/// <param name="Values">Barn/sr per cm⁻¹ per cell.</param>
/// <param name="Average">Half of the difference of two powder averages, same unit.</param>
/// <param name="Interpolation">A third of the change by twice the step in |Q|, same unit.</param>
internal sealed record CoherentRows(double[] Values, double[] Average, double[] Interpolation);
