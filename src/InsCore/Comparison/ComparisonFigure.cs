using System.Globalization;
using ScottPlot;
using SkiaSharp;

namespace InsCore.Comparison;

/// <summary>Measured and computed spectrum in one figure, with peak marks, and the residual below; PNG and SVG.</summary>
/// <param name="title">Title line.</param>
public sealed class ComparisonFigure(string title)
{
    const int Width = 1200, Height = 850, UpperHeight = 610;

    // Numbers of pairs stand side by side if they are so far apart, pixels.
    const double LabelPixels = 17;

    static readonly Color MeasuredColour = Color.FromHex("#000000"), ComputedColour = Color.FromHex("#D55E00"), BackgroundColour = Color.FromHex("#0072B2");

    /// <summary>Draws.</summary>
    /// <param name="path">File without extension; .png and .svg are written.</param>
    /// <param name="comparison">What to draw.</param>
    /// <exception cref="InsInputException">A file cannot be written.</exception>
    public void Write(string path, SpectrumComparison comparison)
    {
        Plot upper = Upper(comparison), lower = Lower(comparison);
        using SKSurface surface = SKSurface.Create(new SKImageInfo(Width, Height));
        Draw(surface.Canvas, upper, lower);
        using SKImage image = surface.Snapshot();
        using SKData png = image.Encode(SKEncodedImageFormat.Png, 100);
        AtomicFile.Write(path + ".png", png.SaveTo);
        using MemoryStream svg = new();
        using (SKCanvas canvas = SKSvgCanvas.Create(new SKRect(0, 0, Width, Height), svg))
        {
            Draw(canvas, upper, lower);
        }

        AtomicFile.Write(path + ".svg", stream => stream.Write(svg.ToArray()));
    }

    static void Draw(SKCanvas canvas, Plot upper, Plot lower)
    {
        Draw(canvas, upper, 0, UpperHeight);
        Draw(canvas, lower, UpperHeight, Height);
    }

    // A plot clears all that it may draw on.
    static void Draw(SKCanvas canvas, Plot plot, int top, int bottom)
    {
        canvas.Save();
        canvas.ClipRect(new SKRect(0, top, Width, bottom));
        plot.Render(canvas, new PixelRect(0, Width, bottom, top));
        canvas.Restore();
    }

    Plot Upper(SpectrumComparison comparison)
    {
        SpectrumFit fit = comparison.Fit;
        MeasuredSpectrum measured = fit.Measured;
        Plot plot = Prepare(comparison);
        plot.Title(title, 18);
        plot.YLabel("Intensity (as measured)", 16);
        plot.Layout.Fixed(new PixelPadding(95, 35, 20, 50));
        plot.Axes.Bottom.TickLabelStyle.IsVisible = false;
        var points = plot.Add.Scatter(measured.Energies, measured.Intensities);
        points.LegendText = "measured";
        (points.Color, points.LineWidth, points.MarkerSize) = (MeasuredColour, 1, measured.Count > 1500 ? 0 : 3);
        var line = plot.Add.ScatterLine(measured.Energies, [.. fit.Scaled.Select((s, i) => s + fit.Background[i])]);
        line.LegendText = fit.Background.Any(b => b != 0) ? "computed, scaled, on the background" : "computed, scaled";
        (line.Color, line.LineWidth) = (ComputedColour, 2);
        if (fit.Background.Any(b => b != 0))
        {
            var below = plot.Add.ScatterLine(measured.Energies, fit.Background);
            below.LegendText = $"background ({comparison.Background})";
            (below.Color, below.LineWidth, below.LinePattern) = (BackgroundColour, 1.5f, LinePattern.Dashed);
        }

        double low = Math.Min(0, measured.Intensities.Min()), high = Math.Max(measured.Intensities.Max(), fit.Scaled.Select((s, i) => s + fit.Background[i]).Max());
        plot.Axes.SetLimits(fit.Regions[0].From, fit.Regions[^1].To, low, low + (1.18 * (high - low)));
        Marks(plot, comparison, high - low);
        plot.Legend.FontSize = 14;
        plot.Legend.FontName = "DejaVu Sans";
        plot.ShowLegend(Alignment.UpperRight);
        return plot;
    }

