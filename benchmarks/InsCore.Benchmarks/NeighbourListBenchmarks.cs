using BenchmarkDotNet.Attributes;
using InsCore.Kernels;
using InsCore.Structures;

namespace InsCore.Benchmarks;

/// <summary>Finding all pairs within 5 Å at the density of a molecular crystal.</summary>
[MemoryDiagnoser]
public class NeighbourListBenchmarks
{
    const double Cutoff = 5;

    readonly VerletList kept = new(Cutoff, skin: 0.5);
    Crystal crystal = null!;

    /// <summary>Atoms in the cell.</summary>
    [Params(72, 1000)]
    public int Atoms { get; set; }

    /// <summary>Atoms whose neighbours are found.</summary>
    [Work("atoms")]
    public int Work => Atoms;

    /// <summary>Places the atoms.</summary>
    [GlobalSetup]
    public void Setup()
    {
        crystal = RandomCrystal.Of(Atoms, [6]);
        kept.Update(crystal.PeriodicLattice.Vectors, crystal.Positions);
    }

    /// <summary>C#.</summary>
    [Benchmark(Baseline = true)]
    public double Managed() => NeighbourList.BuildManaged(crystal, Cutoff).Count;

    /// <summary>libinscore.</summary>
    [Benchmark]
    public double Native()
    {
        NativeLibrary.Require();
        return NeighbourList.Build(crystal, Cutoff).Count;
    }

    /// <summary>Looking through the list of an earlier step.</summary>
    [Benchmark]
    public double Kept() => kept.Update(crystal.PeriodicLattice.Vectors, crystal.Positions).Count;
}
