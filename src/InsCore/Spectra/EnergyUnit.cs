using InsCore.Units;

namespace InsCore.Spectra;

/// <summary>The unit in which energies leave for files and figures.</summary>
/// <param name="Name">In plain characters, as the user types it: cm-1, meV, eV or THz.</param>
/// <param name="Symbol">As a figure shows it.</param>
/// <param name="Wavenumbers">One unit in cm⁻¹.</param>
public sealed record EnergyUnit(string Name, string Symbol, double Wavenumbers)
{
    /// <summary>Wavenumbers, cm⁻¹.</summary>
    public static EnergyUnit Wavenumber { get; } = new("cm-1", "cm⁻¹", 1);

    /// <summary>Millielectronvolts.</summary>
    public static EnergyUnit Millielectronvolt { get; } = new("meV", "meV", Constants.MillielectronvoltInWavenumbers);

    /// <summary>Electronvolts.</summary>
    public static EnergyUnit Electronvolt { get; } = new("eV", "eV", Constants.EvInWavenumbers);

    /// <summary>Terahertz, of the frequency.</summary>
    public static EnergyUnit Terahertz { get; } = new("THz", "THz", ForeignUnits.TerahertzInEv * Constants.EvInWavenumbers);

    /// <summary>Finds a unit by name.</summary>
    /// <exception cref="InsInputException">There is no such unit.</exception>
    public static EnergyUnit Parse(string name) => name.ToLowerInvariant() switch
    {
        "cm-1" or "1/cm" or "cm⁻¹" => Wavenumber,
        "mev" => Millielectronvolt,
        "ev" => Electronvolt,
        "thz" => Terahertz,
        _ => throw new InsInputException("unit", null, $"\"{name}\" is not known", "choose cm-1, meV, eV or THz"),
    };

    /// <summary>Energies in this unit from energies in cm⁻¹.</summary>
    public double[] FromWavenumbers(double[] energies) => Array.ConvertAll(energies, e => e / Wavenumbers);

    /// <summary>Intensities per this unit from intensities per cm⁻¹.</summary>
    public double[] DensityFromWavenumbers(double[] intensities) => Array.ConvertAll(intensities, i => i * Wavenumbers);
}
