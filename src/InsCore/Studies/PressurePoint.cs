using InsCore.Phonons.Thermodynamics;
using InsCore.Pressure;

namespace InsCore.Studies;

/// <summary>Everything computed at one pressure.</summary>
/// <param name="Relaxed">The structure.</param>
/// <param name="Phonons">Its phonons.</param>
/// <param name="Spectrum">Its spectrum.</param>
public sealed record PressurePoint(RelaxedStructure Relaxed, PhononResult Phonons, SpectrumResult Spectrum)
{
    /// <summary>Its molecular dynamics; null where none was asked for.</summary>
    public DynamicsPoint? Dynamics { get; init; }

    /// <summary>Further trajectories from the same structure with other random numbers.</summary>
    public IReadOnlyList<DynamicsPoint> Replicas { get; init; } = [];

    /// <summary>The spectrum beside a measured one; null if there is none at this pressure.</summary>
    public ComparisonResult? Comparison { get; init; }

    /// <summary>Elastic constants; null where none were wanted.</summary>
    public ElasticResult? Elastic { get; init; }

    /// <summary>Free energy, entropy, heat capacity of its phonons.</summary>
    public ThermodynamicTable? Thermodynamics { get; init; }

    // How diagnostics mark what is more than a figure.
    const string Mark = "warning: ";

    /// <summary>What a reader of these results must know.</summary>
    public IReadOnlyList<string> Warnings =>
    [
        .. Relaxed.SpaceGroup == Relaxed.SpaceGroupBefore ? [] : (string[])[$"the space group changed from {Relaxed.SpaceGroupBefore} to {Relaxed.SpaceGroup}"],
        .. Phonons.Stability.IsStable ? [] : (string[])[Phonons.Stability.ToString()],
        .. Phonons.LongWaves is { } waves ? (string[])[waves] : [],
        .. Dynamics is { Verdict: { HoldsTogether: false } verdict } ? (string[])[verdict.Text.TrimEnd('.')] : [],
        .. Replicas.Select((r, k) => (r.Verdict, Number: k + 2)).Where(r => !r.Verdict.HoldsTogether).Select(r => $"replica {r.Number}: {r.Verdict.Text.TrimEnd('.')}"),
        .. Spectrum.Diagnostics.Where(d => d.StartsWith(Mark, StringComparison.Ordinal)).Select(d => d[Mark.Length..]),
    ];
}
