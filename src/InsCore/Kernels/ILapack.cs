using System.Numerics;

namespace InsCore.Kernels;

/// <summary>The dense linear algebra that InsCore needs. Every call is sequential; run several from several threads.</summary>
internal interface ILapack
{
    /// <summary>One line: library, version, kernel, threading.</summary>
    string Describe();

    /// <summary>Eigenvalues, ascending, and eigenvectors of a Hermitian matrix.</summary>
    /// <param name="size">n.</param>
    /// <param name="matrix">
    /// [n × n] row-major, the upper triangle is read; may be longer. Replaced by the eigenvectors, one in each row,
    /// components as they are (not conjugated): D e = λ e with e[k] = matrix[n·row + k].
    /// </param>
    /// <param name="values">[n], out.</param>
    /// <param name="vectors">False to compute the values only; the matrix is then destroyed.</param>
    void HermitianEigen(int size, Span<Complex> matrix, Span<double> values, bool vectors = true);

    /// <summary>The same for a real symmetric matrix.</summary>
    void SymmetricEigen(int size, Span<double> matrix, Span<double> values, bool vectors = true);

    /// <summary>C = A B, row-major: [m × n] = [m × k] [k × n].</summary>
    void MatrixMultiply(int m, int n, int k, ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c);
}
