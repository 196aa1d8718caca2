namespace InsCore.Scattering.Compatibility;

/// <summary>An approximation of AbINS that one option switches off.</summary>
/// <param name="Name">In a word or two.</param>
/// <param name="Sentence">What AbINS does, to follow "because AbINS".</param>
/// <param name="Switch">The options without the approximation.</param>
internal sealed record AbinsCause(string Name, string Sentence, Func<AbinsOptions, AbinsOptions> Switch)
{
    /// <summary>What must be switched off before, because otherwise the two would share their effect.</summary>
    public Func<AbinsOptions, AbinsOptions> Before { get; init; } = o => o;

    // Keeps all real modes and leaves out the translations at Γ, cm⁻¹.
    const double BelowAllModes = 0.5;

    /// <summary>The approximations in which options differ from an exact calculation with its own settings.</summary>
    /// <param name="options">Those of AbINS.</param>
    /// <param name="exact">Those of the exact calculation.</param>
    /// <param name="lowest">Lowest mode of the exact calculation, cm⁻¹.</param>
    public static IReadOnlyList<AbinsCause> Of(AbinsOptions options, ScatteringOptions exact, double lowest)
    {
        List<AbinsCause> causes =
        [
            new("cross sections", $"scatters with {Text(options.Weighting)} cross sections alone", o => o with { Weighting = exact.Weighting }),
            new("kinematics", $"takes Q from the kinematics of {options.Instrument}", o => o with { Instrument = exact.Instrument, Resolution = o.Resolution ?? "abins" }),
            new("resolution", "has other line widths", o => o with { Resolution = ResolutionOf(exact) }),
            new("broadening scheme", "broadens with the width at the point of the result", o => o with { Broadening = AbinsBroadeningScheme.Exact }),
            new("lowest modes", $"drops all modes up to {options.LowestEnergy} cm⁻¹, also from the displacements", o => o with { LowestEnergy = Math.Max(BelowAllModes, 0.999 * lowest) }),
            new("own k", "damps each mode by the displacements of its own wave vector, not of the zone", o => o with { OwnWaveVector = false }),
            new("site symmetry", "does not average displacements over the symmetry of the sites", o => o with { Symmetrise = true }),
            new("isotropy of order 1", "averages order 1 almost isotropically, which is always too small", o => o with { Fundamentals = AbinsPowderAverage.Exact }),
            new("overtone factor", "counts overtones half", o => o with { HalfOvertones = false }),
            new("pairs", "pairs modes of the same wave vector only", o => o with { OwnPairs = false })
            {
                // Among pairs of all wave vectors overtones of single modes hardly count.
                Before = o => o with { HalfOvertones = false },
            },
            new("half bins", "moves each order down by half a fine bin", o => o with { DropHalfBins = false }),
        ];
        return [.. causes.Where(c => c.Switch(options) != options)];
    }

    static string ResolutionOf(ScatteringOptions exact) => Scattering.Instrument.ByName(exact.Instrument).Resolution(exact.Resolution).Name;

    static string Text(Weighting weighting) => weighting.ToString().ToLowerInvariant();
}
