using System.Globalization;
using ScottPlot;

namespace InsCore.Spectra;

/// <summary>Figures of modes under pressure: wavenumbers or shifts as lines, and what shifts are made of as bars.</summary>
/// <param name="title">Title line.</param>
public sealed class PressureModesFigure(string title)
{
    const int Width = 1100, Height = 750;

    // Okabe and Ito's colours for the colour-blind.
    static readonly string[] Palette = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"];

    /// <summary>A line for each mode, coloured by its kind.</summary>
    /// <param name="path">File without extension; .png and .svg are written.</param>
    /// <param name="pressures">[nPressures], GPa.</param>
    /// <param name="kinds">All kinds that may occur, each with a colour of its own.</param>
    /// <param name="modes">Kind, and one value at each pressure.</param>
    /// <param name="marks">Places with a label, e.g. avoided crossings.</param>
    /// <param name="axis">What the values are.</param>
    /// <exception cref="InsInputException">A file cannot be written.</exception>
    public void WriteLines(
        string path,
        double[] pressures,
        IReadOnlyList<string> kinds,
        IReadOnlyList<(string Kind, double[] Values)> modes,
        IReadOnlyList<(double Pressure, double Value, string Label)> marks,
        string axis)
    {
        Plot plot = Prepare("Pressure (GPa)", axis);
        Color ColourOf(string kind) => Color.FromHex(Palette[kinds.TakeWhile(k => k != kind).Count() % Palette.Length]);
        foreach ((string kind, double[] values) in modes)
        {
            var line = plot.Add.Scatter(pressures, values);
            line.Color = ColourOf(kind).WithAlpha(0.8);
            line.LineWidth = 1.3f;
            line.MarkerSize = pressures.Length > 20 ? 0 : 4;
        }

        foreach (string kind in kinds.Where(k => modes.Any(m => m.Kind == k)))
        {
            plot.Legend.ManualItems.Add(new LegendItem { LabelText = kind, LineColor = ColourOf(kind), LineWidth = 3 });
        }

        if (pressures.Length == 2)
        {
            plot.Legend.ManualItems.Add(new LegendItem { LabelText = "dots computed, lines join them" });
        }

        for (int n = 0; n < marks.Count; n++)
        {
            (double pressure, double value, string label) = marks[n];
            string letter = n < 26 ? $"{(char)('a' + n)}" : $"{n + 1}";
            var ring = plot.Add.Marker(pressure, value, MarkerShape.OpenCircle, 14, Colors.Black);
            ring.MarkerLineWidth = 1.5f;
            var text = plot.Add.Text(letter, pressure, value);
            text.LabelFontSize = 13;
            text.LabelBold = true;
            text.LabelAlignment = n % 2 == 0 ? Alignment.LowerCenter : Alignment.UpperCenter;
            text.OffsetY = n % 2 == 0 ? -7 : 7;
            plot.Legend.ManualItems.Add(new LegendItem { LabelText = $"{letter}  {label}" });
        }

        double room = 0.03 * (pressures[^1] - pressures[0]);
        double low = modes.Min(m => m.Values.Min()), high = modes.Max(m => m.Values.Max()), margin = Math.Max(0.04 * (high - low), 1e-3);
        plot.Axes.SetLimits(pressures[0] - room, pressures[^1] + room, low - margin, high + margin);
        plot.ShowLegend(Edge.Right);
        Save(plot, path);
    }

    /// <summary>Parts of shifts as bars beside each other, and their sums.</summary>
    /// <param name="path">File without extension; .png and .svg are written.</param>
    /// <param name="parts">Names of the parts; the sum is added.</param>
    /// <param name="rows">Label, and the value of each part.</param>
    /// <param name="axis">What the values are.</param>
    /// <exception cref="InsInputException">A file cannot be written.</exception>
    public void WriteBars(string path, IReadOnlyList<string> parts, IReadOnlyList<(string Label, double[] Values)> rows, string axis)
    {
        Plot plot = Prepare(axis, "");
        double height = 0.8 / (parts.Count + 1);
        string[] names = [.. parts, "sum"];
        for (int r = 0; r < rows.Count; r++)
        {
            double[] values = [.. rows[r].Values, rows[r].Values.Sum()];
            for (int p = 0; p < values.Length; p++)
            {
                double y = -r + 0.4 - ((p + 0.5) * height);
                var bar = plot.Add.Bar(new Bar { Position = y, Value = values[p], Size = 0.9 * height, Orientation = Orientation.Horizontal });
                bar.Color = Colour(p, names.Length);
                foreach (Bar one in bar.Bars)
                {
                    one.LineWidth = 0;
                }
            }
        }

        for (int p = 0; p < names.Length; p++)
        {
            plot.Legend.ManualItems.Add(new LegendItem { LabelText = names[p], FillColor = Colour(p, names.Length) });
        }

        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericManual(
            [.. Enumerable.Range(0, rows.Count).Select(r => (double)-r)], [.. rows.Select(r => r.Label)]);
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Add.VerticalLine(0, 1, Colors.Black);
        double low = rows.Min(r => Math.Min(0, Math.Min(r.Values.Min(), r.Values.Sum()))), high = rows.Max(r => Math.Max(0, Math.Max(r.Values.Max(), r.Values.Sum())));
        double margin = Math.Max(0.05 * (high - low), 1e-3);
        plot.Axes.SetLimits(low - margin, high + margin, -rows.Count + 0.5, 0.5);
        plot.ShowLegend(Edge.Right);
        Save(plot, path, Math.Max(Height, 120 + (46 * rows.Count)));
    }

    static Color Colour(int part, int count) => part == count - 1 ? Colors.Black.WithAlpha(0.75) : Color.FromHex(Palette[part]);

    Plot Prepare(string x, string y)
    {
        Plot plot = new();
        plot.Font.Set("DejaVu Sans");
        plot.Title(title, 17);
        plot.XLabel(x, 16);
        plot.YLabel(y, 16);
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { LabelFormatter = Plain };
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { LabelFormatter = Plain };
        plot.Axes.Bottom.TickLabelStyle.FontSize = 14;
        plot.Axes.Left.TickLabelStyle.FontSize = 14;
        plot.Legend.FontSize = 14;
        plot.Legend.FontName = "DejaVu Sans";
        plot.Grid.MajorLineColor = Colors.Black.WithAlpha(0.08);
        return plot;
    }

    static string Plain(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    static void Save(Plot plot, string path, int height = Height)
    {
        byte[] png = plot.GetImageBytes(Width, height, ImageFormat.Png);
        AtomicFile.Write(path + ".png", stream => stream.Write(png));
        string svg = plot.GetSvgXml(Width, height);
        SvgFile.Write(path + ".svg", svg);
    }
}
