using System.Globalization;
using InsCore.Scattering.Instruments;

namespace InsCore.Scattering;

/// <summary>A spectrometer with its settings chosen: banks with their kinematics, and how widely it broadens a line.</summary>
public sealed record Instrument
{
    /// <summary>As the user types it, with the setting behind a colon if there are several, e.g. tosca or maps:A.</summary>
    public required string Name { get; init; }

    /// <summary>One line for people.</summary>
    public required string Description { get; init; }

    /// <summary>Detector banks; of direct geometry one for each incident energy. At least one, all of the same geometry.</summary>
    public required IReadOnlyList<DetectorBank> Banks { get; init; }

    /// <summary>Resolution models that come with the instrument, the usual one first. At least one.</summary>
    public required IReadOnlyList<ResolutionModel> Resolutions { get; init; }

    /// <summary>Frequencies of the choppers, Hz; empty for an instrument without.</summary>
    public IReadOnlyList<double> Frequencies { get; init; } = [];

    /// <summary>The file it was made from; null for an instrument put together by a program.</summary>
    public InstrumentDefinition? Definition { get; init; }

    /// <summary>Which neutron energy is fixed.</summary>
    public InstrumentGeometry Geometry => Banks[0].Kinematics.Geometry;

    /// <summary>True if the banks measure at the same time, so that their mean is a spectrum; false for several incident energies.</summary>
    public bool IsOneExperiment => Geometry == InstrumentGeometry.Indirect || Banks.Count == 1;

    /// <summary>Name with all that was chosen, for outputs: incident energies and frequencies, and the hash of a file of the user's own.</summary>
    public string Label
    {
        get
        {
            string energies = Geometry == InstrumentGeometry.Direct ? $", E_i {string.Join(", ", Banks.Select(b => b.Name))}" : "";
            string frequencies = string.Concat(Frequencies.Select(f => string.Create(CultureInfo.InvariantCulture, $", {f} Hz")));
            return $"{Name}{(Definition is { IsShipped: false } own ? $" (file {own.Sha256[..12]})" : "")}{energies}{frequencies}";
        }
    }

    /// <summary>Names of the instruments that come with InsCore.</summary>
    public static IReadOnlyList<string> Names => InstrumentDefinition.Names;

    /// <summary>Finds an instrument and its settings.</summary>
    /// <param name="name">NAME or NAME:SETTING of an instrument that comes with InsCore, or FILE.yml or FILE.yml:SETTING.</param>
    /// <param name="incidentEnergies">Of direct geometry, meV, each giving a bank; null or empty for the instrument's usual one.</param>
    /// <param name="frequencies">Of its choppers, Hz; null or empty for the usual ones.</param>
    /// <exception cref="InsInputException">There is no such instrument, or it does not have these settings.</exception>
    public static Instrument ByName(string name, IReadOnlyList<double>? incidentEnergies = null, IReadOnlyList<double>? frequencies = null)
    {
        (InstrumentDefinition definition, string? setting) = InstrumentDefinition.Find(name);
        return definition.Configure(setting, incidentEnergies, frequencies);
    }

    /// <summary>A resolution model of this instrument, or one that fits every instrument.</summary>
    /// <param name="name">
    /// One of <see cref="Resolutions"/>, none or polynomial(c0,c1,c2), each with *FACTOR behind it to make all widths larger; null for the usual one.
    /// </param>
    /// <exception cref="InsInputException">There is no such model.</exception>
    public ResolutionModel Resolution(string? name = null)
    {
        if (name is null)
        {
            return Resolutions[0];
        }

        string[] parts = name.Trim().Split('*');
        double factor = 1;
        ResolutionModel? model = Resolutions.FirstOrDefault(r => string.Equals(r.Name, parts[0].Trim(), StringComparison.OrdinalIgnoreCase))
            ?? ResolutionModel.TryParse(parts[0]);
        if (model is null || parts.Length > 2 || (parts.Length == 2 && !(Quantity.Number(parts[1]) is { } given && (factor = given) is > 0 and <= 1000)))
        {
            throw new InsInputException(
                "resolution", null, $"\"{name}\" is not a resolution model of {Name}",
                $"choose {string.Join(", ", Resolutions.Select(r => r.Name))}, none or polynomial(c0,c1,c2) with up to three numbers ≥ 0, cm⁻¹; *1.2 behind it makes widths 1.2 times larger");
        }

        return model.Times(factor);
    }
}
