namespace InsCore.Spectra;

/// <summary>A curve over a map: a limit of the kinematics, or what a detector sees.</summary>
/// <param name="Label">Text of the legend.</param>
/// <param name="Q">[n], Å⁻¹.</param>
/// <param name="Energies">[n], cm⁻¹.</param>
/// <param name="Colour">#RRGGBB.</param>
/// <param name="IsDashed">True for a dashed line.</param>
public sealed record MapLine(string Label, double[] Q, double[] Energies, string Colour, bool IsDashed = false);
