using BenchmarkDotNet.Attributes;
using InsCore.Potentials;
using InsCore.Structures;

namespace InsCore.Benchmarks;

/// <summary>Energy, forces and stress, for models of published sizes, from a molecule's worth of atoms to thousands.</summary>
[MemoryDiagnoser]
public class EnergyForcesBenchmarks
{
    MacePotential doublePrecision = null!, singlePrecision = null!;
    Crystal crystal = null!;

    /// <summary>The model.</summary>
    [ParamsSource(nameof(Models))]
    public BenchmarkModel Model { get; set; } = BenchmarkModel.Default;

    /// <summary>Number of atoms.</summary>
    [ParamsSource(nameof(AtomCounts))]
    public int Atoms { get; set; }

    /// <summary>Number of threads.</summary>
    [Params(1, 2)]
    public int Threads { get; set; }

    /// <summary>Values of <see cref="Model"/>.</summary>
    public IEnumerable<BenchmarkModel> Models => BenchmarkModel.All;

    /// <summary>Values of <see cref="Atoms"/>; only small ones where results are checked and nothing is timed.</summary>
    public IEnumerable<int> AtomCounts => BenchmarkCheck.IsRunning ? [9, 72] : [9, 72, 576, 4608, 9000];

    /// <summary>Operations by the count of <see cref="FlopCount"/>.</summary>
    [Work("flop")]
    public double Operations => Model.Operations(Model.Load(Precision.Float64), Model.Structure(Atoms));

    /// <summary>Loads the model.</summary>
    [GlobalSetup]
    public void Setup()
    {
        (doublePrecision, singlePrecision) = (Model.Load(Precision.Float64), Model.Load(Precision.Float32));
        crystal = Model.Structure(Atoms);
    }

    /// <summary>Double precision.</summary>
    [Benchmark(Baseline = true)]
    public double Float64() => Run(doublePrecision);

    /// <summary>Single precision.</summary>
    [Benchmark]
    public double Float32() => Run(singlePrecision);

    // The sum of all forces' lengths: free atoms' energies, which are not computed, would hide errors of the energy.
    double Run(MacePotential potential) => potential.Evaluate(crystal, Threads).Forces.Sum(f => f.Norm);
}
