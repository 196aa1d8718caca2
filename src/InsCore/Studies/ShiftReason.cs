using System.Text.Json.Nodes;
using InsCore.Phonons.Tracking;

namespace InsCore.Studies;

/// <summary>Why the modes of a band move under pressure, as means over the band.</summary>
/// <param name="Band">The modes, with their shifts from the first pressure to the last.</param>
/// <param name="Span">Difference of the two pressures, GPa.</param>
public sealed record ShiftReason(ShiftBand Band, double Span)
{
    // Pairs named in a sentence, each with at least this share of the largest.
    const int NamedPairs = 3;
    const double WorthNaming = 0.25;

    /// <summary>Modes of the whole set that those of the band belong to, whichever way these move.</summary>
    public int SetCount { get; init; } = Band.Count;

    /// <summary>What moves in the band: the name that most of its modes have.</summary>
    public string Name => Band.Modes.GroupBy(m => m.Mode.Description.Name).OrderByDescending(g => g.Count()).First().Key;

    /// <summary>Mean shift, cm⁻¹/GPa.</summary>
    public double Slope => Band.Shift / Span;

    /// <summary>Mean part of force constants within molecules, cm⁻¹/GPa.</summary>
    public double Intramolecular => Mean(d => d.Intramolecular);

    /// <summary>Mean part of the turning of molecules, cm⁻¹/GPa.</summary>
    public double Geometry => Mean(d => d.Geometry);

    /// <summary>Mean part of force constants between molecules, cm⁻¹/GPa.</summary>
    public double Intermolecular => Mean(d => d.Intermolecular);

    /// <summary>The largest contributions of pairs of atoms, cm⁻¹/GPa, means over the band, largest first.</summary>
    public IReadOnlyList<PairContribution> Pairs =>
    [
        .. Band.Modes.SelectMany(m => m.Mode.Decomposition.Pairs.Select(p => (Pair: p, Weight: (double)m.Degeneracy / Band.Count)))
            .GroupBy(p => (p.Pair.First, p.Pair.Second, p.Pair.IsIntramolecular, p.Pair.IsBonded, Distance: Math.Round(p.Pair.Distance, 2)))
            .Select(g => g.First().Pair with { Shift = g.Sum(p => p.Weight * p.Pair.Shift) / Span })
            .OrderByDescending(p => Math.Abs(p.Shift)),
    ];

    /// <summary>Bands of modes that soften although pressure hardens most, and are followed with certainty; lowest first.</summary>
    public static IReadOnlyList<ShiftReason> OfRed(PressureShift shift) =>
        [.. Of(shift, "red")];

    /// <summary>The bands that harden most.</summary>
    /// <param name="shift">All modes.</param>
    /// <param name="count">How many bands.</param>
    public static IReadOnlyList<ShiftReason> OfBlue(PressureShift shift, int count) =>
    [
        .. Of(shift, "blue").OrderByDescending(r => r.Slope).Take(count),
    ];

    static IEnumerable<ShiftReason> Of(PressureShift shift, string colour)
    {
        IReadOnlyList<ShiftBand> sets = ShiftBand.Of(shift.Rows);
        return ShiftBand.Of(shift.Rows.Where(r => r.Colour == colour && r.IsCertain))
            .Select(b => new ShiftReason(b, shift.To - shift.From) { SetCount = sets.First(s => s.Modes.Contains(b.Modes[0])).Count });
    }

    /// <summary>The reason as JSON, cm⁻¹ and cm⁻¹/GPa.</summary>
    public JsonObject ToJson() => new()
    {
        ["modes"] = new JsonArray([.. Band.Modes.Select(m => JsonValue.Create(m.FirstNumber))]),
        ["of"] = SetCount,
        ["name"] = Name,
        ["wavenumber"] = Band.FirstWavenumber,
        ["slope"] = Slope,
        ["intramolecular"] = Intramolecular,
        ["geometry"] = Geometry,
        ["intermolecular"] = Intermolecular,
        ["text"] = ToString(),
    };

    /// <summary>One sentence with numbers.</summary>
    public override string ToString()
    {
        bool isOne = Band.Count == 1;
        string which = isOne
            ? $"Mode {Band.LastNumber} ({Band.Modes[0].Mode.Irrep}, {Name}"
            : $"Modes {Numbers()} ({Name}";
        string where = isOne && SetCount > 1 ? $"1 mode of {SetCount} at " : "";
        string verb = Slope < 0 ? (isOne ? "falls" : "fall") : (isOne ? "rises" : "rise");
        PairContribution[] pairs = [.. Pairs];
        string named = string.Join(", ", pairs.Take(NamedPairs).Where(p => Math.Abs(p.Shift) > WorthNaming * Math.Abs(pairs[0].Shift))
            .Select(p => FormattableString.Invariant($"{p} {p.Shift:+0.00;−0.00;0.00}")));
        return FormattableString.Invariant(
            $"{which}, {where}{Band.FirstWavenumber:F1} cm⁻¹) {verb} by {Math.Abs(Slope):0.00} cm⁻¹/GPa: intramolecular force constants give {Intramolecular:+0.00;−0.00;0.00}, intermolecular {Intermolecular:+0.00;−0.00;0.00}, geometry {Geometry:+0.00;−0.00;0.00}; the largest pairs are {named}.");
    }

    string Numbers()
    {
        bool isRun = Band.LastNumber - Band.Modes[0].FirstNumber + 1 == Band.Count;
        return isRun ? $"{Band.Modes[0].FirstNumber}–{Band.LastNumber}" : string.Join(", ", Band.Modes.Select(m => m.FirstNumber));
    }

    double Mean(Func<ShiftDecomposition, double> part) => Band.Modes.Sum(m => m.Degeneracy * part(m.Mode.Decomposition)) / Band.Count / Span;
}
