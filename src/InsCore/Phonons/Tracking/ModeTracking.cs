using System.Text.Json.Nodes;
using InsCore.Structures;

namespace InsCore.Phonons.Tracking;

/// <summary>The optical modes at Γ followed through a series of pressures.</summary>
/// <param name="Pressures">[nPressures], GPa, in the order they were followed.</param>
/// <param name="Crystals">[nPressures], the structures.</param>
/// <param name="PointGroup">Schoenflies symbol of the symmetry that all of them have.</param>
/// <param name="Irreps">Its irreducible representations.</param>
/// <param name="Modes">Ascending in their wavenumber at the first pressure.</param>
/// <param name="Crossings">Avoided crossings, ascending in pressure.</param>
/// <param name="SymmetryResidual">
/// Largest difference of a wavenumber from that of the modes as given, cm⁻¹: what imposing the symmetry and the sum rule of translations changed.
/// </param>
/// <param name="Notes">What a reader must know.</param>
public sealed record ModeTracking(
    IReadOnlyList<double> Pressures,
    IReadOnlyList<Crystal> Crystals,
    string PointGroup,
    IReadOnlyList<Irrep> Irreps,
    IReadOnlyList<TrackedMode> Modes,
    IReadOnlyList<ModeCrossing> Crossings,
    double SymmetryResidual,
    IReadOnlyList<string> Notes)
{
    /// <summary>The modes at the other wave vectors that all pressures share.</summary>
    public IReadOnlyList<WaveTracking> Waves { get; init; } = [];

    /// <summary>Share of the modes away from Γ whose confidence is above a limit; 1 if there are none.</summary>
    public double ShareOfWavesAbove(double confidence) => Waves.Count == 0 ? 1 : Waves.Average(w => w.Confidences.Average(c => c > confidence ? 1.0 : 0.0));

    /// <summary>The smallest confidence of a mode.</summary>
    public double LeastConfidence => Modes.Min(m => m.Confidence);

    /// <summary>Everything as JSON, with a units object.</summary>
    public JsonObject ToJson() => new()
    {
        ["pressures"] = Array(Pressures),
        ["volumes"] = Array(Crystals.Select(c => c.Volume)),
        ["pointGroup"] = PointGroup,
        ["leastConfidence"] = LeastConfidence,
        ["symmetryResidual"] = SymmetryResidual,
        ["modes"] = new JsonArray([.. Modes.Select(m => m.ToJson())]),
        ["crossings"] = new JsonArray([.. Crossings.Select(c => new JsonObject
        {
            ["first"] = c.First,
            ["second"] = c.Second,
            ["irrep"] = c.Irrep,
            ["pressure"] = c.Pressure,
            ["wavenumber"] = c.Wavenumber,
            ["gap"] = c.Gap,
            ["exchange"] = c.Exchange,
            ["passed"] = c.IsPassed,
        })]),
        ["waveVectors"] = Waves.Count,
        ["certainShareAwayFromGamma"] = ShareOfWavesAbove(0.8),
        ["notes"] = new JsonArray([.. Notes.Select(n => JsonValue.Create(n))]),
        ["units"] = new JsonObject
        {
            ["pressures"] = "GPa",
            ["volumes"] = "Å³",
            ["wavenumbers"] = "cm⁻¹, negative if imaginary",
            ["symmetryResidual"] = "cm⁻¹",
            ["gap"] = "cm⁻¹",
            ["decomposition"] = "cm⁻¹, distances Å; residual relative",
        },
    };

    internal static JsonArray Array(IEnumerable<double> values) => new([.. values.Select(v => JsonValue.Create(v))]);
}
