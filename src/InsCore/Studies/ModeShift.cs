namespace InsCore.Studies;

/// <summary>How one mode at Γ moves from a first pressure to a second; a degenerate set counts as one.</summary>
/// <param name="FirstNumber">Number at the first pressure, from 1, in the order of energies.</param>
/// <param name="SecondNumber">Number at the second.</param>
/// <param name="Irrep">Symmetry, e.g. B2g.</param>
/// <param name="Degeneracy">Modes of the set.</param>
/// <param name="FirstWavenumber">cm⁻¹, negative if imaginary.</param>
/// <param name="SecondWavenumber">cm⁻¹, negative if imaginary.</param>
/// <param name="Overlap">|⟨e₁|e₂⟩|² of the two eigenvectors, 0 to 1: how much of its pattern it keeps.</param>
/// <param name="Confidence">How sure it is that both are the same mode, 0 to 1.</param>
/// <param name="HydrogenShare">Share of the hydrogen atoms in the mode of the first structure, Σ_H |e_i|².</param>
/// <param name="InsWeight">One-phonon intensity of the set at the first pressure, barn/sr per cell.</param>
public sealed record ModeShift(
    int FirstNumber,
    int SecondNumber,
    string Irrep,
    int Degeneracy,
    double FirstWavenumber,
    double SecondWavenumber,
    double Overlap,
    double Confidence,
    double HydrogenShare,
    double InsWeight)
{
    /// <summary>A pairing at least as confident as this is certain.</summary>
    public const double CertainConfidence = 0.8;

    // Smaller shifts have no colour, cm⁻¹.
    const double NoShift = 0.05;

    /// <summary>Second less first wavenumber, cm⁻¹.</summary>
    public double Shift => SecondWavenumber - FirstWavenumber;

    /// <summary>"blue" if the mode hardens, "red" if it softens, empty if it stays within 0.05 cm⁻¹.</summary>
    public string Colour => Shift > NoShift ? "blue" : Shift < -NoShift ? "red" : "";

    /// <summary>True if the confidence is above 0.8.</summary>
    public bool IsCertain => Confidence > CertainConfidence;
}
