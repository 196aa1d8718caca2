using System.Globalization;
using ScottPlot;

namespace InsCore.Spectra;

/// <summary>Figures of spectra as a journal shows them, PNG and SVG.</summary>
/// <param name="title">Title line.</param>
/// <param name="intensityUnit">Unit of the intensities.</param>
/// <param name="from">Lowest energy transfer shown, cm⁻¹.</param>
/// <param name="to">Highest energy transfer shown, cm⁻¹.</param>
/// <param name="quantity">What the intensities are.</param>
public sealed class SpectrumFigure(string title, string intensityUnit, double from = 0, double to = 1200, string quantity = "S(Q, ω)")
{
    const int Width = 1200, Height = 700;

    // Peak labels stand upright and need about so many pixels each, side by side.
    const double LabelPixels = 15;

    // Peaks that stand out less, relative to the highest, get no label.
    const double LabelledProminence = 0.03;

    // Okabe and Ito's colours for the colour-blind; black first.
    static readonly string[] Palette = ["#000000", "#D55E00", "#0072B2", "#009E73", "#CC79A7", "#E69F00", "#56B4E9"];

    // Different greys in print as well.
    static readonly LinePattern[] Patterns = [LinePattern.Solid, LinePattern.Solid, LinePattern.Dashed, LinePattern.Dotted, LinePattern.DenselyDashed];

    /// <summary>Error of the intensities; peaks that stand out by less than twice as much get no label.</summary>
    public double Uncertainty { get; init; }

    /// <summary>Several spectra one above the other, each with its peaks labelled.</summary>
    /// <param name="path">File without extension; .png and .svg are written.</param>
    /// <param name="spectra">From the lowest to the highest.</param>
    /// <exception cref="InsInputException">A file cannot be written.</exception>
    public void WriteOffset(string path, IReadOnlyList<Spectrum1D> spectra)
    {
        Plot plot = Prepare();
        double step = RoundUp(1.2 * spectra.Max(s => s.Maximum(from, to))), top = step * spectra.Count;
        for (int i = 0; i < spectra.Count; i++)
        {
            double offset = i * step;
            string shift = i == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" (offset +{offset:0.####})");
            Draw(plot, spectra[i], offset, spectra[i].Label + shift, Palette[i % Palette.Length], LinePattern.Solid);
            Label(plot, spectra[i], offset, Palette[i % Palette.Length], top);
        }

