using System.Globalization;
using InsCore.Units;

namespace InsCore.Scattering.Instruments;

/// <summary>A kind of quantity of an instrument file: its unit inside, and the units in which a file may state it.</summary>
internal sealed record Quantity(string Example, IReadOnlyDictionary<string, double> Units)
{
    /// <summary>Lengths, m inside.</summary>
    public static readonly Quantity Length = new("1.5 m", new Dictionary<string, double> { ["m"] = 1, ["cm"] = 1e-2, ["mm"] = 1e-3 });

    /// <summary>Wavelengths and spacings of planes, Å inside.</summary>
    public static readonly Quantity Spacing = new("3.348 A", new Dictionary<string, double> { ["A"] = 1, ["Å"] = 1, ["nm"] = 10 });

    /// <summary>Times, s inside.</summary>
    public static readonly Quantity Time = new(
        "44 us", new Dictionary<string, double> { ["s"] = 1, ["ms"] = 1e-3, ["us"] = 1e-6, ["µs"] = 1e-6, ["μs"] = 1e-6 });

    /// <summary>Energies, meV inside.</summary>
    public static readonly Quantity Energy = new(
        "32 cm-1",
        new Dictionary<string, double>
        {
            ["meV"] = 1,
            ["eV"] = 1000,
            ["cm-1"] = 1 / Constants.MillielectronvoltInWavenumbers,
            ["cm⁻¹"] = 1 / Constants.MillielectronvoltInWavenumbers,
        });

    /// <summary>Angles, degrees inside.</summary>
    public static readonly Quantity Angle = new("45 deg", new Dictionary<string, double> { ["deg"] = 1, ["°"] = 1 });

    /// <summary>Frequencies, Hz inside.</summary>
    public static readonly Quantity Frequency = new("400 Hz", new Dictionary<string, double> { ["Hz"] = 1 });

    /// <summary>Reads a number with its unit; null if it is not one of this kind, or not finite.</summary>
    public double? Parse(string text)
    {
        string[] parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return parts.Length == 2 && Number(parts[0]) is { } number && Units.TryGetValue(parts[1], out double factor) ? number * factor : null;
    }

    /// <summary>Reads a finite number without a unit, or gives null.</summary>
    public static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null;
}
