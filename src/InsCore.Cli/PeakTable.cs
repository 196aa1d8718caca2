using System.Globalization;
using InsCore.Comparison;
using InsCore.Studies;
using Spectre.Console;

namespace InsCore.Cli;

/// <summary>The table of peaks of a comparison with experiment.</summary>
internal static class PeakTable
{
    /// <summary>Prints the table and the figures of merit.</summary>
    public static void Show(Invocation invocation, ComparisonResult result)
    {
        if (invocation.IsJson)
        {
            return;
        }

        SpectrumComparison c = result.Comparison;
        Table table = new() { Border = TableBorder.Simple, Title = new TableTitle("Peaks, cm⁻¹: measured, computed, and the modes that make them") };
        foreach (string heading in (string[])["", "measured", "±", "computed", "Δν", "Δν %"])
        {
            table.AddColumn(new TableColumn(heading).RightAligned());
        }

        table.AddColumn(new TableColumn("modes (share)"));
        for (int k = 0; k < c.Peaks.Count; k++)
        {
            PeakMatch p = c.Peaks[k];
            table.AddRow(
                new Text($"{k + 1}"),
                Number(p.Measured?.Energy, "F1"),
                Number(p.Measured?.Error, "F1"),
                Number(p.Computed?.Energy, "F1"),
                Number(p.Difference, "+0.0;-0.0;0.0"),
                Number(100 * p.Difference / p.Measured?.Energy, "+0.0;-0.0;0.0"),
                new Text(p.ModeText));
        }

        invocation.Terminal.Write(table);
        foreach (RegionFit r in c.Fit.Regions)
        {
            invocation.WriteLine(FormattableString.Invariant($"scale {r.Scale:G5} ± {r.ScaleError:G2} from {r.From:0} to {r.To:0} cm⁻¹, {r.Points} points, background {c.Background}"));
        }

        invocation.WriteLine(FormattableString.Invariant($"{result}\n{c.Peaks.Count(p => p.Computed is null)} peaks measured only, {c.Peaks.Count(p => p.Measured is null)} computed only; R_w = {c.Fit.WeightedRFactor:F3}"));
        foreach (string note in c.Notes)
        {
            invocation.WriteLine(TextWrap.Wrap($"Note: {note}.", ""));
        }
    }

    static Text Number(double? value, string format) => new(value?.ToString(format, CultureInfo.InvariantCulture) ?? "–");
}
