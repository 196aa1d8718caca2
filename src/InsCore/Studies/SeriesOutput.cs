using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using InsCore.Pressure;
using InsCore.Spectra;
using InsCore.Structures;

namespace InsCore.Studies;

/// <summary>Writes what a series of pressures says: pressure.json, pressure.csv, figures.</summary>
internal static class SeriesOutput
{
    const string Json = "pressure.json", Table = "pressure.csv", VolumeFigure = "volume", CellFigure = "cell";

    const string ElasticFigure = "elastic";

    // Points of a drawn curve.
    const int Resolution = 200;

    /// <summary>Names of the files of a series.</summary>
    public static IEnumerable<string> Files(PressureSeries series) =>
    [
        Json, Table,
        .. series.Points.Count > 1 ? Pictures(VolumeFigure) : [], .. series.Points.Count > 1 ? Pictures(CellFigure) : [],
        .. series.Elastic.Count > 1 ? Pictures(ElasticFigure) : [],
    ];

    static string[] Pictures(string name) => [name + ".png", name + ".svg"];

    /// <summary>Writes the files into a folder.</summary>
    public static void Write(string folder, PressureSeries series, Provenance provenance)
    {
        JsonObject json = series.ToJson();
        json["provenance"] = provenance.ToJson();
        AtomicFile.WriteAllText(Path.Combine(folder, Json), json.ToJsonString(StudyJson.Indented) + "\n");
        AtomicFile.WriteAllText(Path.Combine(folder, Table), Rows(series));
        if (series.Points.Count > 1)
        {
            string formula = StudyNames.Formula(series.Points[0].Crystal);
            CurveFigure.Write(Path.Combine(folder, VolumeFigure), $"Equation of state, {formula}", Volumes(series));
            CurveFigure.Write(Path.Combine(folder, CellFigure), $"Unit cell under pressure, {formula}", Cells(series));
        }

        if (series.Elastic.Count > 1)
        {
            CurveFigure.Write(Path.Combine(folder, ElasticFigure), $"Elastic constants, {StudyNames.Formula(series.Points[0].Crystal)}", Constants(series));
        }
    }

