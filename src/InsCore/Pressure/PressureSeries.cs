using System.Text.Json.Nodes;
using InsCore.Structures;

namespace InsCore.Pressure;

/// <summary>What structures relaxed at several pressures say of a crystal: equation of state, compressibilities, symmetry, hysteresis.</summary>
public sealed record PressureSeries
{
    /// <summary>Ascending in pressure.</summary>
    public required IReadOnlyList<SeriesPoint> Points { get; init; }

    /// <summary>Neighbouring points of one space group each; fits never reach across a change.</summary>
    public required IReadOnlyList<SeriesSegment> Segments { get; init; }

    /// <summary>The space groups.</summary>
    public required SymmetryWatch Symmetry { get; init; }

    /// <summary>The comparison with a way back; null where there was none.</summary>
    public Hysteresis? Hysteresis { get; init; }

    /// <summary>Elastic constants by the pressure asked for, GPa; empty where none were wanted.</summary>
    public IReadOnlyDictionary<double, ElasticResult> Elastic { get; init; } = new Dictionary<double, ElasticResult>();

    /// <summary>What a reader must know.</summary>
    public IReadOnlyList<string> Warnings =>
    [
        .. Symmetry.Changes,
        .. Hysteresis?.Points.Where(p => p.IsOpen).Select(p => FormattableString.Invariant(
            $"at {p.Out.Target:0.####} GPa the structure depends on the path: on the way back the volume differs by {100 * p.VolumeDifference:+0.00;-0.00} %, the enthalpy by {1e3 * p.EnthalpyDifference:+0.000;-0.000} meV per atom")) ?? [],
        .. Elastic.OrderBy(e => e.Key).SelectMany(e => e.Value.Warnings.Select(w => FormattableString.Invariant($"at {e.Key:0.####} GPa {w}"))),
    ];

    /// <summary>The segment that holds a pressure.</summary>
    /// <param name="target">The pressure asked for, GPa.</param>
    public SeriesSegment SegmentOf(double target) => Segments.First(s => s.Points.Any(p => p.Target == target));

    /// <summary>-V dP/dV at a pressure by the equation of state, GPa; null where there is none.</summary>
    /// <param name="target">The pressure asked for, GPa.</param>
    public double? BulkModulusAt(double target)
    {
        SeriesSegment segment = SegmentOf(target);
        return segment.Equation?.BulkModulusAt(segment.Points.First(p => p.Target == target).Volume);
    }

    /// <summary>Analyses a series.</summary>
    /// <param name="points">In any order, each pressure once.</param>
    /// <param name="back">The same pressures reached from outside, or null.</param>
    public static PressureSeries Of(IEnumerable<SeriesPoint> points, IReadOnlyList<SeriesPoint>? back = null)
    {
        SeriesPoint[] ascending = [.. points.OrderBy(p => p.Target)];
        SymmetryWatch symmetry = SymmetryWatch.Of(ascending);
        List<SeriesSegment> segments = [];
        for (int first = 0, end; first < ascending.Length; first = end)
        {
            end = first + 1;
            while (end < ascending.Length && symmetry.Rows[end].Groups[0] == symmetry.Rows[first].Groups[0])
            {
                end++;
            }

            segments.Add(SeriesSegment.Of(symmetry.Rows[first].Groups[0], ascending[first..end]));
        }

        double Bulk(double volume)
        {
            SeriesSegment segment = segments.MinBy(s => s.Points.Min(p => Math.Abs(p.Volume - volume)))!;
            return segment.Equation?.BulkModulusAt(volume) ?? segment.MeanBulkModulus ?? double.PositiveInfinity;
        }

        return new()
        {
            Points = ascending,
            Segments = segments,
            Symmetry = symmetry,
            Hysteresis = back is null ? null : Hysteresis.Of(ascending, back, Bulk),
        };
    }

