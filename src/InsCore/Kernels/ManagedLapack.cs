using System.Numerics;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace InsCore.Kernels;

/// <summary>The last resort without any native library: MathNet.Numerics, ten times slower.</summary>
internal sealed class ManagedLapack : ILapack
{
    public string Describe() => "MathNet.Numerics (managed), sequential";

    public void HermitianEigen(int size, Span<Complex> matrix, Span<double> values, bool vectors = true)
    {
        LapackArguments.Check(size, matrix, values);
        Complex[,] elements = new Complex[size, size];
        for (int i = 0; i < size; i++)
        {
            elements[i, i] = matrix[(size * i) + i].Real;
            for (int j = i + 1; j < size; j++)
            {
                // The triangle that LAPACK reads, so that a matrix that is not quite Hermitian gives the same everywhere.
                elements[i, j] = matrix[(size * i) + j];
                elements[j, i] = Complex.Conjugate(elements[i, j]);
            }
        }

        if (size > 0)
        {
            Evd<Complex> evd = Matrix<Complex>.Build.DenseOfArray(elements).Evd(Symmetricity.Hermitian);
            Store(evd, matrix, values, vectors);
        }
    }

    public void SymmetricEigen(int size, Span<double> matrix, Span<double> values, bool vectors = true)
    {
        LapackArguments.Check(size, matrix, values);
        double[,] elements = new double[size, size];
        for (int i = 0; i < size; i++)
        {
            for (int j = i; j < size; j++)
            {
                elements[i, j] = elements[j, i] = matrix[(size * i) + j];
            }
        }

        if (size > 0)
        {
            Evd<double> evd = Matrix<double>.Build.DenseOfArray(elements).Evd(Symmetricity.Symmetric);
            Store(evd, matrix, values, vectors);
        }
    }

    public void MatrixMultiply(int m, int n, int k, ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c)
    {
        LapackArguments.CheckProduct(m, n, k, a, b, c);
        c[..(m * n)].Clear();
        for (int i = 0; i < m; i++)
        {
            Span<double> row = c.Slice(i * n, n);
            for (int l = 0; l < k; l++)
            {
                System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(b.Slice(l * n, n), a[(i * k) + l], row, row);
            }
        }
    }

    static void Store<T>(Evd<T> evd, Span<T> matrix, Span<double> values, bool vectors)
        where T : struct, IEquatable<T>, IFormattable
    {
        int size = evd.EigenValues.Count;
        int[] order = [.. Enumerable.Range(0, size).OrderBy(n => evd.EigenValues[n].Real)];
        for (int n = 0; n < size; n++)
        {
            values[n] = evd.EigenValues[order[n]].Real;
            for (int i = 0; vectors && i < size; i++)
            {
                matrix[(size * n) + i] = evd.EigenVectors[i, order[n]];
            }
        }
    }
}
