namespace InsCore.Comparison;

/// <summary>A peak of a measured or computed spectrum.</summary>
/// <param name="Energy">Position, cm⁻¹, from a Gaussian through the upper half of the peak.</param>
/// <param name="Error">Standard error of the position from the noise, cm⁻¹; 0 without noise.</param>
/// <param name="Height">Intensity at the top.</param>
/// <param name="Prominence">Height above the higher of the two valleys that part it from higher ground.</param>
/// <param name="Width">Full width at half of the prominence, cm⁻¹.</param>
public readonly record struct SpectrumPeak(double Energy, double Error, double Height, double Prominence, double Width);
