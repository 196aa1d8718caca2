using InsCore.Spectra;

namespace InsCore.Dynamics;

/// <summary>Figures of a trajectory, PNG and SVG: temperature, energy, cell, distances, displacements.</summary>
internal static class DynamicsFigures
{
    // Points that a line over time is thinned out to, as means of blocks.
    const int Points = 400;

    // Pairs of elements that one panel can show.
    const int MostPairs = 6;

    const string Time = "Time (ps)";

    /// <summary>Writes all figures.</summary>
    /// <param name="folder">Where they go.</param>
    /// <param name="title">Title line.</param>
    /// <param name="result">What to draw.</param>
    /// <exception cref="InsInputException">A file cannot be written.</exception>
    public static void Write(string folder, string title, DynamicsResult result)
    {
        CurveFigure.Write(Path.Combine(folder, "temperature"), title, [Temperature(result)]);
        CurveFigure.Write(Path.Combine(folder, "energy"), title, Energy(result));
        CurveFigure.Write(Path.Combine(folder, "cell"), title, Cell(result));
        CurveFigure.Write(Path.Combine(folder, "rdf"), title, [Distances(result)]);
        CurveFigure.Write(Path.Combine(folder, "msd"), title, [Displacements(result)]);
    }

    /// <summary>Means of blocks, as many as are drawn, which differ in length by one value at most.</summary>
    internal static double[] Thin(double[] values, int most = Points)
    {
        long blocks = Math.Min(most, values.Length);
        return [.. Enumerable.Range(0, (int)blocks).Select(b => values[(int)(b * values.LongLength / blocks)..(int)((b + 1) * values.LongLength / blocks)].Average())];
    }

    static FigurePanel Temperature(DynamicsResult result)
    {
        double[] t = Thin(result.Series.Times), ends = [t[0], t[^1]];
        double centre = result.Options.Ensemble == Ensemble.Nve ? result.Temperature.Mean : result.Options.Temperature, width = result.TemperatureWidth;
        int stride = (result.Series.Times.Length / (10 * Points)) + 1;
        double[] Every(double[] values) => [.. values.Where((_, k) => k % stride == 0)];
        string label = result.Options.Ensemble == Ensemble.Nve ? "width of a harmonic crystal" : "T and its exact width";
        return new(Time, "Temperature (K)",
        [
            new("single samples", Every(result.Series.Times), Every(result.Series.Temperatures)) { Colour = 6 },
            new("means of blocks", t, Thin(result.Series.Temperatures)) { Colour = 0 },
            new(label, ends, [centre + width, centre + width], CurveStyle.Dashes) { Colour = 1 },
            new("", ends, [centre, centre], CurveStyle.Dashes) { Colour = 1 },
            new("", ends, [centre - width, centre - width], CurveStyle.Dashes) { Colour = 1 },
        ]);
    }

    static FigurePanel[] Energy(DynamicsResult result)
    {
        double[] Relative(double[] values) => Array.ConvertAll(Thin(values), v => 1e3 * (v - values[0]) / result.AtomCount);
        double[] t = Thin(result.Series.Times), kept = Relative(result.Series.ConservedEnergies);
        double slope = result.EnergyDrift.Slope, mean = kept.Average(), middle = t.Average();
        return
        [
            new(Time, "Potential energy, change (meV/atom)", [new("", t, Relative(result.Series.PotentialEnergies)) { Colour = 2 }]) { Height = 0.8 },
            new(Time, result.Options.Ensemble == Ensemble.Nve ? "Total energy, change (meV/atom)" : "Conserved energy, change (meV/atom)",
            [
                new("means of blocks", t, kept) { Colour = 0 },
                new($"drift {result.EnergyDrift.Text("0.0000")} meV per atom and ps", t, Array.ConvertAll(t, x => mean + (slope * (x - middle))), CurveStyle.Dashes) { Colour = 1 },
            ]) { Height = 0.8 },
        ];
    }

    static FigurePanel[] Cell(DynamicsResult result)
    {
        double[] t = Thin(result.Series.Times);
        FigureCurve Line(int k, Converter<double, double> change) => new(DynamicsSeries.CellNames[k], t, Array.ConvertAll(Thin(result.Series.Cell(k)), change));
        double[] lengths = [result.StartCell.Lengths.X, result.StartCell.Lengths.Y, result.StartCell.Lengths.Z];
        return
        [
            new(Time, "Change of length (%)", [.. Enumerable.Range(0, 3).Select(k => Line(k, x => 100 * ((x / lengths[k]) - 1)))]) { Height = 0.8 },
            new(Time, "Angle (°)", [.. Enumerable.Range(3, 3).Select(k => Line(k, x => x))]) { Height = 0.8 },
            new(Time, "Volume (Å³)", [new("", t, Thin(result.Series.Volumes))]) { Height = 0.7 },
        ];
    }

    static FigurePanel Distances(DynamicsResult result)
    {
        RadialDistribution[] like = [.. result.Distances.Where(d => d.Pair.Split('-')[0] == d.Pair.Split('-')[1])];
        RadialDistribution[] shown = [.. like.Concat(result.Distances.Except(like)).Take(MostPairs)];
        bool isMolecular = result.Molecules.IsMolecular;
        return new("r (Å)", isMolecular ? "g(r) between molecules" : "g(r)",
            [.. shown.Select(d => new FigureCurve(d.Pair, RadialDistribution.Distances, isMolecular ? d.Intermolecular : d.Total))]);
    }

    static FigurePanel Displacements(DynamicsResult result) => new("Time between (ps)", "Mean-square displacement (Å²)",
        [.. result.Displacements.MeanSquare.Select(m => new FigureCurve(m.Name, result.Displacements.Times, m.Values))]);
}
