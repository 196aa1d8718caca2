namespace InsCore.Scattering.Compatibility;

/// <summary>A spectrum as AbINS computes it.</summary>
/// <param name="Energies">Centres of the bins, [nBins], cm⁻¹: half a bin, one and a half, …</param>
/// <param name="Banks">The banks of the instrument, and last their mean, "all".</param>
/// <param name="Options">The settings.</param>
/// <param name="Instrument">The instrument.</param>
/// <param name="Resolution">The resolution model that was used.</param>
/// <param name="DroppedModes">Modes left out at or below the lowest energy.</param>
public sealed record AbinsSpectrum(
    double[] Energies, IReadOnlyList<AbinsBank> Banks, AbinsOptions Options, Instrument Instrument, ResolutionModel Resolution, int DroppedModes)
{
    /// <summary>Unit of every intensity: Σ_κ σ_κ S_κ over the width of a bin, 4π times that of <see cref="InsSpectrum.IntensityUnit"/>.</summary>
    public const string IntensityUnit = "barn per cm⁻¹ per cell";

    /// <summary>A bank by name: backward, forward or all.</summary>
    public AbinsBank Bank(string name) =>
        Banks.FirstOrDefault(b => string.Equals(b.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new InsInputException("bank", null, $"\"{name}\" is not known", $"choose one of: {string.Join(", ", Banks.Select(b => b.Name))}");
}
