using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using InsCore.Kernels;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Phonons;

/// <summary>Diagonalizes dynamical matrices: (ħω)² e = (ħ²/u Å²) D(q) e.</summary>
public static class PhononSolver
{
    // D(q) is real at Γ and at all zone-boundary points with 2q a reciprocal lattice vector; rounding leaves less than this share.
    const double RealTolerance = 1e-13;

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

    /// <summary>Modes at many wave vectors, handed over block by block, so that memory does not grow with their number.</summary>
    /// <param name="matrices">Source of the dynamical matrices; called from several threads at once.</param>
    /// <param name="qPoints">[nQ], fractional.</param>
    /// <param name="weights">[nQ].</param>
    /// <param name="vectors">False for energies alone, which takes about half the time.</param>
    /// <param name="blockSize">Wave vectors of one block.</param>
    /// <param name="threads">Wave vectors treated at the same time; 0 for all cores.</param>
    /// <param name="progress">Told after each block.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    /// <returns>
    /// Blocks in the order of the wave vectors. The arrays of one are filled again with the next: take what is needed before going on.
    /// </returns>
    /// <exception cref="InsNumericalException">A dynamical matrix is not finite.</exception>
    public static IEnumerable<PhononModes> Stream(
        IDynamicalMatrix matrices,
        IReadOnlyList<Vector3d> qPoints,
        IReadOnlyList<double> weights,
        bool vectors = true,
        int blockSize = 512,
        int threads = 0,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        PhononModes? block = null;
        for (int first = 0; first < qPoints.Count; first += blockSize)
        {
            int count = Math.Min(blockSize, qPoints.Count - first);
            block = block?.QPoints.Length == count ? block : new PhononModes(matrices.Crystal, new Vector3d[count], new double[count], vectors);
            for (int q = 0; q < count; q++)
            {
                (block.QPoints[q], block.Weights[q]) = (qPoints[first + q], weights[first + q]);
            }

            yield return Solve(matrices, block, threads, null, cancellation);
            progress?.Report(new StepProgress("phonons", first + count, qPoints.Count, ""));
        }
    }

    /// <summary>Modes in the limit q → Γ along a direction, on which they depend if the crystal is polar.</summary>
    /// <param name="matrices">Source of the dynamical matrices.</param>
    /// <param name="direction">Cartesian, of any length but zero.</param>
    public static PhononModes SolveTowardsGamma(IDynamicalMatrix matrices, Vector3d direction)
    {
        PhononModes modes = new(matrices.Crystal, [Vector3d.Zero], [1]);
        matrices.EvaluateTowardsGamma(direction, modes.Eigenvectors);
        CheckFinite(modes.Eigenvectors, Vector3d.Zero);
        bool isReal = MakeHermitian(modes.ModeCount, modes.Eigenvectors);
        Diagonalize(modes, 0, isReal, modes.Eigenvectors, new double[modes.Eigenvectors.Length]);
        return modes;
    }

    /// <summary>Modes at the wave vectors of an empty set, which is filled.</summary>
    /// <remarks>Matrices are evaluated into the place of the eigenvectors, so that nothing is copied or allocated for a wave vector.</remarks>
    internal static PhononModes Solve(
        IDynamicalMatrix matrices, PhononModes modes, int threads, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        IHermitianMatrix? hermitian = matrices as IHermitianMatrix;
        int done = 0, count = modes.QPoints.Length, square = modes.ModeCount * modes.ModeCount, together = Math.Max(1, matrices.BlockSize);
        ParallelLoop.For(
            (count + together - 1) / together,
            threads,
            () => new Workspace(square, modes.HasEigenvectors ? 0 : together * square),
            (block, workspace) =>
            {
                int first = block * together, last = Math.Min(count, first + together);
                Span<Complex> space = modes.HasEigenvectors
                    ? modes.Eigenvectors.AsSpan(first * square, (last - first) * square)
                    : workspace.Matrices.AsSpan(0, (last - first) * square);
                ReadOnlySpan<Vector3d> points = modes.QPoints.AsSpan(first, last - first);
                if (hermitian is null)
                {
                    matrices.EvaluateBlock(points, space);
                }
                else
                {
                    hermitian.EvaluateTriangles(points, space);
                }

                for (int q = first; q < last; q++)
                {
                    Span<Complex> matrix = space.Slice((q - first) * square, square);
                    CheckFinite(matrix, modes.QPoints[q]);
                    bool isReal = hermitian is null ? MakeHermitian(modes.ModeCount, matrix) : IsReal(matrix);
                    Diagonalize(modes, q, isReal, matrix, workspace.Real);
                    progress?.Report(new StepProgress("phonons", Interlocked.Increment(ref done), count, ""));
                }
            },
            cancellation);
        return modes;
    }