    /// <summary>Everything as JSON, each part with its units.</summary>
    public JsonObject ToJson() => new()
    {
        ["points"] = new JsonArray([.. Points.Select(Point)]),
        ["segments"] = new JsonArray([.. Segments.Select(s => s.ToJson())]),
        ["symmetry"] = Symmetry.ToJson(),
        ["hysteresis"] = Hysteresis?.ToJson(),
        ["elastic"] = new JsonArray([.. Elastic.OrderBy(e => e.Key).Select(e => Constants(e.Key, e.Value))]),
        ["warnings"] = new JsonArray([.. Warnings.Select(w => JsonValue.Create(w))]),
        ["units"] = new JsonObject { ["pressure"] = "GPa", ["energy"] = "eV per cell", ["volume"] = "Å³ per cell", ["cell"] = "Å, degrees" },
    };

    JsonObject Constants(double target, ElasticResult result)
    {
        JsonObject json = result.ToJson();
        (json["target"], json["bulkModulusOfTheEquationOfState"]) = (target, BulkModulusAt(target));
        return json;
    }

    static JsonObject Point(SeriesPoint p)
    {
        Lattice lattice = p.Crystal.PeriodicLattice;
        return new JsonObject
        {
            ["target"] = p.Target,
            ["pressure"] = p.Pressure,
            ["stressResidual"] = p.StressResidual,
            ["volume"] = p.Volume,
            ["energy"] = p.Energy,
            ["enthalpy"] = p.Enthalpy,
            ["cell"] = new JsonArray(lattice.Lengths.X, lattice.Lengths.Y, lattice.Lengths.Z, lattice.Angles.X, lattice.Angles.Y, lattice.Angles.Z),
        };
    }

    /// <summary>Lines for people.</summary>
    public IEnumerable<string> Lines()
    {
        foreach (SeriesSegment s in Segments)
        {
            yield return FormattableString.Invariant($"{s.SpaceGroup}, {s.Points[0].Target:0.0###} to {s.Points[^1].Target:0.0###} GPa");
            foreach (EquationOfState e in s.Equations)
            {
                yield return $"  {e}";
            }

            if (s.MeanBulkModulus is { } mean)
            {
                yield return FormattableString.Invariant($"  mean bulk modulus -ΔP/Δ ln V = {mean:F3} GPa");
            }

            foreach (AxialCompressibility c in s.Compressibilities)
            {
                yield return FormattableString.Invariant(
                    $"  {c.Pressure,7:0.000;-0.000;0.000} GPa: linear compressibilities a {c.Axes.X:F2}, b {c.Axes.Y:F2}, c {c.Axes.Z:F2}, volume {c.Volume:F2} 1/TPa{Angles(c)}");
            }

            foreach (string note in s.Notes)
            {
                yield return $"  {note}";
            }
        }

        if (Hysteresis is not null)
        {
            yield return "there and back:";
            foreach (string line in Hysteresis.Lines())
            {
                yield return "  " + line;
            }
        }

        foreach ((double target, ElasticResult result) in Elastic.OrderBy(e => e.Key))
        {
            foreach (string line in result.Lines())
            {
                yield return line;
            }

            if (BulkModulusAt(target) is { } bulk)
            {
                yield return FormattableString.Invariant(
                    $"  bulk modulus by the equation of state {bulk:F3} GPa, by the elastic constants {result.Tensor.Polycrystal().BulkReuss:F3} GPa ({100 * ((result.Tensor.Polycrystal().BulkReuss / bulk) - 1):+0.0;-0.0;0.0} %)");
            }
        }
    }

    // Angles that symmetry fixes do not move but for rounding.
    static string Angles(AxialCompressibility c) =>
        Math.Max(Math.Abs(c.Angles.X), Math.Max(Math.Abs(c.Angles.Y), Math.Abs(c.Angles.Z))) < 1e-6
            ? ""
            : FormattableString.Invariant($"; α {c.Angles.X:+0.000;-0.000}, β {c.Angles.Y:+0.000;-0.000}, γ {c.Angles.Z:+0.000;-0.000} °/GPa");
}
