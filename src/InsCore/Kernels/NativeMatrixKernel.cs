using System.Numerics;
using InsCore.Native;

namespace InsCore.Kernels;

/// <summary><see cref="MatrixKernel"/> by libinscore.</summary>
internal static unsafe class NativeMatrixKernel
{
    /// <summary>Multiplies.</summary>
    /// <param name="b">B, packed for libinscore.</param>
    /// <param name="aRows">Rows of A, each b.Rows long.</param>
    /// <param name="a">A.</param>
    /// <param name="cRows">Rows of C, each b.Columns long.</param>
    /// <param name="c">C, out.</param>
    /// <param name="add">Add to C instead of overwriting it.</param>
    public static void Multiply<T>(PackedMatrix<T> b, RowLayout aRows, ReadOnlySpan<T> a, RowLayout cRows, Span<T> c, bool add)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (aRows.Blocks != cRows.Blocks || aRows.BlockRows != cRows.BlockRows || aRows.Extent(b.Rows) > a.Length
            || cRows.Extent(b.Columns) > c.Length)
        {
            throw new ArgumentException("the operands of a matrix product do not fit");
        }

        if (aRows.Rows == 0)
        {
            return;
        }

        fixed (T* panels = b.Panels, from = a, to = c)
        {
            InsProduct product = new()
            {
                columns = b.Columns, inner = b.Rows, blocks = aRows.Blocks, block_rows = aRows.BlockRows,
                a_block_stride = aRows.BlockStride, a_row_stride = aRows.RowStride,
                c_block_stride = cRows.BlockStride, c_row_stride = cRows.RowStride,
                add = add ? 1 : 0, panels = panels, a = from, c = to,
            };
            NativeKernels.ThrowIfFailed(typeof(T) == typeof(double) ? InscoreMethods.ins_multiply_f64(&product) : InscoreMethods.ins_multiply_f32(&product));
        }
    }
}
