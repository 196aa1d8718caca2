using BenchmarkDotNet.Attributes;
using InsCore.Potentials;
using InsCore.Structures;

namespace InsCore.Benchmarks;

/// <summary>Energy, forces and stress, for models of published sizes, from a molecule's worth of atoms to thousands.</summary>
[MemoryDiagnoser]
public class EnergyForcesBenchmarks
{
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

    /// <summary>Makes the structure.</summary>
    [GlobalSetup]
    public void Setup() => crystal = Model.Structure(Atoms);

    /// <summary>C#, double precision.</summary>
    [Benchmark(Baseline = true)]
    public double ManagedFloat64() => Run(Executor.Managed, Precision.Float64);

    /// <summary>C#, single precision.</summary>
    [Benchmark]
    public double ManagedFloat32() => Run(Executor.Managed, Precision.Float32);

    /// <summary>libinscore, double precision.</summary>
    [Benchmark]
    public double NativeFloat64() => Run(Executor.Native, Precision.Float64);

    /// <summary>libinscore, single precision.</summary>
    [Benchmark]
    public double NativeFloat32() => Run(Executor.Native, Precision.Float32);

    // The sum of all forces' lengths: free atoms' energies, which are not computed, would hide errors of the energy.
    double Run(Executor executor, Precision precision) =>
        Model.Load(precision, executor).Evaluate(crystal, Threads).Forces.Sum(f => f.Norm);
}
