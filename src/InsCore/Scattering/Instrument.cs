using InsCore.Units;

namespace InsCore.Scattering;

/// <summary>A spectrometer with its settings chosen: banks with their kinematics, and how widely it broadens a line.</summary>
public sealed record Instrument
{
    // Angles of the two banks as published with AbINS; Bragg angles, paths and widths of TOSCA as collected by ResINS.
    const double BackwardAngle = 134.98885653282196;
    const double ForwardAngle = 45.0;

    static readonly AnalyserGeometry Backward = new() { BraggAngle = 47.73, PrimaryPath = 17.0, SecondaryPath = 0.6279 };
    static readonly AnalyserGeometry Forward = Backward with { BraggAngle = 47.45 };

    /// <summary>As the user types it, with the setting behind a colon if there are several, e.g. tosca or maps:A.</summary>
    public required string Name { get; init; }

    /// <summary>One line for people.</summary>
    public required string Description { get; init; }

    /// <summary>Detector banks; of direct geometry one for each incident energy. At least one, all of the same geometry.</summary>
    public required IReadOnlyList<DetectorBank> Banks { get; init; }

    /// <summary>Resolution models that come with the instrument, the usual one first. At least one.</summary>
    public required IReadOnlyList<ResolutionModel> Resolutions { get; init; }

    /// <summary>Which neutron energy is fixed.</summary>
    public InstrumentGeometry Geometry => Banks[0].Kinematics.Geometry;

    /// <summary>Names of the instruments known.</summary>
    public static IReadOnlyList<string> Names => ["tosca", "tosca-abins", "panther"];

    /// <summary>Finds an instrument and its settings.</summary>
    /// <param name="name">Upper or lower case.</param>
    /// <param name="incidentEnergies">Of direct geometry, meV, each giving a bank; null or empty for the instrument's usual one.</param>
    /// <exception cref="InsInputException">There is no instrument of this name, or it does not have these settings.</exception>
    public static Instrument ByName(string name, IReadOnlyList<double>? incidentEnergies = null) => name.ToLowerInvariant() switch
    {
        "tosca" => Tosca("tosca", "TOSCA (ISIS), final energies from the Bragg angles of its analysers", Backward.FinalEnergy, Forward.FinalEnergy, "oclimax2019"),
        "tosca-abins" => Tosca("tosca-abins", "TOSCA (ISIS) with the final energy of 32 cm⁻¹ that AbINS and OCLIMAX use", 32, 32, "abins"),
        "panther" => Panther(incidentEnergies is { Count: > 0 } ? incidentEnergies : [150]),
        _ => throw new InsInputException("instrument", null, $"\"{name}\" is not known", $"choose one of: {string.Join(", ", Names)}"),
    };

    /// <summary>A resolution model of this instrument, or one that fits every instrument.</summary>
    /// <param name="name">One of <see cref="Resolutions"/>, none or polynomial(c0,c1,c2); null for the usual one.</param>
    /// <exception cref="InsInputException">There is no such model.</exception>
    public ResolutionModel Resolution(string? name = null) => name is null
        ? Resolutions[0]
        : Resolutions.FirstOrDefault(r => string.Equals(r.Name, name.Trim(), StringComparison.OrdinalIgnoreCase)) ?? ResolutionModel.Parse(name);

    static Instrument Tosca(string name, string description, double backward, double forward, string resolution) => new()
    {
        Name = name,
        Description = description,
        Banks =
        [
            Bank("backward", backward, BackwardAngle, Backward),
            Bank("forward", forward, ForwardAngle, Forward),
        ],
        Resolutions = [ResolutionModel.Parse(resolution)],
    };

    static DetectorBank Bank(string name, double finalEnergy, double angle, AnalyserGeometry analyser) => new()
    {
        Name = name,
        Kinematics = new(InstrumentGeometry.Indirect, finalEnergy),
        Coverage = [new(angle, angle)],
        Angles = [angle],
        Analyser = analyser,
    };

    static Instrument Panther(IReadOnlyList<double> incidentEnergies) => new()
    {
        Name = "panther",
        Description = "PANTHER (ILL), direct geometry",
        Banks = [.. incidentEnergies.Select(ei => new DetectorBank
        {
            Name = FormattableString.Invariant($"{ei} meV"),
            Kinematics = new(InstrumentGeometry.Direct, ei * Constants.MillielectronvoltInWavenumbers),
            Coverage = [new(5, 140)],
            Angles = [.. Enumerable.Range(0, 16).Select(i => 5 + ((i + 0.5) * 135 / 16))],
        })],
        Resolutions = [new("abins", PantherWidth)],
    };

    // Polynomials in energy transfer, incident energy and their product, meV, as published with AbINS: a full width at half maximum.
    static double PantherWidth(double energy, DetectorBank bank)
    {
        const double Unit = Constants.MillielectronvoltInWavenumbers;
        double e = Math.Max(energy, 0) / Unit, ei = bank.Kinematics.FixedEnergy / Unit, p = e * ei;
        double width = 9.776165626074981 + (e * (0.023616411911882462 + (e * (6.472263718719711e-4 + (e * 1.4819832651359686e-6)))))
            + (ei * (-0.15243694390151533 + (ei * 1.0075660656377956e-3)))
            + (p * (-7.90753342146401e-4 + (p * (-8.56972067941707e-9 - (p * 2.3477397983667877e-13)))));
        return width * Unit / Math.Sqrt(8 * Math.Log(2));
    }
}
