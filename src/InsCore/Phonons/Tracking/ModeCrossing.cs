namespace InsCore.Phonons.Tracking;

/// <summary>Two modes of one symmetry that come close and exchange their displacement patterns, wholly or in part.</summary>
/// <param name="First">Number of the mode that begins lower.</param>
/// <param name="Second">Number of the other.</param>
/// <param name="Irrep">Their symmetry.</param>
/// <param name="Pressure">Where they are closest, GPa.</param>
/// <param name="Wavenumber">Mean of both there, cm⁻¹.</param>
/// <param name="Gap">Distance there, cm⁻¹.</param>
/// <param name="Exchange">
/// How much of its pattern each shows in the other's place, the smaller of the two |⟨e|e⟩|², at its largest along the path: 0.5 in the
/// middle of the exchange, near 0 where the modes pass each other too quickly to mix on the steps taken.
/// </param>
/// <param name="IsPassed">True if the one that began lower ends higher: patterns have changed places.</param>
public sealed record ModeCrossing(int First, int Second, string Irrep, double Pressure, double Wavenumber, double Gap, double Exchange, bool IsPassed);
