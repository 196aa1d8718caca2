using BenchmarkDotNet.Attributes;
using InsCore.Kernels;
using InsCore.Structures;

namespace InsCore.Benchmarks;

/// <summary>Finding all pairs within 5 Å at the density of a molecular crystal.</summary>
[MemoryDiagnoser]
public class NeighbourListBenchmarks
{
    const double Cutoff = 5;

    Crystal crystal = null!;

    /// <summary>Atoms in the cell.</summary>
    [Params(72, 1000)]
    public int Atoms { get; set; }

    /// <summary>Atoms whose neighbours are found.</summary>
    [Work("atoms")]
    public int Work => Atoms;

    /// <summary>Places the atoms on a shaken grid of 0.1 atoms per Å³.</summary>
    [GlobalSetup]
    public void Setup()
    {
        Random random = new(1);
        int edge = (int)Math.Ceiling(Math.Cbrt(Atoms));
        double spacing = Math.Cbrt(10);
        double Shaken(int index) => spacing * (index + (0.3 * random.NextDouble()));
        Vector3d[] positions = [.. Enumerable.Range(0, Atoms).Select(
            i => new Vector3d(Shaken(i % edge), Shaken(i / edge % edge), Shaken(i / (edge * edge))))];
        double length = spacing * edge;
        crystal = new Crystal(
            new Lattice(Matrix3d.Diagonal(length, length, length)), [.. Enumerable.Repeat(6, Atoms)], positions);
    }

    /// <summary>C#.</summary>
    [Benchmark(Baseline = true)]
    public double Managed() => NeighbourList.BuildManaged(crystal, Cutoff).Sender.Length;

    /// <summary>libinscore.</summary>
    [Benchmark]
    public double Native()
    {
        NativeLibrary.Require();
        return NativeNeighbourList.Build(crystal, Cutoff).Sender.Length;
    }
}