    Plot Lower(SpectrumComparison comparison)
    {
        SpectrumFit fit = comparison.Fit;
        Plot plot = Prepare(comparison);
        plot.XLabel("Energy transfer (cm⁻¹)", 16);
        plot.YLabel("Measured − computed", 14);
        plot.Layout.Fixed(new PixelPadding(95, 35, 65, 10));
        double[] residuals = fit.Residuals;
        var line = plot.Add.ScatterLine(fit.Measured.Energies, residuals);
        (line.Color, line.LineWidth) = (MeasuredColour, 1);
        plot.Add.HorizontalLine(0, 1, Colors.Black.WithAlpha(0.5));
        double largest = Math.Max(residuals.Max(Math.Abs), 1e-300);
        plot.Axes.SetLimits(fit.Regions[0].From, fit.Regions[^1].To, -1.1 * largest, 1.1 * largest);
        plot.HideLegend();
        return plot;
    }

    static Plot Prepare(SpectrumComparison comparison)
    {
        Plot plot = new();
        plot.Font.Set("DejaVu Sans");
        plot.Axes.Bottom.TickLabelStyle.FontSize = 14;
        plot.Axes.Left.TickLabelStyle.FontSize = 14;
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { LabelFormatter = Plain };
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { LabelFormatter = Plain };
        plot.Grid.MajorLineColor = Colors.Black.WithAlpha(0.08);
        foreach (RegionFit region in comparison.Fit.Regions.Skip(1))
        {
            plot.Add.VerticalLine(region.From, 1, Colors.Black.WithAlpha(0.4), LinePattern.Dotted);
        }

        return plot;
    }

    // Measured peaks as filled triangles on their tops, computed ones as open ones; partners bear the number of their row in the table.
    void Marks(Plot plot, SpectrumComparison comparison, double span)
    {
        SpectrumFit fit = comparison.Fit;
        double room = LabelPixels * (fit.Regions[^1].To - fit.Regions[0].From) / (Width - 130);
        List<double> taken = [];
        for (int k = 0; k < comparison.Peaks.Count; k++)
        {
            PeakMatch match = comparison.Peaks[k];
            if (match.Measured is { } m)
            {
                Mark(plot, m.Energy, m.Height + Near(fit, fit.Background, m.Energy) + (0.02 * span), MarkerShape.FilledTriangleDown, MeasuredColour);
                if (match.Computed is not null && !taken.Exists(x => Math.Abs(x - m.Energy) < room))
                {
                    taken.Add(m.Energy);
                    var text = plot.Add.Text($"{k + 1}", m.Energy, m.Height + Near(fit, fit.Background, m.Energy) + (0.055 * span));
                    (text.LabelFontSize, text.LabelAlignment, text.LabelFontColor) = (12, Alignment.MiddleCenter, MeasuredColour);
                }
            }

            if (match.Computed is { } c)
            {
                Mark(plot, c.Energy, Near(fit, fit.Scaled, c.Energy) + Near(fit, fit.Background, c.Energy) + (0.02 * span), MarkerShape.OpenTriangleDown, ComputedColour);
            }
        }
    }

    static void Mark(Plot plot, double x, double y, MarkerShape shape, Color colour)
    {
        var marker = plot.Add.Marker(x, y, shape, 8, colour);
        marker.MarkerStyle.LineWidth = 1.2f;
    }

    static double Near(SpectrumFit fit, double[] values, double energy)
    {
        int at = Array.BinarySearch(fit.Measured.Energies, energy);
        return values[Math.Clamp(at >= 0 ? at : ~at, 0, values.Length - 1)];
    }

    static string Plain(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
