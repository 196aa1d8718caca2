using System.Numerics;
using BenchmarkDotNet.Attributes;
using InsCore.Kernels;
using InsCore.Phonons;
using InsCore.Scattering;
using InsCore.Structures;

namespace InsCore.Benchmarks;

/// <summary>The all-order TOSCA spectrum of a 72-atom molecular crystal, beside the eigenproblems of its mesh; one thread.</summary>
[MemoryDiagnoser]
public class SpectrumBenchmarks
{
    const double Shortest = 0.002; // eV, below which no mode of the example lies

    readonly Complex[][] matrices = new Complex[10][];
    Complex[] scratch = [];
    double[] values = [];
    PhononModes modes = null!;
    SpaceGroup group = null!;

    /// <summary>Wave vectors.</summary>
    [Params(100)]
    public int WaveVectors { get; set; }

    /// <summary>Wave vectors treated.</summary>
    [Work("q-points")]
    public double Work => WaveVectors;

    /// <summary>Solves springs between the atoms of the example, which have its masses, symmetry and range of energies.</summary>
    [GlobalSetup]
    public void Setup()
    {
        BondSprings springs = new(StructureFile.Read(Path.Combine(AppContext.BaseDirectory, "dit-pbca.cif")));
        int size = 3 * springs.Crystal.AtomCount;
        (scratch, values) = (new Complex[size * size], new double[size]);
        group = SpaceGroup.Find(springs.Crystal);
        Vector3d[] q = [.. Enumerable.Range(0, WaveVectors).Select(k => new Vector3d(0.005 * k, 0.2, 0.1))];
        modes = PhononSolver.Solve(springs, q, threads: 1);
        foreach (ref double energy in modes.Energies.AsSpan())
        {
            energy = Math.Max(energy, Shortest);
        }

        for (int k = 0; k < matrices.Length; k++)
        {
            matrices[k] = new Complex[size * size];
            springs.Evaluate(q[k * WaveVectors / matrices.Length], matrices[k]);
        }
    }

    /// <summary>zheevd with vectors at each wave vector, nothing else.</summary>
    /// <returns>Sum of eigenvalues over trace.</returns>
    [Benchmark(Baseline = true)]
    public double Eigenproblems()
    {
        double sum = 0, trace = 0;
        for (int q = 0; q < WaveVectors; q++)
        {
            matrices[q % matrices.Length].CopyTo(scratch, 0);
            for (int k = 0; k < values.Length; k++)
            {
                trace += scratch[k * (values.Length + 1)].Real;
            }

            Lapack.Current.HermitianEigen(values.Length, scratch, values);
            sum += values.Sum();
        }

        return sum / trace;
    }

    /// <summary>Both banks, 0 to 4100 cm⁻¹, all orders, five of them apart, default accuracy, verified.</summary>
    /// <returns>1 + the residual of the sum rule.</returns>
    [Benchmark]
    public double ToscaSpectrum() =>
        1 + InsCalculator.Compute(modes, group, new() { Threads = 1 }).Diagnostics.Laws.SumRule;
}
