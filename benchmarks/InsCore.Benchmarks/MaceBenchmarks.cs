using BenchmarkDotNet.Attributes;
using InsCore.Potentials;
using InsCore.Structures;

namespace InsCore.Benchmarks;

/// <summary>Energy, forces and stress of the default model on one thread: the crystal's cell and its 2 × 2 × 2 supercell.</summary>
[MemoryDiagnoser]
public class MaceBenchmarks
{
    readonly MacePotential doublePrecision = MacePotential.Load();
    readonly MacePotential singlePrecision = MacePotential.Load(precision: Precision.Float32);
    Crystal crystal = null!;

    /// <summary>Number of atoms.</summary>
    [Params(72, 576)]
    public int Atoms { get; set; }

    /// <summary>Reads the crystal.</summary>
    [GlobalSetup]
    public void Setup()
    {
        Crystal cell = StructureFile.Read(Path.Combine(Root(), "examples", "diiodothiophene", "dit-pbca.cif"));
        crystal = Atoms == cell.AtomCount ? cell : new Supercell(cell, 2, 2, 2).Crystal;
        if (crystal.AtomCount != Atoms)
        {
            throw new InvalidOperationException($"the structure has {crystal.AtomCount} atoms");
        }
    }

    /// <summary>Double precision.</summary>
    [Benchmark(Baseline = true)]
    public double Float64() => doublePrecision.Evaluate(crystal, threads: 1).Energy;

    /// <summary>Single precision.</summary>
    [Benchmark]
    public double Float32() => singlePrecision.Evaluate(crystal, threads: 1).Energy;

    // Benchmarks run in a folder of their own inside the checkout.
    static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "InsCore.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("the benchmarks must run inside the checkout");
    }
}