    // Replaces a matrix by its eigenvectors.
    static void Diagonalize(PhononModes modes, int q, bool isReal, Span<Complex> matrix, Span<double> real)
    {
        int size = modes.ModeCount;
        Span<double> values = modes.EnergiesAt(q);
        if (isReal)
        {
            for (int k = 0; k < matrix.Length; k++)
            {
                real[k] = matrix[k].Real;
            }

            Lapack.Current.SymmetricEigen(size, real, values, modes.HasEigenvectors);
            for (int k = 0; k < matrix.Length; k++)
            {
                matrix[k] = real[k];
            }
        }
        else
        {
            Lapack.Current.HermitianEigen(size, matrix, values, modes.HasEigenvectors);
        }

        if (modes.HasEigenvectors)
        {
            DegenerateModes.MakeUnique(size, values, matrix);
        }

        for (int n = 0; n < size; n++)
        {
            values[n] = ModeEnergy(values[n]);
        }
    }

    static void CheckFinite(ReadOnlySpan<Complex> matrix, Vector3d q)
    {
        if (!TensorPrimitives.IsFiniteAll(MemoryMarshal.Cast<Complex, double>(matrix)))
        {
            throw new InsNumericalException($"the dynamical matrix at q = ({q.X:R}, {q.Y:R}, {q.Z:R}) has an element that is not finite");
        }
    }

    // Averages D with its adjoint (a solver reads one triangle only); returns whether the matrix is real.
    static bool MakeHermitian(int size, Span<Complex> matrix)
    {
        Span<double> pairs = MemoryMarshal.Cast<Complex, double>(matrix);
        for (int row = 0; row < size; row++)
        {
            Span<double> own = pairs.Slice(2 * row * size, 2 * (row + 1));
            for (int k = 0, adjoint = 2 * row; k < own.Length - 1; k += 2, adjoint += 2 * size)
            {
                double x = 0.5 * (own[k] + pairs[adjoint]), y = 0.5 * (own[k + 1] - pairs[adjoint + 1]);
                (own[k], own[k + 1], pairs[adjoint], pairs[adjoint + 1]) = (x, y, x, -y);
            }
        }

        return IsReal(matrix);
    }

    // Real and imaginary parts alternate along a vector, which has an even number of elements.
    static bool IsReal(ReadOnlySpan<Complex> matrix)
    {
        ReadOnlySpan<double> pairs = MemoryMarshal.Cast<Complex, double>(matrix);
        Vector<double> largest = Vector<double>.Zero;
        int k = 0;
        for (; k <= pairs.Length - Vector<double>.Count; k += Vector<double>.Count)
        {
            largest = Vector.Max(largest, Vector.Abs(new Vector<double>(pairs[k..])));
        }

        double real = 0, imaginary = 0;
        for (int lane = 0; lane < Vector<double>.Count; lane += 2)
        {
            (real, imaginary) = (Math.Max(real, largest[lane]), Math.Max(imaginary, largest[lane + 1]));
        }

        for (; k < pairs.Length; k += 2)
        {
            (real, imaginary) = (Math.Max(real, Math.Abs(pairs[k])), Math.Max(imaginary, Math.Abs(pairs[k + 1])));
        }

        return imaginary <= RealTolerance * real;
    }

    sealed class Workspace(int square, int matrices)
    {
        public Complex[] Matrices { get; } = new Complex[matrices];

        public double[] Real { get; } = new double[square];
    }
}
