using InsCore.Spectra;

namespace InsCore.Comparison;

/// <summary>What a file of measured spectra does not say of itself.</summary>
public sealed record MeasuredFileOptions
{
    /// <summary>Unit of its energies; null for the one that its header names.</summary>
    public EnergyUnit? Unit { get; init; }

    /// <summary>Which spectrum of several: its number in a Mantid file, or the place of its column, from 1.</summary>
    public int Spectrum { get; init; } = 1;

    /// <summary>Name of the column of intensities, as the header has it; null for the one that <see cref="Spectrum"/> counts.</summary>
    public string? Column { get; init; }
}