    static string Rows(PressureSeries series)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"# {series.Points[0].Crystal.Formula} relaxed at a series of pressures\n");
        text.Append("# pressures in GPa: asked for, and from the stress; volume in cubic Angstrom, lengths in Angstrom, angles in degrees, energies in eV per cell\n");
        text.Append("target,pressure,volume,a,b,c,alpha,beta,gamma,energy,enthalpy,space_group\n");
        for (int i = 0; i < series.Points.Count; i++)
        {
            SeriesPoint p = series.Points[i];
            Vector3d l = p.Crystal.PeriodicLattice.Lengths, angles = p.Crystal.PeriodicLattice.Angles;
            text.Append(CultureInfo.InvariantCulture, $"{p.Target:R},{p.Pressure:0.00000;-0.00000;0.00000},{p.Volume:F5},{l.X:F6},{l.Y:F6},{l.Z:F6},{angles.X:F5},{angles.Y:F5},{angles.Z:F5},");
            text.Append(CultureInfo.InvariantCulture, $"{p.Energy:F8},{p.Enthalpy:F8},{series.Symmetry.Rows[i].Groups[0]}\n");
        }

        return text.ToString();
    }

    static FigurePanel[] Volumes(PressureSeries series)
    {
        List<FigureCurve> volumes = [Points("relaxed", series.Points, p => p.Volume)], rest = [];
        if (series.Hysteresis is { } hysteresis)
        {
            volumes.Add(new("on the way back", [.. hysteresis.Points.Select(p => p.Back.Pressure)], [.. hysteresis.Points.Select(p => p.Back.Volume)], CurveStyle.OpenPoints) { Colour = 5 });
        }

        foreach (EquationOfState e in series.Segments.SelectMany(s => s.Equations.Where(e => e.Energy is null)))
        {
            SeriesSegment segment = series.Segments.First(s => s.Equations.Contains(e));
            double[] v = Between(segment.Points.Min(p => p.Volume), segment.Points.Max(p => p.Volume));
            string name = e.Form == EquationOfStateForm.Vinet ? "Vinet" : "Birch–Murnaghan";
            string label = FormattableString.Invariant($"{name}: B₀ = {e.BulkModulus:F2} GPa, B₀′ = {e.BulkDerivative:F1}");
            volumes.Add(new(label, Array.ConvertAll(v, e.PressureAt), v, e.Form == EquationOfStateForm.Vinet ? CurveStyle.Line : CurveStyle.Dashes));
            rest.Add(new("", [.. segment.Points.Select(p => p.Pressure)], [.. e.Residuals.Select(r => 1e3 * r)], CurveStyle.LineAndPoints) { Colour = volumes.Count - 1 });
        }

        FigurePanel main = new("Pressure (GPa)", "Volume (Å³ per cell)", volumes);
        return rest.Count > 0 ? [main, new("Pressure (GPa)", "Relaxed − fit (MPa)", rest) { Height = 0.45 }] : [main];
    }

    static FigurePanel[] Cells(PressureSeries series)
    {
        FigureCurve Relative(string label, Func<SeriesPoint, double> value)
        {
            double first = value(series.Points.MinBy(p => Math.Abs(p.Target))!);
            return Points(label, series.Points, p => 100 * ((value(p) / first) - 1)) with { Style = CurveStyle.LineAndPoints };
        }

        FigurePanel lengths = new(
            "Pressure (GPa)",
            "Change of length (%)",
            [Relative("a", p => p.Crystal.PeriodicLattice.Lengths.X), Relative("b", p => p.Crystal.PeriodicLattice.Lengths.Y), Relative("c", p => p.Crystal.PeriodicLattice.Lengths.Z)]);
        FigureCurve[] angles = [.. new[] { "α", "β", "γ" }.Select((label, k) =>
            Points(label, series.Points, p => p.Crystal.PeriodicLattice.Angles[k]) with { Style = CurveStyle.LineAndPoints })];
        FigureCurve[] moving = [.. angles.Where(a => a.Y.Max() - a.Y.Min() > 1e-4)];
        return moving.Length > 0 ? [lengths, new("Pressure (GPa)", "Angle (°)", moving) { Height = 0.6 }] : [lengths];
    }

    static FigurePanel[] Constants(PressureSeries series)
    {
        SeriesPoint[] points = [.. series.Points.Where(p => series.Elastic.ContainsKey(p.Target))];
        FigureCurve Curve(string label, Func<ElasticTensor, double> value, CurveStyle style = CurveStyle.LineAndPoints) =>
            Points(label, points, p => value(series.Elastic[p.Target].Tensor)) with { Style = style };

        // Components that symmetry does not make vanish; sixths of the largest would hide in the noise of none.
        FigureCurve[] Some(IEnumerable<(int, int)> pairs) =>
        [
            .. pairs.Where(p => points.Any(x => Math.Abs(series.Elastic[x.Target].Tensor[p.Item1, p.Item2]) > 1e-3))
                .Select(p => Curve($"B{(char)('₀' + p.Item1)}{(char)('₀' + p.Item2)}", t => t[p.Item1, p.Item2])),
        ];
        FigureCurve[] diagonal = Some(Enumerable.Range(1, 6).Select(i => (i, i)));
        FigureCurve[] off = Some(from i in Enumerable.Range(1, 6) from j in Enumerable.Range(1, 6) where i < j select (i, j));
        FigureCurve equation = new(
            "−V dP/dV of the equation of state", [.. points.Select(p => p.Pressure)], [.. points.Select(p => series.BulkModulusAt(p.Target) ?? double.NaN)], CurveStyle.Dashes);
        FigurePanel moduli = new(
            "Pressure (GPa)",
            "Moduli (GPa)",
            [
                Curve("bulk modulus (Reuss)", t => t.Polycrystal().BulkReuss, CurveStyle.Points),
                .. equation.Y.All(double.IsFinite) ? [equation] : (FigureCurve[])[],
                Curve("shear modulus (Hill)", t => t.Polycrystal().Shear), Curve("softest strain", t => t.Eigenvalues()[0]),
            ]);
        return [new("Pressure (GPa)", "Elastic constants (GPa)", diagonal), .. off.Length > 0 ? [new FigurePanel("Pressure (GPa)", "Elastic constants (GPa)", off) { Height = 0.8 }] : (FigurePanel[])[], moduli];
    }

    static FigureCurve Points(string label, IReadOnlyList<SeriesPoint> points, Func<SeriesPoint, double> value) =>
        new(label, [.. points.Select(p => p.Pressure)], [.. points.Select(value)], CurveStyle.Points);

    static double[] Between(double from, double to) => [.. Enumerable.Range(0, Resolution + 1).Select(i => from + ((to - from) * i / Resolution))];
}
