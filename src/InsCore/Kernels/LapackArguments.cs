using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace InsCore.Kernels;

/// <summary>The checks that every <see cref="ILapack"/> makes before and after its work.</summary>
internal static class LapackArguments
{
    /// <summary>Refuses short arrays and matrices with elements that are not finite, on which LAPACK may loop or return nonsense.</summary>
    public static void Check(int size, ReadOnlySpan<Complex> matrix, ReadOnlySpan<double> values)
    {
        CheckLengths(size, matrix.Length, values.Length);
        CheckFinite(MemoryMarshal.Cast<Complex, double>(matrix[..(size * size)]), size);
    }

    /// <inheritdoc cref="Check(int, ReadOnlySpan{Complex}, ReadOnlySpan{double})"/>
    public static void Check(int size, ReadOnlySpan<double> matrix, ReadOnlySpan<double> values)
    {
        CheckLengths(size, matrix.Length, values.Length);
        CheckFinite(matrix[..(size * size)], size);
    }

    /// <summary>Refuses arrays shorter than their matrices.</summary>
    public static void CheckProduct(
        int m, int n, int k, ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> c)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(m);
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        if (a.Length < (long)m * k || b.Length < (long)k * n || c.Length < (long)m * n)
        {
            throw new ArgumentException($"an array is too short for [{m} × {k}] times [{k} × {n}]");
        }
    }

    /// <summary>Turns LAPACK's info into an exception.</summary>
    public static void CheckInfo(string routine, int info, int size)
    {
        if (info < 0)
        {
            throw new ArgumentException($"{routine}: argument {-info} is bad");
        }

        if (info > 0)
        {
            throw new InsNumericalException($"{routine} did not converge for a matrix of {size} rows (info {info})");
        }
    }

    static void CheckLengths(int size, int matrixLength, int valuesLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        if (matrixLength < (long)size * size || valuesLength < size)
        {
            throw new ArgumentException(
                $"a matrix of {size} rows needs n² elements and n values, but {matrixLength} and {valuesLength} were given");
        }
    }

    static void CheckFinite(ReadOnlySpan<double> elements, int size)
    {
        if (!elements.IsEmpty && !TensorPrimitives.IsFiniteAll(elements))
        {
            throw new InsNumericalException($"a matrix of {size} rows has elements that are not finite");
        }
    }
}
