namespace InsCore.Phonons.Tracking;

/// <summary>Phonons at one of the pressures that modes are followed through.</summary>
/// <param name="Pressure">GPa.</param>
/// <param name="Modes">Modes with eigenvectors, Γ among the wave vectors.</param>
public sealed record TrackingPoint(double Pressure, PhononModes Modes);
