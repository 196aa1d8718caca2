using System.Numerics;

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
        int size = Size, k = 0;
        for (int row = 0; row < size; row++)
        {
            int first = FirstColumn(row);
            for (int column = first; column < size; column++, k++)
            {
                matrix[(row * size) + column] = new Complex(real[k], imaginary[k]);
                if (column >= first + 3)
                {
                    matrix[(column * size) + row] = new Complex(real[k], -imaginary[k]);
                }
            }
        }

        for (int row = 0; row < size; row++)
        {
            for (int column = FirstColumn(row); column <= row; column++)
            {
                Complex z = 0.5 * (matrix[(row * size) + column] + Complex.Conjugate(matrix[(column * size) + row]));
                matrix[(row * size) + column] = z;
                matrix[(column * size) + row] = Complex.Conjugate(z);
            }
        }
    }
}
