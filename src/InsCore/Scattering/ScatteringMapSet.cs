namespace InsCore.Scattering;

/// <summary>Maps of S(|Q|, ω), one for each incident energy of a direct-geometry instrument, else one.</summary>
/// <param name="Maps">At least one.</param>
/// <param name="Options">The settings.</param>
/// <param name="Instrument">The instrument, or null.</param>
/// <param name="Resolution">The resolution model that was used, or null.</param>
/// <param name="Laws">Largest residuals of the three exact laws, before resolution.</param>
/// <param name="AchievedAccuracy">Largest difference from a finer calculation, relative to the maximum of S of a species at the same Q.</param>
/// <param name="Warnings">What the reader must know.</param>
public sealed record ScatteringMapSet(
    IReadOnlyList<ScatteringMap> Maps,
    ScatteringOptions Options,
    Instrument? Instrument,
    ResolutionModel? Resolution,
    LawResiduals Laws,
    double AchievedAccuracy,
    IReadOnlyList<string> Warnings)
{
    /// <summary>The momentum transfers of a single crystal, or null for a powder.</summary>
    public MomentumPath? Path { get; init; }

    /// <summary>Largest measured error of the powder average of the coherent part, relative to the maximum at its |Q|; null without one.</summary>
    public double? CoherentAccuracy { get; init; }
}
