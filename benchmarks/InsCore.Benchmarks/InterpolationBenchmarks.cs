using System.Numerics;
using BenchmarkDotNet.Attributes;
using InsCore.Phonons;
using InsCore.Structures;

namespace InsCore.Benchmarks;

/// <summary>
/// Modes of a polar crystal like quartz, interpolated, one thread, against LAPACK's bare calls on the same matrices; with eigenvectors and without.
/// </summary>
[MemoryDiagnoser]
public class InterpolationBenchmarks
{
    readonly ForceConstants constants = QuartzLike.Create();
    Vector3d[] points = [];
    Complex[] matrices = [];
    double[] weights = [];
    BareEigenproblem bare = null!;

    /// <summary>Wave vectors.</summary>
    [Params(2000)]
    public int Points { get; set; }

    /// <summary>Wave vectors, for the rate.</summary>
    [Work("q-points")]
    public double QPoints => Points;

    /// <summary>Evaluates the matrices that both are to diagonalize.</summary>
    [GlobalSetup]
    public void Setup()
    {
        int size = 3 * constants.Crystal.AtomCount;
        points = CoherentMap.RandomPoints(Points);
        weights = new double[Points];
        matrices = new Complex[Points * size * size];
        constants.EvaluateBlock(points, matrices);
        bare = new(size);
    }

    /// <summary>zheevd, with eigenvectors; each matrix copied, since it is overwritten.</summary>
    [Benchmark(Baseline = true)]
    public double Bare() => bare.SolveAll(matrices);

    /// <summary>The eigenproblems as the solver runs them: hermiticity, phases and degenerate sets included.</summary>
    [Benchmark]
    public double Eigenproblems() => Highest(PhononSolver.Stream(new Given(constants.Crystal, matrices), points, weights, threads: 1));

    /// <summary>Interpolation and eigenproblems.</summary>
    [Benchmark]
    public double Modes() => Highest(PhononSolver.Stream(constants, points, weights, threads: 1));

    /// <summary>Interpolation and energies alone.</summary>
    [Benchmark]
    public double Energies() => Highest(PhononSolver.Stream(constants, points, weights, vectors: false, threads: 1));

    // The sum of the highest eigenvalues.
    static double Highest(IEnumerable<PhononModes> blocks)
    {
        double sum = 0;
        foreach (PhononModes block in blocks)
        {
            for (int q = 0; q < block.QPoints.Length; q++)
            {
                double energy = block.EnergiesAt(q)[^1];
                sum += energy * energy / Units.Constants.HbarSquaredPerMass;
            }
        }

        return sum;
    }

    // Matrices that are there already.
    sealed class Given(Crystal crystal, Complex[] matrices) : IDynamicalMatrix
    {
        readonly int length = 9 * crystal.AtomCount * crystal.AtomCount;
        int next;

        public Crystal Crystal => crystal;

        public int BlockSize => 32;

        public void Evaluate(Vector3d q, Span<Complex> matrix)
        {
            matrices.AsSpan(next % (matrices.Length / length) * length, length).CopyTo(matrix);
            next++;
        }
    }
}
