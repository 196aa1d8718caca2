using System.Numerics;

namespace InsCore.Kernels;

/// <summary>
/// A constant matrix B for products C = A B: panels of one block of columns, each panel row-major, so that a product reads it once
/// from front to back.
/// </summary>
/// <typeparam name="T">double or float.</typeparam>
internal sealed class PackedMatrix<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    readonly GrowingArray<T> panels = new();
    readonly bool isNative;
    readonly int block;

    /// <summary>Packs a matrix whose rows and columns come in groups; each group is padded with zeros to whole blocks.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="transpose">Pack its transpose.</param>
    /// <param name="isNative">Multiply by libinscore, whose blocks are cache lines, instead of managed code.</param>
    public PackedMatrix(GroupedMatrix matrix, bool transpose = false, bool isNative = false)
    {
        this.isNative = isNative;
        block = isNative ? NativeBlock.Of<T>() : Lanes<T>.Block;
        int rowGroup = transpose ? matrix.ColumnGroup : matrix.RowGroup;
        int columnGroup = transpose ? matrix.RowGroup : matrix.ColumnGroup;
        int rows = transpose ? matrix.Columns : matrix.Rows;
        int columns = transpose ? matrix.Rows : matrix.Columns;
        Rows = Padded(rows, rowGroup);
        Columns = Padded(columns, columnGroup);
        Span<T> target = panels.Resize(Rows * Columns);
        target.Clear();
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                double value = transpose ? matrix.Values[(j * matrix.Columns) + i] : matrix.Values[(i * matrix.Columns) + j];
                target[Index(PaddedIndex(i, rowGroup), PaddedIndex(j, columnGroup))] = T.CreateChecked(value);
            }
        }
    }

    /// <summary>Padded number of rows (the inner extent of a product).</summary>
    public int Rows { get; }

    /// <summary>Padded number of columns, whole blocks.</summary>
    public int Columns { get; }

    /// <summary>[Columns / block][Rows][block].</summary>
    public ReadOnlySpan<T> Panels => panels.Span;

    /// <summary>C = A B or C += A B.</summary>
    /// <param name="aRows">Rows of A, each <see cref="Rows"/> long.</param>
    /// <param name="a">A.</param>
    /// <param name="cRows">Rows of C, each <see cref="Columns"/> long.</param>
    /// <param name="c">C, out.</param>
    /// <param name="add">Add to C instead of overwriting it.</param>
    public void Multiply(RowLayout aRows, ReadOnlySpan<T> a, RowLayout cRows, Span<T> c, bool add = false)
    {
        if (isNative)
        {
            NativeMatrixKernel.Multiply(this, aRows, a, cRows, c, add);
        }
        else
        {
            MatrixKernel.Multiply(this, aRows, a, cRows, c, add);
        }
    }

    int Index(int row, int column) => (((column / block * Rows) + row) * block) + (column % block);

    static int Padded(int n, int group) => n / group * Lanes<T>.Pad(group);

    static int PaddedIndex(int i, int group) => (i / group * Lanes<T>.Pad(group)) + (i % group);
}
