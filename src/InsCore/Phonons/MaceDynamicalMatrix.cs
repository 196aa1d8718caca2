using System.Numerics;
using InsCore.Kernels;
using InsCore.Potentials;
using InsCore.Potentials.Mace;
using InsCore.Structures;

namespace InsCore.Phonons;

/// <summary>
/// Dynamical matrices of a MACE potential at any wave vector: exact second derivatives, without supercell, displacement step,
/// interpolation or correction. Memory and time follow the primitive cell.
/// </summary>
/// <remarks>
/// By Bloch's theorem all first-order changes along a wave u_k(R) = u_k exp(2πi q·R) are known from those of the atoms of one
/// cell, so that the chain rule to second order runs on the graph of the primitive cell with a phase on each edge.
/// </remarks>
public sealed class MaceDynamicalMatrix : IDynamicalMatrixGradient
{
    readonly TangentSweep sweep;
    readonly WaveSymmetry symmetry;
    readonly int threads;

    /// <summary>Evaluates the potential once at the positions of the crystal, and prepares its derivatives.</summary>
    /// <param name="potential">The potential; second derivatives are in double precision even if it is not.</param>
    /// <param name="crystal">The primitive cell; any cell, also one smaller than the cutoff, or a molecule.</param>
    /// <param name="threads">
    /// Threads for one matrix, 0 for all cores. Leave it at 1 where several wave vectors are evaluated at the same time.
    /// </param>
    /// <param name="cancellation">Stops the preparation.</param>
    /// <param name="symmetry">
    /// The space group, if it is to save work: of atoms that are equivalent at a wave vector, only one is then treated. The crystal must
    /// obey it as closely as the matrices are to be exact (see <see cref="SymmetryTolerance"/>); null for none.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The potential does not know an element of the crystal, or the group belongs to a crystal with another number of atoms.
    /// </exception>
    /// <exception cref="InsNumericalException">Two atoms overlap.</exception>
    public MaceDynamicalMatrix(
        MacePotential potential, Crystal crystal, int threads = 1, CancellationToken cancellation = default, SpaceGroup? symmetry = null)
    {
        if (symmetry is not null && symmetry.AtomCount != crystal.AtomCount)
        {
            throw new ArgumentException("the space group belongs to a crystal with another number of atoms", nameof(symmetry));
        }

        Crystal = crystal;
        this.threads = threads > 0 ? threads : Environment.ProcessorCount;
        this.symmetry = new WaveSymmetry(crystal, symmetry ?? SpaceGroup.Trivial(crystal));

        // As many as the caller said, not all cores: the last bits must not depend on the machine.
        sweep = potential.Linearize(crystal, this.threads, cancellation);
        sweep.Choose(potential.Executor, potential.Device);
    }

    /// <summary>
    /// Distance within which positions should agree with the space group used here, Å: what it moves second derivatives by is then below
    /// 1e-4 of their size, well below what a potential is good for.
    /// </summary>
    public const double SymmetryTolerance = 1e-5;

    /// <inheritdoc/>
    public Crystal Crystal { get; }

    /// <summary>Inner loops, chosen by tests.</summary>
    internal TangentKernels Kernels
    {
        get => sweep.Kernels;
        set => sweep.Kernels = value;
    }

    /// <inheritdoc/>
    public void Evaluate(Vector3d q, Span<Complex> matrix) => Evaluate(q, matrix, null);

    /// <summary>D_ia,jb(q) = Φ_ia,jb(q) / √(m_i m_j).</summary>
    /// <param name="q">Fractional coordinates of the reciprocal lattice.</param>
    /// <param name="matrix">[3·nAtoms × 3·nAtoms] row-major, out, eV/(Å² u), Hermitian; may be longer.</param>
    /// <param name="progress">Told after each atom in each layer of the potential.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    public void Evaluate(Vector3d q, Span<Complex> matrix, IProgress<StepProgress>? progress, CancellationToken cancellation = default)
    {
        EvaluateForceConstants(q, matrix, progress, cancellation);
        DivideByMasses(matrix);
    }

    /// <inheritdoc/>
    public void EvaluateWithGradient(Vector3d q, Span<Complex> matrix, Span<Complex> gradient)
    {
        int size = MatrixSize(matrix.Length);
        if (gradient.Length < 3 * size)
        {
            throw new ArgumentException($"the gradient needs {3 * size} elements", nameof(gradient));
        }

        Compute(q, matrix[..size], gradient[..(3 * size)], null, default);
        DivideByMasses(matrix);
        for (int axis = 0; axis < 3; axis++)
        {
            DivideByMasses(gradient.Slice(axis * size, size));
        }
    }

    /// <summary>Φ_ia,jb(q) = Σ_R ∂²E/∂x_ia(0)∂x_jb(R) · exp(+2πi q·R).</summary>
    /// <param name="q">Fractional coordinates of the reciprocal lattice.</param>
    /// <param name="matrix">[3·nAtoms × 3·nAtoms] row-major, out, eV/Å², Hermitian; may be longer.</param>
    /// <param name="progress">Told after each atom in each layer of the potential.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    /// <exception cref="ArgumentException">The matrix is too short.</exception>
    public void EvaluateForceConstants(
        Vector3d q, Span<Complex> matrix, IProgress<StepProgress>? progress = null, CancellationToken cancellation = default) =>
        Compute(q, matrix[..MatrixSize(matrix.Length)], [], progress, cancellation);

    void Compute(Vector3d q, Span<Complex> matrix, Span<Complex> gradient, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        IReadOnlyList<WaveOperation> operations = symmetry.LittleGroup(q);
        double[]? weights = operations.Count > 1 ? symmetry.AtomWeights(operations) : null;
        sweep.Evaluate(q, matrix, gradient, weights, threads, progress, cancellation);
        if (weights is not null)
        {
            symmetry.Symmetrize(operations, q, matrix, gradient);
        }
    }

    int MatrixSize(int length)
    {
        int size = 9 * Crystal.AtomCount * Crystal.AtomCount;
        return length >= size ? size : throw new ArgumentException($"the matrix needs {size} elements, not {length}");
    }

    void DivideByMasses(Span<Complex> matrix)
    {
        int size = 3 * Crystal.AtomCount;
        for (int row = 0; row < size; row++)
        {
            for (int column = 0; column < size; column++)
            {
                matrix[(row * size) + column] /= Math.Sqrt(Crystal.Masses[row / 3] * Crystal.Masses[column / 3]);
            }
        }
    }
}
