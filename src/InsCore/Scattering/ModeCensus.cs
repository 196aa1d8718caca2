namespace InsCore.Scattering;

/// <summary>Which modes entered the spectral tensors, and which did not.</summary>
public sealed record ModeCensus
{
    /// <summary>Wave vectors.</summary>
    public required int WaveVectors { get; init; }

    /// <summary>Modes in all.</summary>
    public required int Modes { get; init; }

    /// <summary>Translations at Γ that were dropped.</summary>
    public required int Translations { get; init; }

    /// <summary>Smallest share of translation in a dropped mode; 1 if they separate, as they should.</summary>
    public required double TranslationShare { get; init; }

    /// <summary>Weight of Γ in the mesh: the share of the zone whose acoustic modes are missing.</summary>
    public required double GammaWeight { get; init; }

    /// <summary>True if Γ is the only wave vector.</summary>
    public bool GammaOnly => WaveVectors == 1 && GammaWeight > 0;

    /// <summary>Modes of imaginary or vanishing frequency, translations at Γ not counted.</summary>
    public required int Imaginary { get; init; }

    /// <summary>Largest |ν| among them, cm⁻¹.</summary>
    public required double LargestImaginary { get; init; }

    /// <summary>How those were treated.</summary>
    public required ImaginaryModes ImaginaryTreatment { get; init; }

    /// <summary>Real modes left out because they lie below the lowest energy, chosen or automatic.</summary>
    public int Soft { get; init; }

    /// <summary>Highest energy among them, cm⁻¹; 0 without any.</summary>
    public double HighestSoft { get; init; }

    /// <summary>Largest mean square displacement along any direction that an atom would have with them, Å²; 0 without any.</summary>
    public double SoftDisplacement { get; init; }

    /// <summary>Lowest energy that was kept, cm⁻¹.</summary>
    public required double LowestKept { get; init; }

    /// <summary>True if the acoustic modes missing at Γ were replaced by those of an isotropic Debye sphere.</summary>
    public required bool AcousticCorrection { get; init; }

    /// <summary>Largest eigenvalue that this correction added to a displacement tensor, Å²; 0 without it.</summary>
    public required double AcousticDisplacement { get; init; }
}
