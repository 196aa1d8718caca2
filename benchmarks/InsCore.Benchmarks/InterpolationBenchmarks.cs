using System.Numerics;
using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using InsCore.Native;
using InsCore.Phonons;
using InsCore.Structures;

namespace InsCore.Benchmarks;

/// <summary>
/// Modes of a polar crystal of the size of quartz (9 atoms, supercell 5 × 5 × 4, Born charges), one thread, against LAPACK's bare calls on the same
/// matrices; with eigenvectors and without.
/// </summary>
[MemoryDiagnoser]
public class InterpolationBenchmarks
{
    const int Atoms = 9, Size = 3 * Atoms;

    readonly NativeBlas lapack = NativeBlas.InUse;
    readonly ForceConstants constants = Crystal();
    Vector3d[] points = [];
    Complex[] matrices = [];
    double[] matrix = [], work = [], real = [], weights = [];
    int[] integer = [];

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
        Random random = new(7);
        points = new Vector3d[Points];
        for (int q = 0; q < Points; q++)
        {
            points[q] = new(random.NextDouble(), random.NextDouble(), random.NextDouble());
        }

        weights = new double[Points];
        matrices = new Complex[Points * Size * Size];
        constants.EvaluateBlock(points, matrices);
        matrix = new double[2 * (Size + 8) * Size];
        double[] length = new double[2], realLength = new double[1];
        int[] integerLength = new int[1], info = new int[1];
        lapack.Functions.zheevd_("V"u8, "L"u8, [Size], matrix, [Size], new double[Size], length, [-1], realLength, [-1], integerLength, [-1], info, 1, 1);
        work = new double[2 * ((int)length[0] + (8 * Size))];
        real = new double[(int)realLength[0]];
        integer = new int[integerLength[0]];
    }

    /// <summary>zheevd, with eigenvectors; each matrix copied, since it is overwritten.</summary>
    [Benchmark(Baseline = true)]
    public double Bare()
    {
        double sum = 0;
        Span<double> values = stackalloc double[Size];
        Span<int> info = stackalloc int[1];
        for (int q = 0; q < Points; q++)
        {
            MemoryMarshal.Cast<Complex, double>(matrices.AsSpan(q * Size * Size, Size * Size)).CopyTo(matrix);
            lapack.Functions.zheevd_(
                "V"u8, "L"u8, [Size], matrix, [Size], values, work, [(work.Length / 2) - (8 * Size)], real, [real.Length], integer, [integer.Length], info, 1, 1);
            sum += values[Size - 1];
        }

        return sum;
    }

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
                double energy = block.EnergiesAt(q)[Size - 1];
                sum += energy * energy / Units.Constants.HbarSquaredPerMass;
            }
        }

        return sum;
    }

    static ForceConstants Crystal()
    {
        Random random = new(3);
        Lattice lattice = Lattice.FromParameters(new(4.9, 4.9, 5.4), new(90, 90, 120));
        Vector3d[] positions = new Vector3d[Atoms];
        Matrix3d[] charges = new Matrix3d[Atoms];
        for (int i = 0; i < Atoms; i++)
        {
            positions[i] = lattice.ToCartesian(new((i % 3 / 3.0) + (0.1 * random.NextDouble()), (i / 3 / 3.0) + (0.1 * random.NextDouble()), random.NextDouble()));
            charges[i] = i < 6 ? Matrix3d.Diagonal(-2, -1.5, -1.8) : Matrix3d.Diagonal(4, 3, 3.6);
        }

        Supercell supercell = new(new Crystal(lattice, [8, 8, 8, 8, 8, 8, 14, 14, 14], positions), 5, 5, 4);
        double[] values = new double[9 * Atoms * supercell.Crystal.AtomCount];
        for (int k = 0; k < values.Length; k++)
        {
            values[k] = 0.2 * (random.NextDouble() - 0.5);
        }

        return new(supercell, values, new() { Charges = new(Matrix3d.Diagonal(2.4, 2.4, 2.5), charges), Dipoles = DipoleTail.Removed });
    }

    // Matrices that are there already.
    sealed class Given(Crystal crystal, Complex[] matrices) : IDynamicalMatrix
    {
        int next;

        public Crystal Crystal => crystal;

        public int BlockSize => 32;

        public void Evaluate(Vector3d q, Span<Complex> matrix)
        {
            matrices.AsSpan(next % (matrices.Length / (Size * Size)) * Size * Size, Size * Size).CopyTo(matrix);
            next++;
        }
    }
}
