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

    /// <summary>Number of wave vectors that are worth evaluating together; 1 where they cost the same one by one.</summary>
    int BlockSize => 1;

    /// <summary>D(q) at several wave vectors.</summary>
    /// <param name="qPoints">[nQ], fractional.</param>
    /// <param name="matrices">[nQ × 3·nAtoms × 3·nAtoms], out, eV/(Å² u); may be longer.</param>
    void EvaluateBlock(ReadOnlySpan<Vector3d> qPoints, Span<Complex> matrices)
    {
        int length = 9 * Crystal.AtomCount * Crystal.AtomCount;
        for (int q = 0; q < qPoints.Length; q++)
        {
            Evaluate(qPoints[q], matrices.Slice(q * length, length));
        }
    }

    /// <summary>Whether D(q) has different limits at Γ from different directions.</summary>
    bool IsPolar => false;

    /// <summary>The limit of D(q) as q goes to Γ along a direction, on which it depends if the crystal is polar.</summary>
    /// <param name="direction">Cartesian, of any length but zero.</param>
    /// <param name="matrix">[3·nAtoms × 3·nAtoms], out, eV/(Å² u); may be longer.</param>
    void EvaluateTowardsGamma(Vector3d direction, Span<Complex> matrix) => Evaluate(default, matrix);
}
