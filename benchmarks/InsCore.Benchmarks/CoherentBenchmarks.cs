using System.Numerics;
using BenchmarkDotNet.Attributes;
using InsCore.Phonons;

namespace InsCore.Benchmarks;

/// <summary>Structure factors of interpolated modes and their binning, beside the eigenproblems of these modes; one thread.</summary>
[MemoryDiagnoser]
public class CoherentBenchmarks
{
    Complex[] matrices = [];
    BareEigenproblem bare = null!;
    PhononModes modes = null!;
    CoherentMap map = null!;

    /// <summary>Wave vectors.</summary>
    [Params(2000)]
    public int Points { get; set; }

    /// <summary>Wave vectors, for the rate.</summary>
    [Work("q-points")]
    public double QPoints => Points;

    /// <summary>Solves the modes that are to scatter.</summary>
    [GlobalSetup]
    public void Setup()
    {
        ForceConstants constants = QuartzLike.Create();
        int size = 3 * constants.Crystal.AtomCount;
        matrices = new Complex[Points * size * size];
        modes = PhononSolver.Solve(constants, CoherentMap.RandomPoints(Points), threads: 1);
        constants.EvaluateBlock(modes.QPoints, matrices);
        (bare, map) = (new BareEigenproblem(size), new CoherentMap(constants));
    }

    /// <summary>zheevd, with eigenvectors.</summary>
    /// <returns>Sum of the highest eigenvalues, over that from the modes' energies.</returns>
    [Benchmark(Baseline = true)]
    public double Bare()
    {
        double sum = 0;
        for (int q = 0; q < Points; q++)
        {
            double energy = modes.EnergiesAt(q)[^1];
            sum += energy * energy / Units.Constants.HbarSquaredPerMass;
        }

        return bare.SolveAll(matrices) / sum;
    }

    /// <summary>Structure factors and binning.</summary>
    /// <returns>What is in the bins, energy loss less gain, over the sum of the structure factors.</returns>
    [Benchmark]
    public double StructureFactors() => map.Add(modes);
}