        // Only the lowest curve can be read off the axis; the others stand higher by whole steps.
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { LabelFormatter = x => x < 0 || x > step * 0.999 ? "" : AxisText.Number(x) };
        Finish(plot, path, top, spectra.Count > 1);
    }

    /// <summary>One spectrum with its contributions stacked under it, and the one-phonon lines below.</summary>
    /// <param name="path">File without extension; .png and .svg are written.</param>
    /// <param name="total">The whole.</param>
    /// <param name="parts">Contributions that add up to the whole, e.g. elements or orders; none negative.</param>
    /// <param name="lines">One-phonon intensity before resolution, drawn as sticks on a scale of their own.</param>
    /// <exception cref="InsInputException">A file cannot be written.</exception>
    public void WriteStacked(string path, Spectrum1D total, IReadOnlyList<Spectrum1D> parts, Spectrum1D? lines = null)
    {
        Plot plot = Prepare();
        double maximum = total.Maximum(from, to), top = 1.25 * maximum, bottom = lines is null ? 0 : -0.18 * maximum;
        int[] shown = Shown(total);
        double[] x = Array.ConvertAll(shown, i => total.Energies[i]), below = new double[x.Length];
        for (int k = 0; k < parts.Count; k++)
        {
            double[] above = [.. below.Select((y, i) => y + parts[k].Intensities[shown[i]])];
            var area = plot.Add.FillY(x, below, above);
            area.FillColor = Color.FromHex(Palette[(k + 1) % Palette.Length]).WithAlpha(0.65);
            area.LineWidth = 0;
            area.MarkerSize = 0;
            area.LegendText = parts[k].Label;
            below = above;
        }

        Draw(plot, total, 0, total.Label, Palette[0], LinePattern.Solid, 1.5f);
        Label(plot, total, 0, Palette[0], top);
        if (lines is not null)
        {
            Sticks(plot, lines, bottom);
        }

        Finish(plot, path, top, true, bottom, AxisText.IsHigherRight([(total.Energies, total.Intensities)], from, to));
    }

    /// <summary>Several curves over each other, the first drawn strongest, and the one-phonon lines below.</summary>
    /// <param name="path">File without extension; .png and .svg are written.</param>
    /// <param name="total">The whole.</param>
    /// <param name="parts">Contributions, e.g. elements or orders.</param>
    /// <param name="lines">One-phonon intensity before resolution, drawn as sticks on a scale of their own.</param>
    /// <exception cref="InsInputException">A file cannot be written.</exception>
    public void WriteContributions(string path, Spectrum1D total, IReadOnlyList<Spectrum1D> parts, Spectrum1D? lines = null)
    {
        Plot plot = Prepare();
        double maximum = total.Maximum(from, to), top = 1.25 * maximum, bottom = lines is null ? 0 : -0.14 * maximum;
        Draw(plot, total, 0, total.Label, Palette[0], LinePattern.Solid, 3);
        for (int i = 0; i < parts.Count; i++)
        {
            int style = i + 1;
            Draw(plot, parts[i], 0, parts[i].Label, Palette[style % Palette.Length], Patterns[style % Patterns.Length], 1.4f);
        }

        Label(plot, total, 0, Palette[0], top);
        if (lines is not null)
        {
            Sticks(plot, lines, bottom);
        }

        Finish(plot, path, top, true, bottom, AxisText.IsHigherRight([(total.Energies, total.Intensities)], from, to));
    }

    Plot Prepare()
    {
        Plot plot = new();
        plot.Font.Set("DejaVu Sans");
        plot.Title(title, 18);
        plot.XLabel("Energy transfer (cm⁻¹)", 18);
        plot.YLabel($"{quantity} ({intensityUnit})", 18);
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { LabelFormatter = AxisText.Number };
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { LabelFormatter = x => x < 0 ? "" : AxisText.Number(x) };
        plot.Layout.Fixed(new PixelPadding(115, 35, 70, 50));
        plot.Axes.Bottom.TickLabelStyle.FontSize = 15;
        plot.Axes.Left.TickLabelStyle.FontSize = 15;
        plot.Grid.MajorLineColor = Colors.Black.WithAlpha(0.08);
        return plot;
    }

    void Draw(Plot plot, Spectrum1D spectrum, double offset, string label, string colour, LinePattern pattern, float width = 2)
    {
        int[] shown = Shown(spectrum);
        var line = plot.Add.ScatterLine(
            Array.ConvertAll(shown, i => spectrum.Energies[i]), Array.ConvertAll(shown, i => spectrum.Intensities[i] + offset));
        line.LegendText = label;
        line.Color = Color.FromHex(colour);
        line.LineWidth = width;
        line.LinePattern = pattern;
    }

    // The strongest peaks get their labels first; a weaker one keeps its label only where it overlaps none.
    void Label(Plot plot, Spectrum1D spectrum, double offset, string colour, double top)
    {
        double room = LabelPixels * (to - from) / (Width - 150);
        List<double> taken = [];
        foreach (Peak peak in PeakFinder.Find(spectrum, from, to, LabelledProminence).Where(p => p.Prominence >= 2 * Uncertainty).OrderByDescending(p => p.Height))
        {
            if (taken.Exists(x => Math.Abs(x - peak.Energy) < room))
            {
                continue;
            }

            taken.Add(peak.Energy);
            var text = plot.Add.Text(peak.Energy.ToString("F0", CultureInfo.InvariantCulture), peak.Energy, peak.Height + offset + (0.012 * top));
            text.LabelRotation = -90;
            text.LabelAlignment = Alignment.MiddleLeft;
            text.LabelFontSize = 13;
            text.LabelFontColor = Color.FromHex(colour);
        }
    }

    void Sticks(Plot plot, Spectrum1D lines, double bottom)
    {
        double largest = lines.Maximum(from, to);
        var note = plot.Add.Text("one-phonon lines before resolution, own scale", from + (0.01 * (to - from)), 0.2 * bottom);
        note.LabelFontSize = 12;
        note.LabelAlignment = Alignment.MiddleLeft;
        foreach (int i in Shown(lines).Where(i => lines.Intensities[i] > 1e-4 * largest))
        {
            var stick = plot.Add.Line(lines.Energies[i], bottom, lines.Energies[i], bottom * (1 - (0.65 * lines.Intensities[i] / largest)));
            stick.Color = Colors.Black.WithAlpha(0.6);
            stick.LineWidth = 1;
        }
    }

    void Finish(Plot plot, string path, double top, bool hasLegend, double bottom = 0, bool isLegendLeft = false)
    {
        plot.Axes.SetLimits(from, to, bottom, top);
        if (hasLegend)
        {
            plot.Legend.FontSize = 15;
            plot.Legend.FontName = "DejaVu Sans";
            plot.Legend.SymbolWidth = 40; // dashes are told apart
            plot.ShowLegend(isLegendLeft ? Alignment.UpperLeft : Alignment.UpperRight);
        }
        else
        {
            plot.HideLegend();
        }

        byte[] png = plot.GetImageBytes(Width, Height, ImageFormat.Png);
        AtomicFile.Write(path + ".png", stream => stream.Write(png));
        string svg = plot.GetSvgXml(Width, Height);
        SvgFile.Write(path + ".svg", svg);
    }

    // The next number of the form 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8 times a power of ten: an offset that readers can subtract in their heads.
    static double RoundUp(double value)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(value, 1e-30))));
        double[] steps = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];
        return power * steps.First(s => s * power >= value * (1 - 1e-12));
    }

    int[] Shown(Spectrum1D spectrum) =>
        [.. Enumerable.Range(0, spectrum.Energies.Length).Where(i => spectrum.Energies[i] >= from && spectrum.Energies[i] <= to)];
}
