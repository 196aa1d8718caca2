using InsCore.Phonons.Tracking;

namespace InsCore.Studies;

/// <summary>How one mode at Γ moves from a first pressure to a second; a degenerate set counts as one.</summary>
/// <param name="Mode">The mode through all pressures.</param>
/// <param name="Point">Index of the second pressure.</param>
/// <param name="HydrogenShare">Share of the hydrogen atoms in the mode of the first structure, Σ_H |e_i|².</param>
/// <param name="InsWeight">One-phonon intensity of the set at the first pressure, barn/sr per cell.</param>
/// <param name="InsShare">Its share of the intensity of all modes at Γ.</param>
public sealed record ModeShift(TrackedMode Mode, int Point, double HydrogenShare, double InsWeight, double InsShare)
{
    /// <summary>A pairing at least as confident as this is certain.</summary>
    public const double CertainConfidence = 0.8;

    // Smaller shifts have no colour, cm⁻¹.
    const double NoShift = 0.05;

    /// <summary>Number at the first pressure, from 1, in the order of energies.</summary>
    public int FirstNumber => Mode.Number;

    /// <summary>Number at the second.</summary>
    public int SecondNumber => Mode.Numbers[Point];

    /// <summary>Modes of the set.</summary>
    public int Degeneracy => Mode.Irrep.Degeneracy;

    /// <summary>cm⁻¹, negative if imaginary.</summary>
    public double FirstWavenumber => Mode.Wavenumbers[0];

    /// <summary>cm⁻¹, negative if imaginary.</summary>
    public double SecondWavenumber => Mode.Wavenumbers[Point];

    /// <summary>|⟨e₁|e₂⟩|² of the two eigenvectors, 0 to 1: how much of its pattern it keeps.</summary>
    public double Overlap => Mode.Overlaps[Point];

    /// <summary>How sure it is that both are the same mode, 0 to 1.</summary>
    public double Confidence => Mode.Confidences[Point];

    /// <summary>Second less first wavenumber, cm⁻¹.</summary>
    public double Shift => SecondWavenumber - FirstWavenumber;

    /// <summary>"blue" if the mode hardens, "red" if it softens, empty if it stays within 0.05 cm⁻¹.</summary>
    public string Colour => Shift > NoShift ? "blue" : Shift < -NoShift ? "red" : "";

    /// <summary>True if the confidence is above 0.8.</summary>
    public bool IsCertain => Confidence > CertainConfidence;
}
