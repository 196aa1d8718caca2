using InsCore.Scattering;
using InsCore.Spectra;
using InsCore.Structures;

namespace InsCore.Studies;

/// <summary>Settings of a map of S(|Q|, ω) beside those of every spectrum.</summary>
public sealed record MapSettings
{
    /// <summary>Instrument, by name; null for S itself, without mask and resolution.</summary>
    public string? Instrument { get; init; }

    /// <summary>Largest |Q|, Å⁻¹; null for what the instrument reaches, or 10 without one.</summary>
    public double? QMaximum { get; init; }

    /// <summary>Number of bins in |Q|.</summary>
    public int QBins { get; init; } = 200;

    /// <summary>Highest energy transfer, cm⁻¹; null for the incident energy, or what holds all single phonons.</summary>
    public double? MaximumEnergy { get; init; }

    /// <summary>Width of the energy bins, cm⁻¹; null for a round number that gives some 500 bins.</summary>
    public double? BinWidth { get; init; }

    /// <summary>Corners of a path of momentum transfers of a single crystal, fractional; null for a powder.</summary>
    public IReadOnlyList<Vector3d>? Path { get; init; }

    /// <summary>True for the coherent one-phonon part as well, which takes force constants.</summary>
    public bool IsCoherent { get; init; }

    /// <summary>Largest number of directions at each |Q| of the powder average of the coherent part, those equal by symmetry counted once.</summary>
    public int Directions { get; init; } = CoherentOnePhonon.DefaultDirections;

    /// <summary>How the colours of the figure follow the intensities; null for in proportion for a powder, and logarithmic for a single crystal.</summary>
    public MapScale? Scale { get; init; }

    /// <summary>Unit of energies in files and figures.</summary>
    public EnergyUnit Unit { get; init; } = EnergyUnit.Millielectronvolt;
}
