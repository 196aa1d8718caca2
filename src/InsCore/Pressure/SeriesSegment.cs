using System.Text.Json.Nodes;

namespace InsCore.Pressure;

/// <summary>Neighbouring pressures of one space group, over which volume and cell are smooth.</summary>
public sealed record SeriesSegment
{
    /// <summary>The space group.</summary>
    public required string SpaceGroup { get; init; }

    /// <summary>Ascending in pressure.</summary>
    public required IReadOnlyList<SeriesPoint> Points { get; init; }

    /// <summary>Fits of P(V), and of E(V) as a check; none of fewer than three points.</summary>
    public required IReadOnlyList<EquationOfState> Equations { get; init; }

    /// <summary>-ΔP/Δ ln V of two points, GPa; null unless there are two.</summary>
    public double? MeanBulkModulus { get; init; }

    /// <summary>The cell as a function of the volume; null of a single point.</summary>
    public CellCompression? Compression { get; init; }

    /// <summary>At each point, or of two points the mean between them.</summary>
    public IReadOnlyList<AxialCompressibility> Compressibilities { get; init; } = [];

    /// <summary>What could not be had, and why.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The fit that everything else uses: Vinet of P(V); null where there is none.</summary>
    public EquationOfState? Equation => Equations.Count > 0 ? Equations[0] : null;

    /// <summary>Fits what the points allow.</summary>
    /// <param name="spaceGroup">Their space group.</param>
    /// <param name="points">Ascending in pressure.</param>
    internal static SeriesSegment Of(string spaceGroup, IReadOnlyList<SeriesPoint> points)
    {
        List<string> notes = [];
        double[] volumes = [.. points.Select(p => p.Volume)], pressures = [.. points.Select(p => p.Pressure)], energies = [.. points.Select(p => p.Energy)];
        List<EquationOfState> equations = [];
        foreach (EquationOfStateForm form in Enum.GetValues<EquationOfStateForm>())
        {
            Try(EquationOfStateFit.PressureParameters, () => EquationOfStateFit.ToPressures(form, volumes, pressures));
        }

        foreach (EquationOfStateForm form in Enum.GetValues<EquationOfStateForm>())
        {
            Try(EquationOfStateFit.EnergyParameters, () => EquationOfStateFit.ToEnergies(form, volumes, energies));
        }

        int count = EquationOfStateFit.Different(volumes);
        if (count < EquationOfStateFit.PressureParameters)
        {
            notes.Add($"{Count(count)} of {spaceGroup}: an equation of state has three parameters and needs three volumes or more");
        }
        else if (count < EquationOfStateFit.EnergyParameters)
        {
            notes.Add($"{Count(count)} of {spaceGroup}: no check by E(V), which has four parameters, and no standard errors");
        }

        double? mean = count == 2 ? -(pressures[^1] - pressures[0]) / Math.Log(volumes[^1] / volumes[0]) : null;
        CellCompression? compression = count > 1 ? CellCompression.Fit([.. points.Select(p => p.Crystal)]) : null;
        EquationOfState? equation = equations.FirstOrDefault(e => e.Energy is null);
        return new()
        {
            SpaceGroup = spaceGroup,
            Points = points,
            Equations = equations,
            MeanBulkModulus = mean,
            Compression = compression,
            Compressibilities = compression is null ? [] : Compress(compression, points, equation, mean),
            Notes = notes,
        };

        void Try(int parameters, Func<EquationOfState> fit)
        {
            if (EquationOfStateFit.Different(volumes) >= parameters)
            {
                try
                {
                    equations.Add(fit());
                }
                catch (InsNumericalException e)
                {
                    notes.Add(e.Message);
                }
            }
        }
    }

    static string Count(int count) => count == 1 ? "one volume" : $"{count} volumes";

    static IReadOnlyList<AxialCompressibility> Compress(
        CellCompression compression, IReadOnlyList<SeriesPoint> points, EquationOfState? equation, double? mean)
    {
        if (mean is { } bulk)
        {
            return [compression.At(points.Average(p => p.Pressure), Math.Sqrt(points[0].Volume * points[^1].Volume), bulk)];
        }

        return equation is null ? [] : [.. points.Select(p => compression.At(p.Pressure, p.Volume, equation.BulkModulusAt(p.Volume)))];
    }

    /// <summary>As JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["spaceGroup"] = SpaceGroup,
        ["pressures"] = new JsonArray([.. Points.Select(p => JsonValue.Create(p.Target))]),
        ["equationsOfState"] = new JsonArray([.. Equations.Select(e => e.ToJson())]),
        ["bulkModuli"] = Equation is { } equation ? new JsonArray([.. Points.Select(p => JsonValue.Create(equation.BulkModulusAt(p.Volume)))]) : null,
        ["meanBulkModulus"] = MeanBulkModulus,
        ["compressibilities"] = new JsonArray([.. Compressibilities.Select(c => c.ToJson())]),
        ["cellResidual"] = Compression?.Residual,
        ["notes"] = new JsonArray([.. Notes.Select(n => JsonValue.Create(n))]),
        ["units"] = new JsonObject { ["pressures"] = "GPa", ["bulkModuli"] = "GPa, at each pressure", ["meanBulkModulus"] = "GPa", ["cellResidual"] = "Å" },
    };
}
