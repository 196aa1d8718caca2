namespace InsCore.Spectra;

/// <summary>A maximum of a spectrum.</summary>
/// <param name="Energy">Position, cm⁻¹, refined by a parabola through three bins.</param>
/// <param name="Height">Intensity there.</param>
/// <param name="Prominence">Height above the higher of the two lowest points that part it from higher ground.</param>
public readonly record struct Peak(double Energy, double Height, double Prominence);
