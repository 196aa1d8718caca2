using System.Numerics;
using InsCore.Structures;

namespace InsCore.Phonons;

/// <summary>A source of dynamical matrices: interpolated force constants, or exact second derivatives at any q.</summary>
/// <remarks>
/// Phase convention, everywhere in InsCore: Φ_ia,jb(q) = Σ_R ∂²E/∂x_ia(0)∂x_jb(R) · exp(+2πi q·R) with R the lattice vector of
/// the cell (not of the atom), q in fractional coordinates of the reciprocal lattice.
/// </remarks>
public interface IDynamicalMatrix
{
    /// <summary>The primitive cell that the matrices belong to.</summary>
    Crystal Crystal { get; }

    /// <summary>D_ia,jb(q) = Φ_ia,jb(q) / √(m_i m_j).</summary>
    /// <param name="q">Fractional coordinates of the reciprocal lattice.</param>
    /// <param name="matrix">[3·nAtoms × 3·nAtoms] row-major, out, eV/(Å² u), Hermitian; may be longer.</param>
    void Evaluate(Vector3d q, Span<Complex> matrix);
}
