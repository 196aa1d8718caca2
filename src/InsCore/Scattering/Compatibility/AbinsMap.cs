using InsCore.Spectra;

namespace InsCore.Scattering.Compatibility;

/// <summary>A map over |Q| and energy transfer as AbINS computes it.</summary>
/// <param name="Bank">The detectors of one incident energy, or null for the ideal instrument.</param>
/// <param name="Total">All species and orders, barn per cm⁻¹ per cell (σ S); NaN where no detector sees it.</param>
/// <param name="Species">Its elements and isotopes, which add up to the total.</param>
/// <param name="Orders">Its orders, which add up to the total.</param>
/// <param name="Resolution">The resolution model that was used, or null for none.</param>
/// <param name="DroppedModes">Modes left out at or below the lowest energy.</param>
public sealed record AbinsMap(
    DetectorBank? Bank, Spectrum2D Total, IReadOnlyList<Spectrum2D> Species, IReadOnlyList<Spectrum2D> Orders, ResolutionModel? Resolution, int DroppedModes)
{
    /// <summary>Unit of the intensities without their "per energy".</summary>
    public const string IntensityUnit = "barn per cell (σ S, as AbINS writes it)";
}
