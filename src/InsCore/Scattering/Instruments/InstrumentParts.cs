namespace InsCore.Scattering.Instruments;

/// <summary>What an instrument file says for one of its settings.</summary>
internal sealed record InstrumentParts
{
    /// <summary>Incident energies, meV; null for indirect geometry without limits.</summary>
    public SettableRange? IncidentEnergy { get; init; }

    /// <summary>Frequencies of the choppers, in the order in which they are given.</summary>
    public IReadOnlyList<SettableRange> Frequencies { get; init; } = [];

    /// <summary>Banks of indirect geometry.</summary>
    public IReadOnlyList<DetectorBank> Banks { get; init; } = [];

    /// <summary>Angles covered and angles of one-dimensional spectra of direct geometry.</summary>
    public (IReadOnlyList<AngleRange> Coverage, IReadOnlyList<double> Angles) Detectors { get; init; } = ([], []);

    /// <summary>Choppers and paths; null without them.</summary>
    public ChopperSpectrometer? Spectrometer { get; init; }

    /// <summary>Widths by polynomials or of the model of choppers or analysers, the usual one first.</summary>
    public IReadOnlyList<WidthModel> Widths { get; init; } = [];
}
