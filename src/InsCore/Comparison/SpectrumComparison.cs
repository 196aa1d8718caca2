using System.Text.Json.Nodes;
using InsCore.Spectra;

namespace InsCore.Comparison;

/// <summary>A computed spectrum compared with a measured one.</summary>
/// <param name="Fit">Scale and background.</param>
/// <param name="Peaks">Peaks of both, paired, ascending in energy.</param>
/// <param name="EarthMoversDistance">Distance of the two as distributions over energy, cm⁻¹.</param>
/// <param name="Background">What was allowed under the measured spectrum.</param>
/// <param name="Notes">What a reader must know.</param>
public sealed record SpectrumComparison(
    SpectrumFit Fit, IReadOnlyList<PeakMatch> Peaks, double EarthMoversDistance, Background Background, IReadOnlyList<string> Notes)
{
    // Below it the elastic line of the measurement, which is not in computed spectra, rises, cm⁻¹.
    const double LowestEnergy = 30;

    // A computed peak is made by the modes within so much of its width at half height.
    const double WidthsAround = 0.75;

    /// <summary>Pairs of peaks found in both spectra.</summary>
    public IReadOnlyList<PeakMatch> Pairs => [.. Peaks.Where(p => p.Difference is not null)];

    /// <summary>Mean size of the differences of positions, cm⁻¹; NaN without pairs.</summary>
    public double MeanAbsoluteError => Mean(d => Math.Abs(d));

    /// <summary>Mean difference of positions, computed less measured, cm⁻¹; NaN without pairs.</summary>
    public double MeanSignedError => Mean(d => d);

    /// <summary>Compares.</summary>
    /// <param name="measured">The measured spectrum.</param>
    /// <param name="computed">The computed one, with the resolution of the instrument.</param>
    /// <param name="options">How.</param>
    /// <param name="lines">Modes that may be named beside peaks; null for none.</param>
    /// <exception cref="InsInputException">The two do not overlap enough.</exception>
    public static SpectrumComparison Compare(MeasuredSpectrum measured, Spectrum1D computed, ComparisonOptions options, ModeLines? lines = null)
    {
        options.Check();
        SpectrumFit fit = SpectrumFit.Fit(measured, computed, Ends(measured, computed, options), options.Background);
        List<string> notes = [.. measured.Notes];
        notes.AddRange(fit.Regions.Where(r => r.Scale == 0).Select(r => FormattableString.Invariant($"no positive scale brings the spectra closer from {r.From:0} to {r.To:0} cm⁻¹")));
        double distance = Distance(fit, notes);
        return new(fit, Pair(fit, computed, options, lines), distance, options.Background, notes);
    }

    /// <summary>The figures as JSON, with a units object.</summary>
    public JsonObject ToJson() => new()
    {
        ["experiment"] = new JsonObject { ["title"] = Fit.Measured.Title, ["format"] = Fit.Measured.Format, ["points"] = Fit.Measured.Count },
        ["background"] = Background.ToString(),
        ["regions"] = new JsonArray([.. Fit.Regions.Select(r => r.ToJson())]),
        ["rFactor"] = Number(Fit.RFactor),
        ["weightedRFactor"] = Number(Fit.WeightedRFactor),
        ["earthMoversDistance"] = Number(EarthMoversDistance),
        ["pairs"] = Pairs.Count,
        ["meanAbsoluteError"] = Number(MeanAbsoluteError),
        ["meanSignedError"] = Number(MeanSignedError),
        ["onlyMeasured"] = Peaks.Count(p => p.Computed is null),
        ["onlyComputed"] = Peaks.Count(p => p.Measured is null),
        ["peaks"] = new JsonArray([.. Peaks.Select(p => p.ToJson())]),
        ["notes"] = new JsonArray([.. Notes.Select(n => JsonValue.Create(n))]),
        ["units"] = new JsonObject { ["energy"] = "cm⁻¹", ["height"] = "as measured, above the background" },
    };

    static JsonNode? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    static IReadOnlyList<double> Ends(MeasuredSpectrum measured, Spectrum1D computed, ComparisonOptions options)
    {
        if (options.Regions.Count > 0)
        {
            return options.Regions;
        }

        double from = Math.Max(LowestEnergy, Math.Max(measured.Lower[0], computed.Energies[0])), to = Math.Min(measured.Upper[^1], computed.Energies[^1]);
        return from < to ? [from, to] : throw new InsInputException(
            "compare", null, FormattableString.Invariant($"the measured spectrum ({measured.Energies[0]:0} to {measured.Energies[^1]:0} cm⁻¹) and the computed one do not overlap above {LowestEnergy} cm⁻¹"), "check the unit of its energies");
    }

    // Intensity cannot be negative where it is to be carried elsewhere; what noise makes so counts as zero.
    static double Distance(SpectrumFit fit, List<string> notes)
    {
        MeasuredSpectrum m = fit.Measured;
        double[] above = [.. m.Intensities.Select((y, i) => (y - fit.Background[i]) * (m.Upper[i] - m.Lower[i]))];
        double negative = -above.Where(a => a < 0).Sum(), all = above.Sum(Math.Abs);
        if (negative > 0.01 * all)
        {
            notes.Add(FormattableString.Invariant($"{100 * negative / all:F1} % of the measured intensity is negative above the background and counts as zero in the earth mover's distance"));
        }

        (double[] edges, int[] bins) = Edges(m);
        return Comparison.EarthMoversDistance.Between(
            edges,
            Array.ConvertAll(bins, b => b < 0 ? 0 : Math.Max(0, above[b])),
            edges,
            Array.ConvertAll(bins, b => b < 0 ? 0 : Math.Max(0, fit.Scaled[b] * (m.Upper[b] - m.Lower[b]))));
    }

    // Masked points leave gaps between bins: bins of their own, without a point (-1).
    static (double[] Edges, int[] Bins) Edges(MeasuredSpectrum m)
    {
        List<double> edges = [m.Lower[0]];
        List<int> bins = [];
        for (int i = 0; i < m.Count; i++)
        {
            if (m.Lower[i] > edges[^1])
            {
                edges.Add(m.Lower[i]);
                bins.Add(-1);
            }

            edges.Add(m.Upper[i]);
            bins.Add(i);
        }

        return ([.. edges], [.. bins]);
    }

    static List<PeakMatch> Pair(SpectrumFit fit, Spectrum1D computed, ComparisonOptions options, ModeLines? lines)
    {
        MeasuredSpectrum m = fit.Measured;
        IReadOnlyList<SpectrumPeak> measured = [.. SpectrumPeaks.Find(m.Energies, m.Intensities, m.Errors, options.Prominence, options.Significance)
            .Select(p => p with { Height = p.Height - Near(m.Energies, fit.Background, p.Energy) })];
        (double[] x, double[] y) = Scaled(fit, computed);
        IReadOnlyList<SpectrumPeak> found = SpectrumPeaks.Find(x, y, [], options.Prominence);
        // Pairs do not cross, so that the order by energy keeps theirs.
        return [.. PeakAlignment.Pair(measured, found, options.ToleranceAt).OrderBy(p => p.Measured >= 0 ? measured[p.Measured].Energy : found[p.Computed].Energy).Select(p => new PeakMatch(
            p.Measured < 0 ? null : measured[p.Measured],
            p.Computed < 0 ? null : found[p.Computed],
            p.Computed < 0 || lines is null ? [] : Modes(found[p.Computed], lines)))];
    }

    // On its own bins, which are finer than the measured ones.
    static (double[] X, double[] Y) Scaled(SpectrumFit fit, Spectrum1D computed)
    {
        int[] inside = [.. Enumerable.Range(0, computed.Energies.Length).Where(i => computed.Energies[i] >= fit.Regions[0].From && computed.Energies[i] < fit.Regions[^1].To)];
        return (
            Array.ConvertAll(inside, i => computed.Energies[i]),
            Array.ConvertAll(inside, i => computed.Intensities[i] * fit.Regions.First(r => computed.Energies[i] < r.To).Scale));
    }

    static IReadOnlyList<ModeContribution> Modes(SpectrumPeak peak, ModeLines lines) =>
        lines.Between(peak.Energy - (WidthsAround * peak.Width), peak.Energy + (WidthsAround * peak.Width));

    static double Near(double[] x, double[] y, double energy)
    {
        int at = Array.BinarySearch(x, energy);
        return y[Math.Clamp(at >= 0 ? at : ~at, 0, y.Length - 1)];
    }

    double Mean(Func<double, double> of) => Pairs.Count == 0 ? double.NaN : Pairs.Average(p => of(p.Difference!.Value));
}
