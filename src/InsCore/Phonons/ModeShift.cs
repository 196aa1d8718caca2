namespace InsCore.Phonons;

/// <summary>How one mode at Γ moves from a first structure to a second, e.g. under pressure.</summary>
/// <param name="FirstMode">Index in the first structure.</param>
/// <param name="SecondMode">Index of its partner in the second.</param>
/// <param name="FirstWavenumber">cm⁻¹, negative if imaginary.</param>
/// <param name="SecondWavenumber">cm⁻¹, negative if imaginary.</param>
/// <param name="Overlap">|⟨e₁|e₂⟩|² of the two eigenvectors, 0 to 1.</param>
/// <param name="GroupOverlap">
/// The same for the group of nearly degenerate modes it belongs to: mean square length of the group's eigenvectors in the space of their
/// partners. Near 1 with a small <paramref name="Overlap"/> means that modes mixed within the group only.
/// </param>
/// <param name="GroupSize">Modes in that group; 1 for a mode that stands alone.</param>
/// <param name="HydrogenShare">Share of the hydrogen atoms in the mode of the first structure, Σ_H |e_i|².</param>
/// <param name="InsWeight">Σ_i |e_i|² times the weight of atom i given by the caller; studies put the one-phonon intensity of the mode here.</param>
public sealed record ModeShift(
    int FirstMode,
    int SecondMode,
    double FirstWavenumber,
    double SecondWavenumber,
    double Overlap,
    double GroupOverlap,
    int GroupSize,
    double HydrogenShare,
    double InsWeight)
{
    // Below one half, more of the mode lies elsewhere than in its partner.
    const double CertainOverlap = 0.5;

    /// <summary>Second less first wavenumber, cm⁻¹.</summary>
    public double Shift => SecondWavenumber - FirstWavenumber;

    /// <summary>"blue" if the mode hardens, "red" if it softens, empty if it stays within 0.05 cm⁻¹.</summary>
    public string Colour => Shift > 0.05 ? "blue" : Shift < -0.05 ? "red" : "";

    /// <summary>True if more than half of the mode, or of its group, is found again in its partner.</summary>
    public bool IsCertain => Math.Max(Overlap, GroupOverlap) > CertainOverlap;
}
