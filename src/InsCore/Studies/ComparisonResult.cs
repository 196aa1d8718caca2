using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using InsCore.Comparison;

namespace InsCore.Studies;

/// <summary>A comparison as a study keeps it.</summary>
/// <param name="Comparison">The comparison.</param>
/// <param name="Settings">Settings of the computed spectrum, for people.</param>
public sealed record ComparisonResult(SpectrumComparison Comparison, string Settings)
{
    /// <summary>Files that <see cref="WriteFiles"/> and the caller leave in the folder.</summary>
    public static IReadOnlyList<string> Files => ["comparison.png", "comparison.svg", "comparison.csv", "comparison-peaks.csv", "comparison.json"];

    /// <summary>Everything as JSON.</summary>
    public JsonObject ToJson()
    {
        JsonObject json = Comparison.ToJson();
        json["settings"] = Settings;
        return json;
    }

    /// <summary>The figures of merit in one line.</summary>
    public override string ToString()
    {
        SpectrumComparison c = Comparison;
        string peaks = c.Pairs.Count == 0 ? "no peak found in both"
            : FormattableString.Invariant($"{c.Pairs.Count} peaks in both, mean |Δν| {c.MeanAbsoluteError:F1} cm⁻¹, mean Δν {c.MeanSignedError:+0.0;-0.0;0.0} cm⁻¹");
        return FormattableString.Invariant($"compared  {peaks}; earth mover's distance {c.EarthMoversDistance:F1} cm⁻¹, R = {c.Fit.RFactor:F2}");
    }

    /// <summary>Writes tables and the figure.</summary>
    /// <param name="folder">Where they go.</param>
    /// <param name="title">Title of the figure.</param>
    internal void WriteFiles(string folder, string title)
    {
        string[] header = [title, Comparison.Fit.Measured.Title, Settings, ToString(), .. Comparison.Notes];
        AtomicFile.WriteAllText(Path.Combine(folder, "comparison.csv"), Comments(header) + Points());
        AtomicFile.WriteAllText(Path.Combine(folder, "comparison-peaks.csv"), Comments(header) + Peaks());
        new ComparisonFigure(title).Write(Path.Combine(folder, "comparison"), Comparison);
    }

    static string Comments(IEnumerable<string> lines) =>
        string.Concat(lines.Where(l => l.Length > 0).Select(l => $"# {string.Concat(l.Select(c => char.IsControl(c) ? ' ' : c))}\n"));

    string Points()
    {
        StringBuilder text = new("energy_transfer_cm-1,measured,error,computed,background,residual\n");
        SpectrumFit fit = Comparison.Fit;
        double[] residuals = fit.Residuals;
        for (int i = 0; i < fit.Measured.Count; i++)
        {
            string error = fit.Measured.Errors is { } e && e[i] > 0 ? e[i].ToString("R", CultureInfo.InvariantCulture) : "";
            text.Append(CultureInfo.InvariantCulture, $"{fit.Measured.Energies[i]:R},{fit.Measured.Intensities[i]:R},{error},{fit.Scaled[i]:R},{fit.Background[i]:R},{residuals[i]:R}\n");
        }

        return text.ToString();
    }

    string Peaks()
    {
        StringBuilder text = new("row,measured_cm-1,error_cm-1,measured_height,computed_cm-1,computed_height,difference_cm-1,modes\n");
        for (int k = 0; k < Comparison.Peaks.Count; k++)
        {
            PeakMatch p = Comparison.Peaks[k];
            text.Append(CultureInfo.InvariantCulture, $"{k + 1},{p.Measured?.Energy:F2},{p.Measured?.Error:F2},{p.Measured?.Height:G5},{p.Computed?.Energy:F2},{p.Computed?.Height:G5},{p.Difference:F2},{p.ModeText.Replace(", ", "; ", StringComparison.Ordinal)}\n");
        }

        return text.ToString();
    }
}
