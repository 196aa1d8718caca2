using BenchmarkDotNet.Attributes;
using InsCore.Potentials;
using InsCore.Structures;

namespace InsCore.Benchmarks;

/// <summary>Energy, forces and stress on the OpenCL device against the native executor on all cores.</summary>
public class OpenClBenchmarks
{
    Crystal crystal = null!;

    /// <summary>The model.</summary>
    [ParamsSource(nameof(Models))]
    public BenchmarkModel Model { get; set; } = BenchmarkModel.Default;

    /// <summary>Number of atoms.</summary>
    [ParamsSource(nameof(AtomCounts))]
    public int Atoms { get; set; }

    /// <summary>Values of <see cref="Model"/>.</summary>
    public IEnumerable<BenchmarkModel> Models => BenchmarkCheck.IsRunning ? [BenchmarkModel.Default] : [BenchmarkModel.Default, BenchmarkModel.MpMedium];

    /// <summary>Values of <see cref="Atoms"/>; only few where results are checked and nothing is timed.</summary>
    public IEnumerable<int> AtomCounts => BenchmarkCheck.IsRunning ? [72] : [72, 1000];

    /// <summary>Operations by the count of <see cref="FlopCount"/>.</summary>
    [Work("flop")]
    public double Operations => Model.Operations(Model.Load(Precision.Float64), Model.Structure(Atoms));

    /// <summary>Makes the structure.</summary>
    [GlobalSetup]
    public void Setup() => crystal = Model.Structure(Atoms);

    /// <summary>libinscore, double precision, all cores.</summary>
    [Benchmark(Baseline = true)]
    public double NativeFloat64() => Run(Executor.Native, Precision.Float64);

    /// <summary>libinscore, single precision, all cores.</summary>
    [Benchmark]
    public double NativeFloat32() => Run(Executor.Native, Precision.Float32);

    /// <summary>OpenCL, double precision.</summary>
    [Benchmark]
    public double OpenClFloat64() => Run(Executor.OpenCl, Precision.Float64);

    /// <summary>OpenCL, single precision.</summary>
    [Benchmark]
    public double OpenClFloat32() => Run(Executor.OpenCl, Precision.Float32);

    double Run(Executor executor, Precision precision) => Model.Load(precision, executor).Evaluate(crystal).Forces.Sum(f => f.Norm);
}
