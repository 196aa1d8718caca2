using ScottPlot;

namespace InsCore.Benchmarks;

/// <summary>The cost of an atom against the number of atoms.</summary>
internal static class CostPlot
{
    static readonly string[] Palette = ["#0072B2", "#D55E00", "#009E73", "#CC79A7"];

    /// <summary>Writes the figure, PNG and SVG.</summary>
    /// <param name="path">File without extension.</param>
    /// <param name="sizes">Numbers of atoms.</param>
    /// <param name="curves">Name and ms per atom at each of them.</param>
    public static void Write(string path, int[] sizes, IReadOnlyList<(string Name, double[] Cost)> curves)
    {
        Plot plot = new();
        plot.Font.Set("DejaVu Sans");
        plot.XLabel("Atoms", 18);
        plot.YLabel("Energy and forces, one thread (ms per atom)", 18);
        double[] x = [.. sizes.Select(atoms => Math.Log10(atoms))];
        for (int k = 0; k < curves.Count; k++)
        {
            ScottPlot.Plottables.Scatter scatter = plot.Add.Scatter(x, curves[k].Cost, Color.FromHex(Palette[k % Palette.Length]));
            (scatter.LegendText, scatter.LineWidth, scatter.MarkerSize) = (curves[k].Name, 2, 9);
        }

        plot.Axes.Bottom.SetTicks(x, [.. sizes.Select(atoms => $"{atoms}")]);
        plot.Axes.SetLimitsY(0, 1.2 * curves.Max(curve => curve.Cost.Max()));
        plot.ShowLegend(Alignment.LowerRight);
        plot.SavePng($"{path}.png", 1000, 600);
        plot.SaveSvg($"{path}.svg", 1000, 600);
    }
}
