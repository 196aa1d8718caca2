using System.Numerics;
using InsCore.Structures;

namespace InsCore.Phonons;

/// <summary>A source whose matrices are Hermitian to the last bit: an eigensolver needs no more than half of them.</summary>
internal interface IHermitianMatrix : IDynamicalMatrix
{
    /// <summary>The upper triangles of D(q) at several wave vectors.</summary>
    /// <param name="qPoints">[nQ], fractional.</param>
    /// <param name="matrices">[nQ × 3·nAtoms × 3·nAtoms], out, eV/(Å² u), zeros below the diagonal; may be longer.</param>
    void EvaluateTriangles(ReadOnlySpan<Vector3d> qPoints, Span<Complex> matrices);
}
