using System.Numerics;
using InsCore.Structures;

namespace InsCore.Phonons;

/// <summary>A source of dynamical matrices that also knows how they change with the wave vector.</summary>
/// <remarks>
/// The gradient is Cartesian: with k = 2π Σ_c q_c b_c (Å⁻¹, b_c the reciprocal lattice vectors, the rows of
/// <see cref="Lattice.Reciprocal"/>, without 2π), ∂D/∂k_a = (1/2π) Σ_c (a_c)_a ∂D/∂q_c, a_c the lattice vectors. In the phase convention of
/// <see cref="IDynamicalMatrix"/>, ∂D_ia,jb/∂k = (m_i m_j)^(-1/2) Σ_R i R Φ_ia,jb(R) exp(i k·R), R the lattice vector of the cell, not of
/// the atom. A group velocity does not depend on that choice: eᴴ ∂D/∂k e is the same for both where e is an eigenvector. For a
/// molecule, which has no wave vectors, the gradient is zero.
/// </remarks>
public interface IDynamicalMatrixGradient : IDynamicalMatrix
{
    /// <summary>D(q), and ∂D/∂k along the Cartesian axes.</summary>
    /// <param name="q">Fractional coordinates of the reciprocal lattice.</param>
    /// <param name="matrix">D, [3·nAtoms × 3·nAtoms] row-major, out, eV/(Å² u), Hermitian; may be longer.</param>
    /// <param name="gradient">
    /// ∂D/∂k_x, ∂D/∂k_y, ∂D/∂k_z, [3 × 3·nAtoms × 3·nAtoms], out, eV/(Å u), each Hermitian; may be longer.
    /// </param>
    void EvaluateWithGradient(Vector3d q, Span<Complex> matrix, Span<Complex> gradient);
}
