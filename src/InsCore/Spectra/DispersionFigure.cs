using ScottPlot;

namespace InsCore.Spectra;

/// <summary>Figures of phonon dispersion along a path, and of densities of states, PNG and SVG.</summary>
/// <param name="title">Title line.</param>
/// <param name="unit">Unit of the energies.</param>
public sealed class DispersionFigure(string title, EnergyUnit unit)
{
    const int Width = 1200, Height = 700;

    // Of the highest energy; acoustic modes at Γ are no more negative than this by rounding.
    const double Rounding = 1e-3;

    // Differences of densities without meaning, of the highest.
    const double Noise = 1e-6;

    // Okabe and Ito's colours for the colour-blind; black first.
    static readonly string[] Palette = ["#000000", "#D55E00", "#0072B2", "#009E73", "#CC79A7", "#E69F00", "#56B4E9"];

    /// <summary>Branches along a path.</summary>
    /// <param name="path">File without extension; .png and .svg are written.</param>
    /// <param name="branches">For each branch of each piece of the path: distances, and energies in the unit.</param>
    /// <param name="labels">Named points, by distance.</param>
    /// <exception cref="InsInputException">A file cannot be written.</exception>
    public void WriteBands(
        string path, IReadOnlyList<(double[] Distances, double[] Energies)> branches, IReadOnlyList<(double Distance, string Name)> labels)
    {
        Plot plot = Prepare();
        double low = Math.Min(0, branches.Min(b => b.Energies.Min())), high = branches.Max(b => b.Energies.Max());
        low = low < -Rounding * high ? low : 0;
        double top = high + (0.05 * (high - low)), bottom = low < 0 ? low - (0.05 * (high - low)) : 0;
        foreach ((double[] distances, double[] energies) in branches)
        {
            var line = plot.Add.ScatterLine(distances, energies);
            line.Color = Color.FromHex("#0072B2");
            line.LineWidth = 1.3f;
        }

        ScottPlot.TickGenerators.NumericManual ticks = new();
        foreach ((double distance, string name) in labels)
        {
            ticks.AddMajor(distance, name);
            var rule = plot.Add.VerticalLine(distance, 1, Colors.Black.WithAlpha(0.6));
            rule.LinePattern = name.Contains('|', StringComparison.Ordinal) ? LinePattern.Solid : LinePattern.Dotted;
        }

        plot.Axes.Bottom.TickGenerator = ticks;
        plot.YLabel($"Energy ({unit.Symbol})", 18);
        if (low < 0)
        {
            plot.Add.HorizontalLine(0, 1, Colors.Black.WithAlpha(0.6));
        }

        plot.Axes.SetLimits(labels[0].Distance, labels[^1].Distance, bottom, top);
        plot.HideLegend();
        Save(plot, path);
    }

    /// <summary>Densities of states over energy.</summary>
    /// <param name="path">File without extension; .png and .svg are written.</param>
    /// <param name="curves">Label, energies in the unit and densities; the first is drawn boldest.</param>
    /// <param name="quantity">What the densities are, with their unit.</param>
    /// <exception cref="InsInputException">A file cannot be written.</exception>
    public void WriteDensities(string path, IReadOnlyList<(string Label, double[] Energies, double[] Densities)> curves, string quantity)
    {
        Plot plot = Prepare();
        for (int k = 0; k < curves.Count; k++)
        {
            var line = plot.Add.ScatterLine(curves[k].Energies, curves[k].Densities);
            line.LegendText = curves[k].Label;
            line.Color = Color.FromHex(Palette[k % Palette.Length]);
            line.LineWidth = k == 0 ? 2.5f : 1.5f;
        }

        plot.XLabel($"Energy ({unit.Symbol})", 18);
        plot.YLabel(quantity, 18);
        double from = Start(curves), to = curves[0].Energies[^1];
        plot.Axes.SetLimits(from, to, 0, 1.08 * Math.Max(curves.Max(c => c.Densities.Max()), 1e-300));
        plot.Legend.FontSize = 15;
        plot.Legend.FontName = "DejaVu Sans";
        plot.Legend.SymbolWidth = 40;
        plot.ShowLegend(AxisText.IsHigherRight(curves.Select(c => (c.Energies, c.Densities)), from, to) ? Alignment.UpperLeft : Alignment.UpperRight);
        Save(plot, path);
    }

    // Imaginary modes stand below zero as peaks of their own; without any, what broadening carries there falls all the way.
    internal static double Start(IReadOnlyList<(string Label, double[] Energies, double[] Densities)> curves)
    {
        double[] energies = curves[0].Energies;
        int zero = Math.Max(0, Array.FindIndex(energies, e => e >= 0));
        double noise = Noise * curves.Max(c => c.Densities.Max());
        bool HasPeak(double[] densities) => Enumerable.Range(1, Math.Max(0, zero - 1)).Any(k => densities[k - 1] > densities[k] + noise);
        return curves.Any(c => HasPeak(c.Densities)) ? energies[0] : Math.Max(0, energies[0]);
    }

    Plot Prepare()
    {
        Plot plot = new();
        plot.Font.Set("DejaVu Sans");
        plot.Title(title, 18);
        plot.Layout.Fixed(new PixelPadding(115, 35, 70, 50));
        plot.Axes.Bottom.TickLabelStyle.FontSize = 15;
        plot.Axes.Left.TickLabelStyle.FontSize = 15;
        ScottPlot.TickGenerators.NumericAutomatic plain = new() { LabelFormatter = AxisText.Number };
        plot.Axes.Bottom.TickGenerator = plain;
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { LabelFormatter = plain.LabelFormatter };
        plot.Grid.MajorLineColor = Colors.Black.WithAlpha(0.08);
        return plot;
    }

    static void Save(Plot plot, string path)
    {
        byte[] png = plot.GetImageBytes(Width, Height, ImageFormat.Png);
        AtomicFile.Write(path + ".png", stream => stream.Write(png));
        string svg = plot.GetSvgXml(Width, Height);
        SvgFile.Write(path + ".svg", svg);
    }
}
