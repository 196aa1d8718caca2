using System.Numerics;
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
public sealed class MaceDynamicalMatrix : IDynamicalMatrix
{
    readonly TangentSweep sweep;
    readonly int threads;

    /// <summary>Evaluates the potential once at the positions of the crystal, and prepares its derivatives.</summary>
    /// <param name="potential">The potential; second derivatives are in double precision even if it is not.</param>
    /// <param name="crystal">The primitive cell; any cell, also one smaller than the cutoff, or a molecule.</param>
    /// <param name="threads">
    /// Threads for one matrix, 0 for all cores. Leave it at 1 where several wave vectors are evaluated at the same time.
    /// </param>
    /// <param name="cancellation">Stops the preparation.</param>
    /// <exception cref="ArgumentException">The potential does not know an element of the crystal.</exception>
    /// <exception cref="InsNumericalException">Two atoms overlap.</exception>
    public MaceDynamicalMatrix(MacePotential potential, Crystal crystal, int threads = 1, CancellationToken cancellation = default)
    {
        Crystal = crystal;
        this.threads = threads > 0 ? threads : Environment.ProcessorCount;
        sweep = potential.Linearize(crystal, cancellation: cancellation);
    }

    /// <inheritdoc/>
    public Crystal Crystal { get; }

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
        int size = 3 * Crystal.AtomCount;
        for (int row = 0; row < size; row++)
        {
            for (int column = 0; column < size; column++)
            {
                matrix[(row * size) + column] /= Math.Sqrt(Crystal.Masses[row / 3] * Crystal.Masses[column / 3]);
            }
        }
    }

    /// <summary>Φ_ia,jb(q) = Σ_R ∂²E/∂x_ia(0)∂x_jb(R) · exp(+2πi q·R).</summary>
    /// <param name="q">Fractional coordinates of the reciprocal lattice.</param>
    /// <param name="matrix">[3·nAtoms × 3·nAtoms] row-major, out, eV/Å², Hermitian; may be longer.</param>
    /// <param name="progress">Told after each atom in each layer of the potential.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    /// <exception cref="ArgumentException">The matrix is too short.</exception>
    public void EvaluateForceConstants(
        Vector3d q, Span<Complex> matrix, IProgress<StepProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (matrix.Length < 9 * Crystal.AtomCount * Crystal.AtomCount)
        {
            throw new ArgumentException($"the matrix needs {9 * Crystal.AtomCount * Crystal.AtomCount} elements", nameof(matrix));
        }

        sweep.Evaluate(q, matrix, [], null, threads, progress, cancellation);
    }
}
