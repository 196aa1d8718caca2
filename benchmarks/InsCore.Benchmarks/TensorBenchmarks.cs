using System.Numerics;
using BenchmarkDotNet.Attributes;
using InsCore.Kernels;
using InsCore.Phonons;
using InsCore.Scattering;
using InsCore.Scattering.Coherent;
using InsCore.Structures;

namespace InsCore.Benchmarks;

/// <summary>Binning and structure factors of a cell of nine atoms (the size of quartz), beside its eigenproblems; one thread.</summary>
[MemoryDiagnoser]
public class TensorBenchmarks
{
    const int Atoms = 9;

    readonly Complex[] scratch = new Complex[9 * Atoms * Atoms];
    readonly double[] values = new double[3 * Atoms], intensities = new double[3 * Atoms];
    readonly Complex[] matrix = new Complex[9 * Atoms * Atoms];
    PhononModes modes = null!;
    SpaceGroup group = null!;
    CoherentStructureFactor factor = null!;

    /// <summary>Wave vectors.</summary>
    [Params(2500)]
    public int WaveVectors { get; set; }

    /// <summary>Wave vectors treated.</summary>
    [Work("q-points")]
    public double Work => WaveVectors;

    /// <summary>Solves springs between nine atoms.</summary>
    [GlobalSetup]
    public void Setup()
    {
        Lattice lattice = Lattice.FromParameters(new(4.9, 4.9, 5.4), new(90, 90, 120));
        Random random = new(1);
        Vector3d[] places = [.. Enumerable.Range(0, Atoms).Select(k => lattice.ToCartesian(
            new(((k % 3) + (0.3 * random.NextDouble())) / 3, ((k / 3) + (0.3 * random.NextDouble())) / 3, ((k * 4 % Atoms) + 0.5) / Atoms)))];
        BondSprings springs = new(new Crystal(lattice, [14, 14, 14, 8, 8, 8, 8, 8, 8], places));
        group = SpaceGroup.Trivial(springs.Crystal);
        modes = PhononSolver.Solve(springs, [.. Enumerable.Range(0, WaveVectors).Select(_ => new Vector3d(0.1 + random.NextDouble(), random.NextDouble(), random.NextDouble()))], threads: 1);
        factor = new(springs.Crystal);
        springs.Evaluate(new(0.1, 0.2, 0.3), matrix);
    }

    /// <summary>zheevd with vectors at each wave vector, nothing else.</summary>
    /// <returns>Sum of eigenvalues over trace.</returns>
    [Benchmark(Baseline = true)]
    public double Eigenproblems()
    {
        double sum = 0, trace = 0;
        for (int q = 0; q < WaveVectors; q++)
        {
            matrix.CopyTo(scratch, 0);
            for (int k = 0; k < values.Length; k++)
            {
                trace += scratch[k * (values.Length + 1)].Real;
            }

            Lapack.Current.HermitianEigen(values.Length, scratch, values);
            sum += values.Sum();
        }

        return sum / trace;
    }

    /// <summary>Spectral tensors on the bins of a spectrum, and the coherent intensities of all modes.</summary>
    /// <returns>The share of the recoil that the tensors carry.</returns>
    [Benchmark]
    public double BinningAndStructureFactors()
    {
        for (int q = 0; q < WaveVectors; q++)
        {
            factor.At(modes.QPoints[q], modes.EnergiesAt(q), modes.EigenvectorsAt(q), intensities);
        }

        return DiagnosticsBuilder.RecoilCompleteness(SpectralTensors.Binned(modes, group, new(), default));
    }
}
