using System.Text.Json.Nodes;
using InsCore.Units;

namespace InsCore.Dynamics;

/// <summary>What a trajectory says.</summary>
public sealed record DynamicsResult
{
    /// <summary>Its settings.</summary>
    public required DynamicsOptions Options { get; init; }

    /// <summary>Atoms that moved.</summary>
    public required int AtomCount { get; init; }

    /// <summary>The figures over time.</summary>
    public required DynamicsSeries Series { get; init; }

    /// <summary>Drift of the conserved quantity, meV per atom and ps.</summary>
    public required LinearDrift EnergyDrift { get; init; }

    /// <summary>Kinetic temperature, K.</summary>
    public required BlockAverage Temperature { get; init; }

    /// <summary>Pressure, GPa.</summary>
    public required BlockAverage Pressure { get; init; }

    /// <summary>Volume, Å³.</summary>
    public required BlockAverage Volume { get; init; }

    /// <summary>a, b, c, Å, and α, β, γ, degrees.</summary>
    public required IReadOnlyList<BlockAverage> Cell { get; init; }

    /// <summary>What the last run cost.</summary>
    public required DynamicsCost Cost { get; init; }

    /// <summary>3N - 3: the centre of mass rests.</summary>
    public int DegreesOfFreedom => (3 * AtomCount) - 3;

    /// <summary>Standard deviation that the kinetic temperature has in the canonical ensemble, T √(2/N_f), K.</summary>
    /// <remarks>In NVE that of a harmonic crystal of the same temperature, T/√N_f (J. L. Lebowitz, J. K. Percus, L. Verlet, Phys. Rev. 153, 250 (1967)).</remarks>
    public double TemperatureWidth => Options.Ensemble == Ensemble.Nve
        ? Temperature.Mean / Math.Sqrt(DegreesOfFreedom)
        : Options.Temperature * Math.Sqrt(2.0 / DegreesOfFreedom);

    /// <summary>The figures for people.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"""
        md        {Options.Ensemble.ToString().ToUpperInvariant()}, {AtomCount} atoms, {Series.Times[^1]:0.###} ps in steps of {Options.TimeStep} fs
          conserved energy drifts by {EnergyDrift.Slope:0.####} ± {EnergyDrift.Error:0.####} meV per atom and ps
          temperature {Temperature.Mean:F1} ± {Temperature.Error:F1} K, width {Temperature.Deviation:F1} K (exact {TemperatureWidth:F1} K)
          pressure {Pressure.Mean:F3} ± {Pressure.Error:F3} GPa, volume {Volume.Mean:F2} ± {Volume.Error:F2} Å³
          cost {Cost}
        """);

    internal static DynamicsResult Of(Trajectory trajectory)
    {
        List<DynamicsSample> samples = [];
        foreach (TrajectorySegment segment in trajectory.Segments())
        {
            samples.AddRange(segment.Samples.AsSpan(0, segment.Count));
        }

        int atoms = trajectory.Start.AtomCount;
        DynamicsSeries series = new(trajectory.Options, atoms, samples);
        LinearDrift drift = LinearDrift.Of(series.Times, series.ConservedEnergies);
        return new DynamicsResult
        {
            Options = trajectory.Options,
            AtomCount = atoms,
            Series = series,
            EnergyDrift = new(1e3 * drift.Slope / atoms, 1e3 * drift.Error / atoms),
            Temperature = BlockAverage.Of(series.Temperatures),
            Pressure = BlockAverage.Of(series.Pressures),
            Volume = BlockAverage.Of(series.Volumes),
            Cell = [.. Enumerable.Range(0, 6).Select(k => BlockAverage.Of(series.Cell(k)))],
            Cost = trajectory.Cost,
        };
    }

    /// <summary>The figures as JSON, with a units object.</summary>
    public JsonObject ToJson() => new()
    {
        ["ensemble"] = Options.Ensemble.ToString().ToLowerInvariant(),
        ["thermostat"] = Options.Ensemble == Ensemble.Nve ? null : Options.Thermostat.ToString().ToLowerInvariant(),
        ["targetTemperature"] = Options.Temperature,
        ["targetPressure"] = Options.Ensemble == Ensemble.Npt ? Options.Pressure : null,
        ["timeStep"] = Options.TimeStep,
        ["equilibration"] = Options.Equilibration * 1e-3,
        ["time"] = Series.Times[^1],
        ["atoms"] = AtomCount,
        ["degreesOfFreedom"] = DegreesOfFreedom,
        ["energyDrift"] = new JsonObject { ["value"] = Number(EnergyDrift.Slope), ["error"] = Number(EnergyDrift.Error) },
        ["temperature"] = Json(Temperature),
        ["temperatureWidth"] = TemperatureWidth,
        ["pressure"] = Json(Pressure),
        ["volume"] = Json(Volume),
        ["cell"] = new JsonObject(Cell.Select((c, k) => KeyValuePair.Create(DynamicsSeries.CellNames[k], (JsonNode?)Json(c)))),
        ["cost"] = new JsonObject
        {
            ["steps"] = Cost.Steps,
            ["forces"] = Cost.Forces.TotalSeconds,
            ["neighbourLists"] = Cost.Lists.TotalSeconds,
            ["total"] = Cost.Total.TotalSeconds,
            ["overhead"] = Cost.Overhead,
        },
        ["units"] = new JsonObject
        {
            ["temperature"] = "K",
            ["pressure"] = "GPa",
            ["timeStep"] = "fs",
            ["time"] = "ps",
            ["energyDrift"] = "meV per atom and ps",
            ["volume"] = "Å³",
            ["cell"] = "Å, degrees",
            ["cost"] = "s; overhead is all but the forces, over the forces",
        },
    };

    // NaN is no JSON.
    static JsonNode? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    static JsonObject Json(BlockAverage average) => new()
    {
        ["mean"] = average.Mean,
        ["error"] = average.IsResolved ? average.Error : null,
        ["deviation"] = average.Deviation,
        ["independent"] = average.Independent,
    };
}
