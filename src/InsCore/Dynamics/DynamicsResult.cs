using System.Text.Json.Nodes;
using InsCore.Structures;
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

    /// <summary>The cell at the start.</summary>
    public required Lattice StartCell { get; init; }

    /// <summary>Whether molecules stayed what they were.</summary>
    public required MoleculeReport Molecules { get; init; }

    /// <summary>How far atoms and molecules move.</summary>
    public required DisplacementReport Displacements { get; init; }

    /// <summary>Radial distribution functions of all pairs of elements.</summary>
    public required IReadOnlyList<RadialDistribution> Distances { get; init; }

    /// <summary>How pressure and volume fluctuate together, in units of what the isothermal-isobaric ensemble has exactly; null in other ensembles.</summary>
    public required BlockAverage? PressureResponse { get; init; }

    /// <summary>What the steps cost when they were taken.</summary>
    public required DynamicsCost Cost { get; init; }

    /// <summary>3N - 3: the centre of mass rests.</summary>
    public int DegreesOfFreedom => (3 * AtomCount) - 3;

    /// <summary>Standard deviation that the kinetic temperature has in the canonical ensemble, T √(2/N_f), K.</summary>
    /// <remarks>In NVE that of a harmonic crystal of the same temperature, T/√N_f (J. L. Lebowitz, J. K. Percus, L. Verlet, Phys. Rev. 153, 250 (1967)).</remarks>
    public double TemperatureWidth => Options.Ensemble == Ensemble.Nve
        ? Temperature.Mean / Math.Sqrt(DegreesOfFreedom)
        : Options.Temperature * Math.Sqrt(2.0 / DegreesOfFreedom);

    /// <summary>Standard error of the measured width of the temperature, K.</summary>
    public double TemperatureWidthError => Temperature.Deviation / Math.Sqrt(2 * Temperature.Independent);

    /// <summary>Bulk modulus from the fluctuations of the volume, kT ⟨V⟩/⟨(V - ⟨V⟩)²⟩, GPa; null where the volume is fixed.</summary>
    public double? BulkModulus => Options.Ensemble == Ensemble.Npt
        ? Constants.Boltzmann * Options.Temperature * Volume.Mean / (Volume.Deviation * Volume.Deviation) * Constants.EvPerCubicAngstromInGpa
        : null;

    /// <summary>Whether the crystal holds together.</summary>
    public StabilityVerdict Verdict => StabilityVerdict.Of(this);

    /// <summary>The figures for people.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"""
        {Verdict.Text}
        md        {Options.Ensemble.ToString().ToUpperInvariant()}, {AtomCount} atoms, {Series.Times[^1]:0.###} ps in steps of {Options.TimeStep} fs
          conserved energy drifts by {EnergyDrift.Text("0.####")} meV per atom and ps
          temperature {Temperature.Text("0.0")} K, width {Temperature.Deviation:F1} ± {TemperatureWidthError:F1} K ({(Options.Ensemble == Ensemble.Nve ? "harmonic" : "exact")} {TemperatureWidth:F1} K)
          pressure {Pressure.Text("0.000")} GPa, volume {Volume.Text("0.00")} Å³
          cost {Cost}
        """);

    /// <summary>The figures as JSON, with a units object.</summary>
    public JsonObject ToJson() => new()
    {
        ["verdict"] = Verdict.Text,
        ["shortVerdict"] = Verdict.Short,
        ["holdsTogether"] = Verdict.HoldsTogether,
        ["ensemble"] = Options.Ensemble.ToString().ToLowerInvariant(),
        ["thermostat"] = Options.Ensemble == Ensemble.Nve ? null : Options.Thermostat.ToString().ToLowerInvariant(),
        ["targetTemperature"] = Options.Temperature,
        ["targetPressure"] = Options.Ensemble == Ensemble.Npt ? Options.Pressure : null,
        ["timeStep"] = Options.TimeStep,
        ["equilibration"] = Options.Equilibration * 1e-3,
        ["time"] = Series.Times[^1],
        ["atoms"] = AtomCount,
        ["degreesOfFreedom"] = DegreesOfFreedom,
        ["energyDrift"] = DynamicsJson.Of(EnergyDrift),
        ["temperature"] = DynamicsJson.Of(Temperature),
        ["temperatureWidth"] = new JsonObject { ["measured"] = Temperature.Deviation, ["error"] = TemperatureWidthError, ["expected"] = TemperatureWidth },
        ["pressure"] = DynamicsJson.Of(Pressure),
        ["volume"] = DynamicsJson.Of(Volume),
        ["startVolume"] = StartCell.Volume,
        ["cell"] = new JsonObject(Cell.Select((c, k) => KeyValuePair.Create(DynamicsSeries.CellNames[k], (JsonNode?)DynamicsJson.Of(c)))),
        ["bulkModulus"] = BulkModulus,
        ["pressureVolumeResponse"] = PressureResponse is { } response ? DynamicsJson.Of(response) : null,
        ["molecules"] = Molecules.ToJson(),
        ["displacements"] = Displacements.ToJson(),
        ["cost"] = Cost.ToJson(),
        ["units"] = new JsonObject
        {
            ["temperature"] = "K",
            ["pressure"] = "GPa",
            ["timeStep"] = "fs",
            ["time"] = "ps",
            ["energyDrift"] = "meV per atom and ps",
            ["volume"] = "Å³",
            ["startVolume"] = "Å³",
            ["cell"] = "Å, degrees",
            ["bulkModulus"] = "GPa",
            ["pressureVolumeResponse"] = "1 is exact",
            ["bonds"] = "Å; changedAt in ps",
            ["vibration"] = "Å², trace of the mean of u uᵀ",
            ["diffusion"] = "Å²/ps",
            ["lindemann"] = "rms distance of molecules from their sites over the distance of neighbours",
            ["cost"] = "s; overhead is all but the forces, over the forces; null where nothing was measured",
        },
    };
}
