using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Phonons;

/// <summary>What the signs of the squared frequencies say about the stability of a structure.</summary>
/// <param name="ImaginaryModes">Modes of negative energy, the three translations at Γ left out, over all wave vectors listed.</param>
/// <param name="LargestImaginary">The largest |ħω| among them, eV; 0 if there are none.</param>
/// <param name="WorstQ">The wave vector where it occurs, fractional; null if there are none.</param>
/// <param name="AcousticResidual">
/// The largest |ħω| of the translations at Γ, eV, which would be 0 without rounding; null if Γ is not among the wave vectors.
/// </param>
/// <param name="AcousticShare">Smallest share of translation in the modes taken for translations; null likewise.</param>
public sealed record StabilityReport(
    int ImaginaryModes, double LargestImaginary, Vector3d? WorstQ, double? AcousticResidual, double? AcousticShare)
{
    /// <summary>True if no mode is imaginary.</summary>
    public bool IsStable => ImaginaryModes == 0;

    /// <summary>Examines modes.</summary>
    public static StabilityReport Of(PhononModes modes)
    {
        int count = 0;
        double largest = 0;
        Vector3d? worst = null;
        double? residual = null, share = null;
        for (int q = 0; q < modes.QPoints.Length; q++)
        {
            AcousticModes? acoustic = AcousticModes.Find(modes, q);
            Span<double> energies = modes.EnergiesAt(q);
            for (int n = 0; n < energies.Length; n++)
            {
                if (acoustic is not null && acoustic.Modes.Contains(n))
                {
                    residual = Math.Max(residual ?? 0, Math.Abs(energies[n]));
                    share = Math.Min(share ?? 1, acoustic.SmallestShare);
                }
                else if (energies[n] < 0)
                {
                    count++;
                    worst = -energies[n] > largest ? modes.QPoints[q] : worst;
                    largest = Math.Max(largest, -energies[n]);
                }
            }
        }

        return new StabilityReport(count, largest, worst, residual, share);
    }

    /// <summary>One line for people, in cm⁻¹.</summary>
    public override string ToString()
    {
        string acoustic = AcousticResidual is { } residual
            ? FormattableString.Invariant($"; translations at Γ: |ν| ≤ {residual * Constants.EvInWavenumbers:G2} cm⁻¹")
            : "";
        return WorstQ is { } q
            ? FormattableString.Invariant(
                $"{ImaginaryModes} imaginary modes, largest |ν| = {LargestImaginary * Constants.EvInWavenumbers:F2} cm⁻¹ at q = ({q.X:G4}, {q.Y:G4}, {q.Z:G4})")
                + acoustic
            : "no imaginary modes" + acoustic;
    }
}
