using System.Numerics;
using InsCore.Kernels;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Phonons;

/// <summary>Diagonalizes dynamical matrices: (ħω)² e = (ħ²/u Å²) D(q) e.</summary>
public static class PhononSolver
{
    // D(q) is real at Γ and at all zone-boundary points with 2q a reciprocal lattice vector; rounding leaves less than this share.
    const double RealTolerance = 1e-13;

    // Components within this share of the largest count as equally large when the phase of an eigenvector is fixed.
    const double PhaseTieTolerance = 1e-6;

    /// <summary>Modes on a mesh of wave vectors.</summary>
    /// <param name="matrices">Source of the dynamical matrices; called from several threads at once.</param>
    /// <param name="mesh">The wave vectors and their weights.</param>
    /// <param name="threads">Wave vectors treated at the same time; 0 for all cores.</param>
    /// <param name="progress">Told after each wave vector.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    /// <returns>Energies in eV, ascending and negative where the mode is unstable, and eigenvectors.</returns>
    /// <exception cref="InsNumericalException">A dynamical matrix is not finite.</exception>
    public static PhononModes Solve(
        IDynamicalMatrix matrices, QMesh mesh, int threads = 0, IProgress<StepProgress>? progress = null, CancellationToken cancellation = default) =>
        Solve(matrices, new PhononModes(matrices.Crystal, mesh.QPoints, mesh.Weights), threads, progress, cancellation);

    /// <summary>Modes at a list of wave vectors, with equal weights.</summary>
    /// <param name="matrices">Source of the dynamical matrices; called from several threads at once.</param>
    /// <param name="qPoints">[nQ], fractional.</param>
    /// <param name="threads">Wave vectors treated at the same time; 0 for all cores.</param>
    /// <param name="progress">Told after each wave vector.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    /// <returns>Energies in eV, ascending and negative where the mode is unstable, and eigenvectors.</returns>
    /// <exception cref="InsNumericalException">A dynamical matrix is not finite.</exception>
    public static PhononModes Solve(
        IDynamicalMatrix matrices,
        ReadOnlySpan<Vector3d> qPoints,
        int threads = 0,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        double[] weights = new double[qPoints.Length];
        Array.Fill(weights, 1.0 / qPoints.Length);
        return Solve(matrices, new PhononModes(matrices.Crystal, qPoints.ToArray(), weights), threads, progress, cancellation);
    }

    /// <summary>Mode energy sign(λ) √(|λ| ħ²/(u Å²)), eV, of an eigenvalue λ of the dynamical matrix, eV/(Å² u).</summary>
    public static double ModeEnergy(double eigenvalue) =>
        Math.CopySign(Math.Sqrt(Math.Abs(eigenvalue) * Constants.HbarSquaredPerMass), eigenvalue);

    /// <summary>Modes at the wave vectors of an empty set, which is filled.</summary>
    internal static PhononModes Solve(
        IDynamicalMatrix matrices, PhononModes modes, int threads, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        int done = 0;
        ParallelLoop.For(
            modes.QPoints.Length,
            threads,
            () => new Workspace(modes.ModeCount),
            (q, workspace) =>
            {
                SolveAt(matrices, modes, q, workspace);
                progress?.Report(new StepProgress("phonons", Interlocked.Increment(ref done), modes.QPoints.Length, ""));
            },
            cancellation);
        return modes;
    }

    static void SolveAt(IDynamicalMatrix matrices, PhononModes modes, int q, Workspace workspace)
    {
        int size = modes.ModeCount;
        Span<Complex> matrix = workspace.Matrix;
        Span<Complex> vectors = modes.EigenvectorsAt(q);
        Span<double> values = modes.EnergiesAt(q);
        matrices.Evaluate(modes.QPoints[q], matrix);
        if (MakeHermitian(size, matrix, modes.QPoints[q]))
        {
            Span<double> real = workspace.Real;
            for (int k = 0; k < size * size; k++)
            {
                real[k] = matrix[k].Real;
            }

            Lapack.Current.SymmetricEigen(size, real, values);
            for (int k = 0; k < size * size; k++)
            {
                vectors[k] = real[k];
            }
        }
        else
        {
            Lapack.Current.HermitianEigen(size, matrix, values);
            matrix[..(size * size)].CopyTo(vectors);
        }

        for (int n = 0; n < size; n++)
        {
            values[n] = ModeEnergy(values[n]);
            FixPhase(vectors.Slice(n * size, size));
        }
    }

    // Averages D with its adjoint (a solver reads one triangle only); returns whether the matrix is real.
    static bool MakeHermitian(int size, Span<Complex> matrix, Vector3d q)
    {
        double largest = 0, imaginary = 0;
        for (int row = 0; row < size; row++)
        {
            for (int column = 0; column <= row; column++)
            {
                Complex z = 0.5 * (matrix[(row * size) + column] + Complex.Conjugate(matrix[(column * size) + row]));
                if (!Complex.IsFinite(z))
                {
                    throw new InsNumericalException($"the dynamical matrix at q = ({q.X:R}, {q.Y:R}, {q.Z:R}) has an element that is not finite");
                }

                matrix[(row * size) + column] = z;
                matrix[(column * size) + row] = Complex.Conjugate(z);
                largest = Math.Max(largest, Math.Abs(z.Real));
                imaginary = Math.Max(imaginary, Math.Abs(z.Imaginary));
            }
        }

        return imaginary <= RealTolerance * largest;
    }

    // An eigenvector's phase is free; the first of its largest components is made real and positive, so that results repeat.
    static void FixPhase(Span<Complex> vector)
    {
        double largest = 0;
        foreach (Complex z in vector)
        {
            largest = Math.Max(largest, Complex.Abs(z));
        }

        int first = 0;
        while (Complex.Abs(vector[first]) < (1 - PhaseTieTolerance) * largest)
        {
            first++;
        }

        Complex phase = Complex.Conjugate(vector[first]) / Complex.Abs(vector[first]);
        foreach (ref Complex z in vector)
        {
            z *= phase;
        }
    }

    sealed class Workspace(int size)
    {
        public Complex[] Matrix { get; } = new Complex[size * size];

        public double[] Real { get; } = new double[size * size];
    }
}
