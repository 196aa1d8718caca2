using System.Numerics;
using System.Runtime.InteropServices;

namespace InsCore.Phonons;

/// <summary>Storage of half of a Hermitian matrix of 3 × 3 blocks: each row from its diagonal block to the end, one after the other.</summary>
/// <param name="atoms">Number of blocks along an edge.</param>
internal readonly struct BlockTriangle(int atoms)
{
    /// <summary>Rows of the matrix.</summary>
    public int Size => 3 * atoms;

    /// <summary>Elements stored.</summary>
    public int Length => 9 * atoms * (atoms + 1) / 2;

    /// <summary>First column stored of a row.</summary>
    public static int FirstColumn(int row) => row / 3 * 3;

    /// <summary>Place of the first element stored of a row.</summary>
    public int Start(int row)
    {
        int i = row / 3;
        return (9 * ((i * atoms) - (i * (i - 1) / 2))) + (row % 3 * 3 * (atoms - i));
    }

    /// <summary>Place of an element, its column at least <see cref="FirstColumn"/>.</summary>
    public int At(int row, int column) => Start(row) + column - FirstColumn(row);

    /// <summary>Writes the whole matrix; Hermitian to the last bit, also within the diagonal blocks.</summary>
    /// <param name="real">[Length].</param>
    /// <param name="imaginary">[Length].</param>
    /// <param name="matrix">[Size × Size] row-major, out.</param>
    public void Unpack(ReadOnlySpan<double> real, ReadOnlySpan<double> imaginary, Span<Complex> matrix)
    {
        UnpackUpper(real, imaginary, matrix);
        int size = Size;
        for (int row = 1; row < size; row++)
        {
            for (int column = 0; column < row; column++)
            {
                matrix[(row * size) + column] = Complex.Conjugate(matrix[(column * size) + row]);
            }
        }
    }

    /// <summary>Writes the upper triangle, and zeros below it.</summary>
    /// <param name="real">[Length].</param>
    /// <param name="imaginary">[Length].</param>
    /// <param name="matrix">[Size × Size] row-major, out.</param>
    public void UnpackUpper(ReadOnlySpan<double> real, ReadOnlySpan<double> imaginary, Span<Complex> matrix)
    {
        int size = Size;
        for (int row = 0; row < size; row++)
        {
            int first = FirstColumn(row), start = Start(row);
            Span<Complex> own = matrix.Slice(row * size, size);
            own[..row].Clear();
            own[row] = real[start + row - first];
            for (int column = row + 1; column < first + 3; column++)
            {
                // Both halves of a diagonal block are stored.
                int upper = start + column - first, lower = At(column, row);
                own[column] = new Complex(0.5 * (real[upper] + real[lower]), 0.5 * (imaginary[upper] - imaginary[lower]));
            }

            Interleave(real.Slice(start + 3, size - first - 3), imaginary.Slice(start + 3, size - first - 3), own[(first + 3)..]);
        }
    }

    // On pairs: Complex is passed through memory.
    static void Interleave(ReadOnlySpan<double> real, ReadOnlySpan<double> imaginary, Span<Complex> numbers)
    {
        Span<double> pairs = MemoryMarshal.Cast<Complex, double>(numbers)[..(2 * real.Length)];
        for (int k = 0; k < real.Length && k < imaginary.Length; k++)
        {
            (pairs[2 * k], pairs[(2 * k) + 1]) = (real[k], imaginary[k]);
        }
    }
}
