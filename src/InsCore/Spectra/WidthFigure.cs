using System.Text;
using ScottPlot;

namespace InsCore.Spectra;

/// <summary>A figure of line widths against energy transfer, PNG and SVG.</summary>
/// <param name="title">Title line.</param>
/// <param name="unit">Unit of both axes, cm⁻¹ or meV.</param>
public sealed class WidthFigure(string title, string unit)
{
    const int Width = 760, Height = 460;

    // Okabe and Ito's colours for the colour-blind; black first.
    static readonly string[] Palette = ["#000000", "#D55E00", "#0072B2", "#009E73", "#CC79A7", "#E69F00", "#56B4E9"];
    static readonly LinePattern[] Patterns = [LinePattern.Solid, LinePattern.Dashed, LinePattern.Dotted, LinePattern.DenselyDashed];

    /// <summary>Draws the curves.</summary>
    /// <param name="path">File without extension; .png and .svg are written.</param>
    /// <param name="curves">Energies and standard deviations, in the unit of the figure.</param>
    /// <exception cref="InsInputException">A file cannot be written.</exception>
    public void Write(string path, IReadOnlyList<Spectrum1D> curves)
    {
        Plot plot = new();
        plot.Font.Set("DejaVu Sans");
        plot.Title(title, 15);
        plot.XLabel($"Energy transfer ({unit})", 14);
        plot.YLabel($"Standard deviation σ ({unit})", 14);
        for (int i = 0; i < curves.Count; i++)
        {
            var line = plot.Add.ScatterLine(curves[i].Energies, curves[i].Intensities);
            line.LegendText = curves[i].Label;
            line.Color = Color.FromHex(Palette[i % Palette.Length]);
            line.LineWidth = 2;
            line.LinePattern = Patterns[i % Patterns.Length]; // curves that nearly agree stay visible
        }

        double from = curves.Min(c => c.Energies[0]), to = curves.Max(c => c.Energies[^1]), top = curves.Max(c => c.Intensities.Max());
        plot.Axes.SetLimits(from, to, 0, 1.12 * (top > 0 ? top : 1));
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { LabelFormatter = AxisText.Number };
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { LabelFormatter = AxisText.Number };
        plot.Grid.MajorLineColor = Colors.Black.WithAlpha(0.08);
        plot.Layout.Fixed(new PixelPadding(75, 25, 55, 40));
        plot.Legend.FontSize = 12;
        plot.Legend.SymbolWidth = 40; // dashes are told apart
        plot.Legend.FontName = "DejaVu Sans";
        // Widths of indirect geometry rise, those of direct geometry fall: the legend goes where they are not.
        plot.ShowLegend(curves[0].Intensities[0] > curves[0].Intensities[^1] ? Alignment.UpperRight : Alignment.UpperLeft);
        byte[] png = plot.GetImageBytes(Width, Height, ImageFormat.Png);
        AtomicFile.Write(path + ".png", stream => stream.Write(png));
        string svg = plot.GetSvgXml(Width, Height);
        AtomicFile.Write(path + ".svg", stream => stream.Write(Encoding.UTF8.GetBytes(svg)));
    }
}
