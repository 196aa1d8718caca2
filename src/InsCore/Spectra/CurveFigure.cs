using System.Globalization;
using System.Text;
using ScottPlot;
using SkiaSharp;

namespace InsCore.Spectra;

/// <summary>Figures of curves and points in panels one below the other, PNG and SVG.</summary>
public static class CurveFigure
{
    const int Width = 900, PanelHeight = 460;

    // Pixels of a row and of a character of a legend.
    const double LegendRow = 20.5, LegendCharacter = 7.2;

    // Okabe and Ito's colours for the colour-blind; black first.
    static readonly string[] Palette = ["#000000", "#D55E00", "#0072B2", "#009E73", "#CC79A7", "#E69F00", "#56B4E9"];
    static readonly MarkerShape[] Filled = [MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledDiamond, MarkerShape.FilledTriangleUp];

    /// <summary>Writes a figure.</summary>
    /// <param name="path">File without extension; .png and .svg are written.</param>
    /// <param name="title">Title line.</param>
    /// <param name="panels">From top to bottom.</param>
    /// <exception cref="InsInputException">A file cannot be written.</exception>
    public static void Write(string path, string title, IReadOnlyList<FigurePanel> panels)
    {
        Plot[] plots = [.. panels.Select((panel, i) => Draw(panel, i == 0 ? title : null))];
        float[] heights = [.. panels.Select(p => (float)(PanelHeight * p.Height))];
        int height = (int)heights.Sum();
        using SKSurface surface = SKSurface.Create(new SKImageInfo(Width, height));
        Render(surface.Canvas, plots, heights);
        using SKImage image = surface.Snapshot();
        using SKData png = image.Encode(SKEncodedImageFormat.Png, 100);
        AtomicFile.Write(path + ".png", png.SaveTo);
        using MemoryStream svg = new();
        using (SKCanvas canvas = SKSvgCanvas.Create(new SKRect(0, 0, Width, height), svg))
        {
            Render(canvas, plots, heights);
        }

        SvgFile.Write(path + ".svg", Encoding.UTF8.GetString(svg.ToArray()));
    }

    static void Render(SKCanvas canvas, Plot[] plots, float[] heights)
    {
        canvas.Clear(SKColors.White);
        float top = 0;
        for (int i = 0; i < plots.Length; i++)
        {
            plots[i].RenderManager.ClearCanvasBeforeEachRender = false;
            plots[i].Render(canvas, new PixelRect(0, Width, top + heights[i], top));
            top += heights[i];
        }
    }

    static Plot Draw(FigurePanel panel, string? title)
    {
        Plot plot = new();
        plot.Font.Set("DejaVu Sans");
        if (title is not null)
        {
            plot.Title(title, 15);
        }

        plot.XLabel(panel.XLabel, 14);
        plot.YLabel(panel.YLabel, 14);
        for (int i = 0; i < panel.Curves.Count; i++)
        {
            Add(plot, panel.Curves[i], i);
        }

        Alignment corner = Place(plot, panel);
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { LabelFormatter = Plain };
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { LabelFormatter = Plain };
        plot.Axes.Bottom.TickLabelStyle.FontSize = 13;
        plot.Axes.Left.TickLabelStyle.FontSize = 13;
        plot.Grid.MajorLineColor = Colors.Black.WithAlpha(0.08);
        plot.Layout.Fixed(new PixelPadding(85, 25, 55, title is null ? 15 : 40));
        bool hasLegend = panel.Curves.Any(c => c.Label.Length > 0);
        if (hasLegend)
        {
            plot.Legend.FontSize = 12;
            plot.Legend.FontName = "DejaVu Sans";
            plot.ShowLegend(corner);
        }
        else
        {
            plot.HideLegend();
        }

        return plot;
    }

    static void Add(Plot plot, FigureCurve curve, int index)
    {
        Color colour = Color.FromHex(Palette[(curve.Colour ?? index) % Palette.Length]);
        var drawn = plot.Add.Scatter(curve.X, curve.Y);
        drawn.Color = colour;
        drawn.LegendText = curve.Label;
        drawn.LineWidth = curve.Style is CurveStyle.Points or CurveStyle.OpenPoints ? 0 : 2;
        drawn.LinePattern = curve.Style == CurveStyle.Dashes ? LinePattern.Dashed : LinePattern.Solid;
        drawn.MarkerSize = curve.Style is CurveStyle.Line or CurveStyle.Dashes ? 0 : 9;
        drawn.MarkerShape = curve.Style == CurveStyle.OpenPoints ? MarkerShape.OpenCircle : Filled[index % Filled.Length];
        if (curve.Style == CurveStyle.OpenPoints)
        {
            drawn.MarkerSize = 14;
            drawn.MarkerLineWidth = 2;
        }
    }

    static (double, double) Range(IEnumerable<double> values, double margin)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        double low = finite.Length > 0 ? finite.Min() : 0, high = finite.Length > 0 ? finite.Max() : 1;
        double room = high > low ? margin * (high - low) : Math.Max(1e-6, 0.1 * Math.Abs(high));
        return (low - room, high + room);
    }

    // The legend goes into a corner without curves; where there is none, the axis is made longer.
    static Alignment Place(Plot plot, FigurePanel panel)
    {
        (double left, double right) = Range(panel.Curves.SelectMany(c => c.X), 0.03);
        (double bottom, double top) = Range(panel.Curves.SelectMany(c => c.Y), 0.08);
        string[] labels = [.. panel.Curves.Select(c => c.Label).Where(l => l.Length > 0)];
        double height = labels.Length == 0 ? 0 : Math.Min(0.6, (20.5 + (LegendRow * labels.Length)) / ((PanelHeight * panel.Height) - 95));
        double width = labels.Length == 0 ? 0 : (75.0 + (LegendCharacter * labels.Max(l => l.Length))) / (Width - 110);
        bool IsFree(bool atRight, bool atTop) => !panel.Curves.SelectMany(Drawn).Any(p =>
            (atRight ? right - p.X : p.X - left) < width * (right - left) && (atTop ? top - p.Y : p.Y - bottom) < height * (top - bottom));
        (bool, bool, Alignment)[] corners = [(true, true, Alignment.UpperRight), (false, true, Alignment.UpperLeft), (true, false, Alignment.LowerRight), (false, false, Alignment.LowerLeft)];
        int free = Array.FindIndex(corners, c => IsFree(c.Item1, c.Item2));
        plot.Axes.SetLimits(left, right, bottom, free < 0 ? bottom + ((top - bottom) / (1 - height)) : top);
        return corners[Math.Max(free, 0)].Item3;
    }

    // The points of a curve, and some between them.
    static IEnumerable<(double X, double Y)> Drawn(FigureCurve curve)
    {
        for (int i = 0; i < curve.X.Length; i++)
        {
            for (int k = 0; k < (i + 1 < curve.X.Length ? 10 : 1); k++)
            {
                double t = k / 10.0;
                int next = Math.Min(i + 1, curve.X.Length - 1);
                yield return (curve.X[i] + (t * (curve.X[next] - curve.X[i])), curve.Y[i] + (t * (curve.Y[next] - curve.Y[i])));
            }
        }
    }

    static string Plain(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
