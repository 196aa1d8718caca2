using System.Numerics;
using InsCore.Phonons;
using InsCore.Potentials;
using InsCore.Scattering;
using InsCore.Structures;

namespace InsCore.Benchmarks;

/// <summary>How fast exact dynamical matrices, their eigenproblems and spectra are, against what they are made of.</summary>
internal static class PhononFigures
{
    const int Rounds = 5;

    /// <summary>Time of one exact Φ(q) of the example's 36 atoms, preparation included, for each direction, in evaluations of energy and forces.</summary>
    public static double DirectionCost()
    {
        MacePotential potential = MacePotential.Load();
        Crystal crystal = BenchmarkModel.Example("dit-pbcn.cif");
        int size = 3 * crystal.AtomCount;
        Complex[] matrix = new Complex[size * size];
        Series[] times = Interleaved.Measure(
            Rounds,
            () => new MaceDynamicalMatrix(potential, crystal).EvaluateForceConstants(new(0.1, 0.2, 0.3), matrix),
            () => potential.Evaluate(crystal, threads: 1));
        return times[0].RatioTo(times[1]) / size;
    }

    /// <summary>Eigenproblems of 72 atoms at 100 q-points over the bare calls of LAPACK, and a spectrum of them over the eigenproblems.</summary>
    public static (double Eigenproblems, double Scattering) Ratios()
    {
        Crystal crystal = BenchmarkModel.Example("dit-pbca.cif");
        QMesh mesh = QMesh.Full((5, 5, 4));
        StoredMatrices matrices = new(new SpringModel(crystal), mesh.QPoints);
        SpaceGroup group = SpaceGroup.Find(crystal);
        PhononModes modes = PhononSolver.Solve(matrices, mesh.QPoints, threads: 1);
        ScatteringOptions options = new() { Threads = 1 };
        BareEigenproblem bare = new(3 * crystal.AtomCount);
        Series[] times = Interleaved.Measure(
            Rounds,
            () => matrices.All.ForEach(matrix => bare.Solve(matrix)),
            () => PhononSolver.Solve(matrices, mesh.QPoints, threads: 1),
            () => InsCalculator.Compute(modes, group, options));
        return (times[1].RatioTo(times[0]), times[2].RatioTo(times[1]));
    }

    // Matrices made beforehand, given out in turn.
    sealed class StoredMatrices : IDynamicalMatrix
    {
        readonly Dictionary<Vector3d, Complex[]> byPoint = [];

        public StoredMatrices(SpringModel model, Vector3d[] qPoints)
        {
            Crystal = model.Crystal;
            int size = 3 * Crystal.AtomCount;
            foreach (Vector3d q in qPoints)
            {
                byPoint[q] = new Complex[size * size];
                model.Evaluate(q, byPoint[q]);
            }
        }

        public Crystal Crystal { get; }

        public List<Complex[]> All => [.. byPoint.Values];

        public void Evaluate(Vector3d q, Span<Complex> matrix) => byPoint[q].CopyTo(matrix);
    }
}
