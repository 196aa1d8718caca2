using System.Globalization;
using InsCore.Scattering;
using InsCore.Structures;

namespace InsCore.Studies;

/// <summary>How a study names its folders and tells of its steps.</summary>
internal static class StudyNames
{
    /// <summary>A pressure with its unit, e.g. 1.5GPa: a folder's name and a label.</summary>
    public static string Pressure(double pressure) => pressure.ToString("0.0###", CultureInfo.InvariantCulture) + "GPa";

    /// <summary>The same for figures and tables, e.g. 1.5 GPa.</summary>
    public static string Label(double pressure) => pressure.ToString("0.0###", CultureInfo.InvariantCulture) + " GPa";

    /// <summary>Title of a figure: atoms of the cell, pressure, instrument and temperature.</summary>
    /// <param name="crystal">The cell.</param>
    /// <param name="pressure">With its unit; may be empty.</param>
    /// <param name="options">Instrument and temperature.</param>
    /// <param name="model">Name of the potential, or null.</param>
    /// <param name="energy">The incident energy shown, e.g. 300 meV; null for all of them.</param>
    public static string Title(Crystal crystal, string pressure, ScatteringOptions options, string? model, string? energy = null)
    {
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Formula(crystal)}{(pressure.Length > 0 ? $", {pressure}" : "")}, {Instrument(options, energy)}{(model is null ? "" : $"; potential {model}")}");
    }

    /// <summary>The name in capitals as facilities write it, the setting as it is.</summary>
    public static string Instrument(Instrument instrument)
    {
        string[] parts = instrument.Name.Split(':');
        parts[0] = parts[0].ToUpperInvariant();
        return string.Join(' ', parts);
    }

    // With temperature, and banks or what neutrons come in.
    static string Instrument(ScatteringOptions options, string? energy)
    {
        Instrument instrument = Scattering.Instrument.ByName(options.Instrument, options.IncidentEnergies, options.Frequencies);
        string banks = instrument.Geometry == InstrumentGeometry.Direct
            ? $"E_i {energy ?? string.Join(", ", instrument.Banks.Select(b => b.Name))}{string.Concat(instrument.Frequencies.Select(f => string.Create(CultureInfo.InvariantCulture, $", {f} Hz")))}"
            : instrument.Banks.Count > 1 ? "mean of all banks" : instrument.Banks[0].Name;
        return string.Create(CultureInfo.InvariantCulture, $"{Instrument(instrument)} at {options.Temperature} K, {banks}");
    }

    /// <summary>The atoms of the cell, which need not be a molecule or a formula unit.</summary>
    public static string Formula(Crystal crystal) =>
        string.Concat(crystal.Formula.Select(c => char.IsAsciiDigit(c) ? (char)('₀' + (c - '0')) : c)) + " per cell";

    /// <summary>A remark for results that were not computed anew.</summary>
    public static string Stored(bool wasStored) => wasStored ? " (stored)" : "";
}
