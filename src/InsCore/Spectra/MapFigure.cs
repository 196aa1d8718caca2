using ScottPlot;

namespace InsCore.Spectra;

/// <summary>A map of S(|Q|, ω), or of S(Q, ω) along a path, with colour bar, limits and trajectories, PNG and SVG.</summary>
/// <param name="title">Title line.</param>
/// <param name="intensityUnit">Unit of the intensities without their energy part, e.g. "barn/sr per cell".</param>
/// <param name="unit">Unit of the energy axis, and of the "per energy" of the intensities.</param>
/// <param name="scale">How the colours follow the intensities.</param>
public sealed class MapFigure(string title, string intensityUnit, EnergyUnit unit, MapScale scale = MapScale.Linear)
{
    const int Width = 1200, Height = 800;

    // Of the map in the figure, pixels.
    const int Columns = 960, Rows = 640;

    /// <summary>Draws a map.</summary>
    /// <param name="path">File without extension; .png and .svg are written.</param>
    /// <param name="map">The map; NaN stays white, and the axes end where nothing is measured any more.</param>
    /// <param name="lines">Curves over it: label, momentum transfers (Å⁻¹) and energies (cm⁻¹); those of one label share an entry in the legend.</param>
    /// <param name="ticks">Labels along the horizontal axis in place of numbers, for a path: position (Å⁻¹) and text; null for |Q|.</param>
    /// <param name="isDifference">True for a difference of two maps: colours to both sides of zero.</param>
    /// <param name="isMeasured">What detectors see, from Q (Å⁻¹) and energy transfer (cm⁻¹), for edges finer than the bins; null for the bins alone.</param>
    /// <exception cref="InsInputException">A file cannot be written.</exception>
    public void Write(
        string path, Spectrum2D map, IReadOnlyList<MapLine> lines, IReadOnlyList<(double Position, string Text)>? ticks = null, bool isDifference = false, Func<double, double, bool>? isMeasured = null)
    {
        map = map.Cropped();
        map = isMeasured is null ? map : map.Refined(Columns, Rows, isMeasured);
        Plot plot = new();
        plot.Font.Set("DejaVu Sans");
        plot.Title(title, 17);
        plot.XLabel(ticks is null ? "|Q| (Å⁻¹)" : "Q along the path (reciprocal lattice units)", 18);
        plot.YLabel($"Energy transfer ({unit.Symbol})", 18);
        plot.Axes.Left.MinimumSize = 90;
        plot.Axes.Bottom.TickLabelStyle.FontSize = plot.Axes.Left.TickLabelStyle.FontSize = 15;
        DrawMap(plot, map, (isDifference ? "difference of " : "") + (ticks is null ? "S(|Q|, ω)" : "S(Q, ω)"), isDifference);
        for (int k = 0; k < lines.Count; k++)
        {
            DrawLine(plot, lines[k], k == 0 || lines[k - 1].Label != lines[k].Label);
        }

        double half = 0.5 * map.EnergyStep;
        plot.Axes.SetLimits(Left(map), Right(map), (map.Energies[0] - half) / unit.Wavenumbers, (map.Energies[^1] + half) / unit.Wavenumbers);
        plot.Axes.Left.TickGenerator = Sparse();
        plot.Axes.Bottom.TickGenerator = ticks is null
            ? Sparse()
            : new ScottPlot.TickGenerators.NumericManual([.. ticks.Select(t => t.Position)], [.. ticks.Select(t => t.Text)]);
        if (lines.Count > 0)
        {
            plot.Legend.FontSize = 14;
            plot.Legend.SymbolWidth = 40;
            plot.Legend.FontName = "DejaVu Sans";
            plot.ShowLegend(Alignment.UpperLeft);
        }

        byte[] png = plot.GetImageBytes(Width, Height, ImageFormat.Png);
        AtomicFile.Write(path + ".png", stream => stream.Write(png));
        string svg = plot.GetSvgXml(Width, Height);
        SvgFile.Write(path + ".svg", svg);
    }

    void DrawMap(Plot plot, Spectrum2D map, string symbol, bool isDifference)
    {
        int rows = map.Energies.Length, columns = map.Q.Length;
        MapColours colours = new(isDifference ? MapScale.Sqrt : scale, map.Intensities.Select(s => (isDifference ? Math.Abs(s) : s) * unit.Wavenumbers), isDifference);
        double[,] cells = new double[rows, columns];
        for (int q = 0; q < columns; q++)
        {
            for (int e = 0; e < rows; e++)
            {
                cells[rows - 1 - e, q] = colours.Place(map.Intensities[(q * rows) + e] * unit.Wavenumbers); // the first row is drawn on top
            }
        }

        double half = 0.5 * map.EnergyStep;
        var heat = plot.Add.Heatmap(cells);
        heat.Colormap = isDifference ? new ScottPlot.Colormaps.Balance() : new ScottPlot.Colormaps.Viridis();
        heat.NaNCellColor = Colors.White;
        heat.Extent = new CoordinateRect(
            Left(map), Right(map), (map.Energies[0] - half) / unit.Wavenumbers, (map.Energies[^1] + half) / unit.Wavenumbers);
        heat.ManualRange = new ScottPlot.Range(colours.Range.Low, colours.Range.High);
        var bar = plot.Add.ColorBar(heat);

        // What the colours mean stands under the title: beside the bar it would lie over the numbers.
        plot.Axes.Title.Label.Text += $"\ncolours: {symbol}, {intensityUnit} per {unit.Symbol}{(colours.Words.Length > 0 ? "; " : "")}{colours.Words}";
        bar.Axis.TickLabelStyle.FontSize = 13;
        bar.Axis.TickGenerator = colours.Labels is { } labels
            ? new ScottPlot.TickGenerators.NumericManual([.. labels.Select(t => t.Place)], [.. labels.Select(t => t.Text)])
            : Sparse();
    }

    void DrawLine(Plot plot, MapLine line, bool isFirst)
    {
        var curve = plot.Add.ScatterLine(line.Q, unit.FromWavenumbers(line.Energies));
        curve.Color = Color.FromHex(line.Colour);
        curve.LineWidth = 2;
        curve.LinePattern = line.IsDashed ? LinePattern.Dashed : LinePattern.Solid;
        curve.LegendText = isFirst ? line.Label : "";
    }

    static double Left(Spectrum2D map) => map.Q[0] - (0.5 * Step(map));

    static double Right(Spectrum2D map) => map.Q[^1] + (0.5 * Step(map));

    static double Step(Spectrum2D map) => (map.Q[^1] - map.Q[0]) / (map.Q.Length - 1);

    static ScottPlot.TickGenerators.NumericAutomatic Sparse() => new()
    {
        LabelFormatter = AxisText.Number,
        TickDensity = 0.45,
    };
}
