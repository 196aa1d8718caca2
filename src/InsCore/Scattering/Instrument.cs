namespace InsCore.Scattering;

/// <summary>A spectrometer as the calculation sees it: banks, trajectories Q(ω), and its usual resolution model.</summary>
/// <param name="Name">As the user types it.</param>
/// <param name="Description">One line for people.</param>
/// <param name="Banks">Detector banks.</param>
/// <param name="DefaultResolution">Name of the resolution model used if none is chosen.</param>
public sealed record Instrument(
    string Name, string Description, IReadOnlyList<DetectorBank> Banks, string DefaultResolution)
{
    // Angles of the two banks as published with AbINS; Bragg angles, paths and widths of TOSCA as collected by ResINS.
    const double BackwardAngle = 134.98885653282196;
    const double ForwardAngle = 45.0;

    static readonly AnalyserGeometry Backward = new() { BraggAngle = 47.73, PrimaryPath = 17.0, SecondaryPath = 0.6279 };
    static readonly AnalyserGeometry Forward = Backward with { BraggAngle = 47.45 };

    static readonly Instrument[] Known =
    [
        new(
            "tosca",
            "TOSCA (ISIS), final energies from the Bragg angles of its analysers",
            [
                new("backward", Backward.FinalEnergy, BackwardAngle, Backward),
                new("forward", Forward.FinalEnergy, ForwardAngle, Forward),
            ],
            "oclimax2019"),
        new(
            "tosca-abins",
            "TOSCA (ISIS) with the final energy of 32 cm⁻¹ that AbINS and OCLIMAX use",
            [
                new("backward", 32, BackwardAngle, Backward),
                new("forward", 32, ForwardAngle, Forward),
            ],
            "abins"),
    ];

    /// <summary>Names of the instruments known.</summary>
    public static IReadOnlyList<string> Names => [.. Known.Select(i => i.Name)];

    /// <summary>Finds an instrument.</summary>
    /// <param name="name">Upper or lower case.</param>
    /// <exception cref="InsInputException">There is no instrument of this name.</exception>
    public static Instrument ByName(string name) =>
        Array.Find(Known, i => string.Equals(i.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new InsInputException(
            "instrument", null, $"\"{name}\" is not known", $"choose one of: {string.Join(", ", Names)}");
}
