using System.Numerics;
using InsCore.Native;

namespace InsCore.Kernels;

/// <summary>A constant matrix B in the panels of libinscore, for C = A B or C += A B.</summary>
/// <typeparam name="T">double or float.</typeparam>
internal sealed unsafe class NativeMatrix<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    readonly GrowingArray<T> panels = new();

    /// <summary>Packs a matrix whose rows and columns come in groups; each group is padded with zeros to whole blocks.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="transpose">Pack its transpose.</param>
    public NativeMatrix(GroupedMatrix matrix, bool transpose = false)
    {
        int block = NativeBlock.Of<T>();
        int rowGroup = transpose ? matrix.ColumnGroup : matrix.RowGroup, columnGroup = transpose ? matrix.RowGroup : matrix.ColumnGroup;
        int rows = transpose ? matrix.Columns : matrix.Rows, columns = transpose ? matrix.Rows : matrix.Columns;
        int Padded(int i, int group) => (i / group * Pad(group)) + (i % group);
        Rows = rows / rowGroup * Pad(rowGroup);
        Columns = columns / columnGroup * Pad(columnGroup);
        Span<T> target = panels.Resize(Rows * Columns);
        target.Clear();
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                int row = Padded(i, rowGroup), column = Padded(j, columnGroup);
                double value = transpose ? matrix.Values[(j * matrix.Columns) + i] : matrix.Values[(i * matrix.Columns) + j];
                target[(((column / block * Rows) + row) * block) + (column % block)] = T.CreateChecked(value);
            }
        }
    }

    /// <summary>Padded number of rows.</summary>
    public int Rows { get; }

    /// <summary>Padded number of columns, whole blocks.</summary>
    public int Columns { get; }

    /// <summary>The least multiple of a block that holds n elements.</summary>
    public static int Pad(int n) => (n + NativeBlock.Of<T>() - 1) / NativeBlock.Of<T>() * NativeBlock.Of<T>();

    /// <summary>Multiplies.</summary>
    /// <param name="aRows">Rows of A, each <see cref="Rows"/> long.</param>
    /// <param name="a">A.</param>
    /// <param name="cRows">Rows of C, each <see cref="Columns"/> long.</param>
    /// <param name="c">C, out.</param>
    /// <param name="add">Add to C instead of overwriting it.</param>
    public void Multiply(RowLayout aRows, ReadOnlySpan<T> a, RowLayout cRows, Span<T> c, bool add = false)
    {
        if (aRows.Rows != cRows.Rows || aRows.BlockRows != cRows.BlockRows || aRows.Extent(Rows) > a.Length || cRows.Extent(Columns) > c.Length)
        {
            throw new ArgumentException("the operands of a matrix product do not fit");
        }

        if (aRows.Rows == 0)
        {
            return;
        }

        fixed (T* b = panels.Span, from = a, to = c)
        {
            InsProduct product = new()
            {
                columns = Columns, inner = Rows, blocks = aRows.Blocks, block_rows = aRows.BlockRows,
                a_block_stride = aRows.BlockStride, a_row_stride = aRows.RowStride,
                c_block_stride = cRows.BlockStride, c_row_stride = cRows.RowStride,
                add = add ? 1 : 0, panels = b, a = from, c = to,
            };
            NativeKernels.ThrowIfFailed(typeof(T) == typeof(double) ? InscoreMethods.ins_multiply_f64(&product) : InscoreMethods.ins_multiply_f32(&product));
        }
    }
}
