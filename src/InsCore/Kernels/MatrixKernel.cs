using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace InsCore.Kernels;

/// <summary>Where the rows of a matrix lie: blocks (atoms) of equally spaced rows (components) of contiguous channels.</summary>
/// <param name="Blocks">Number of blocks.</param>
/// <param name="BlockRows">Rows of each block.</param>
/// <param name="BlockStride">Elements from one block to the next.</param>
/// <param name="RowStride">Elements from one row to the next inside a block.</param>
internal readonly record struct RowLayout(int Blocks, int BlockRows, int BlockStride, int RowStride)
{
    /// <summary>Rows in all.</summary>
    public int Rows => Blocks * BlockRows;

    /// <summary>Contiguous or equally spaced rows.</summary>
    public static RowLayout Plain(int rows, int stride) => new(1, rows, 0, stride);

    /// <summary>Elements before a row.</summary>
    public int Offset(int row)
    {
        (int block, int rest) = Blocks == 1 ? (0, row) : Math.DivRem(row, BlockRows);
        return (block * BlockStride) + (rest * RowStride);
    }

    /// <summary>Elements from the first to behind the last one.</summary>
    public int Extent(int columns) => Rows == 0 ? 0 : Offset(Rows - 1) + columns;
}

/// <summary>C = A B or C += A B with a constant, packed B: the product behind every linear map of a network.</summary>
internal static class MatrixKernel
{
    /// <summary>Rows that are worked on together; callers who can should offer a multiple of it.</summary>
    // 6 × 2 accumulators, 2 columns of B and one broadcast fill the 16 vector registers of AVX2.
    public const int RowTile = 6;

    /// <summary>Multiplies.</summary>
    /// <param name="b">B.</param>
    /// <param name="aRows">Rows of A, each b.Rows long.</param>
    /// <param name="a">A.</param>
    /// <param name="cRows">Rows of C, each b.Columns long.</param>
    /// <param name="c">C, out.</param>
    /// <param name="add">Add to C instead of overwriting it.</param>
    public static void Multiply<T>(
        PackedMatrix<T> b, RowLayout aRows, ReadOnlySpan<T> a, RowLayout cRows, Span<T> c, bool add = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (aRows.Rows != cRows.Rows || aRows.Extent(b.Rows) > a.Length || cRows.Extent(b.Columns) > c.Length)
        {
            throw new ArgumentException("the operands of a matrix product do not fit");
        }

        ref T a0 = ref MemoryMarshal.GetReference(a);
        ref T c0 = ref MemoryMarshal.GetReference(c);
        int row = 0;
        for (; row + RowTile <= aRows.Rows; row += RowTile)
        {
            SixRows(b, ref a0, aRows, ref c0, cRows, row, add);
        }

        for (; row < aRows.Rows; row++)
        {
            OneRow(b, ref Unsafe.Add(ref a0, aRows.Offset(row)), ref Unsafe.Add(ref c0, cRows.Offset(row)), add);
        }
    }

    static void SixRows<T>(
        PackedMatrix<T> b, ref T a, RowLayout aRows, ref T c, RowLayout cRows, int row, bool add)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T a0 = ref Unsafe.Add(ref a, aRows.Offset(row));
        ref T a1 = ref Unsafe.Add(ref a, aRows.Offset(row + 1));
        ref T a2 = ref Unsafe.Add(ref a, aRows.Offset(row + 2));
        ref T a3 = ref Unsafe.Add(ref a, aRows.Offset(row + 3));
        ref T a4 = ref Unsafe.Add(ref a, aRows.Offset(row + 4));
        ref T a5 = ref Unsafe.Add(ref a, aRows.Offset(row + 5));
        Span<int> offsets =
        [
            cRows.Offset(row), cRows.Offset(row + 1), cRows.Offset(row + 2),
            cRows.Offset(row + 3), cRows.Offset(row + 4), cRows.Offset(row + 5),
        ];
        ref Vector<T> panel = ref Unsafe.As<T, Vector<T>>(ref MemoryMarshal.GetReference(b.Panels));
        for (int column = 0; column < b.Columns; column += Lanes<T>.Block)
        {
            Vector<T> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default;
            Vector<T> c30 = default, c31 = default, c40 = default, c41 = default, c50 = default, c51 = default;
            for (int k = 0; k < b.Rows; k++)
            {
                Vector<T> b0 = panel, b1 = Unsafe.Add(ref panel, 1);
                panel = ref Unsafe.Add(ref panel, 2);
                Vector<T> s = new(Unsafe.Add(ref a0, k));
                c00 = Lanes<T>.MultiplyAdd(s, b0, c00);
                c01 = Lanes<T>.MultiplyAdd(s, b1, c01);
                s = new(Unsafe.Add(ref a1, k));
                c10 = Lanes<T>.MultiplyAdd(s, b0, c10);
                c11 = Lanes<T>.MultiplyAdd(s, b1, c11);
                s = new(Unsafe.Add(ref a2, k));
                c20 = Lanes<T>.MultiplyAdd(s, b0, c20);
                c21 = Lanes<T>.MultiplyAdd(s, b1, c21);
                s = new(Unsafe.Add(ref a3, k));
                c30 = Lanes<T>.MultiplyAdd(s, b0, c30);
                c31 = Lanes<T>.MultiplyAdd(s, b1, c31);
                s = new(Unsafe.Add(ref a4, k));
                c40 = Lanes<T>.MultiplyAdd(s, b0, c40);
                c41 = Lanes<T>.MultiplyAdd(s, b1, c41);
                s = new(Unsafe.Add(ref a5, k));
                c50 = Lanes<T>.MultiplyAdd(s, b0, c50);
                c51 = Lanes<T>.MultiplyAdd(s, b1, c51);
            }

            Store(ref Unsafe.Add(ref c, offsets[0] + column), c00, c01, add);
            Store(ref Unsafe.Add(ref c, offsets[1] + column), c10, c11, add);
            Store(ref Unsafe.Add(ref c, offsets[2] + column), c20, c21, add);
            Store(ref Unsafe.Add(ref c, offsets[3] + column), c30, c31, add);
            Store(ref Unsafe.Add(ref c, offsets[4] + column), c40, c41, add);
            Store(ref Unsafe.Add(ref c, offsets[5] + column), c50, c51, add);
        }
    }

    // The same order of additions as above: a row's result does not depend on how many rows it came with.
    static void OneRow<T>(PackedMatrix<T> b, ref T a, ref T c, bool add)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref Vector<T> panel = ref Unsafe.As<T, Vector<T>>(ref MemoryMarshal.GetReference(b.Panels));
        for (int column = 0; column < b.Columns; column += Lanes<T>.Block)
        {
            Vector<T> c0 = default, c1 = default;
            for (int k = 0; k < b.Rows; k++)
            {
                Vector<T> s = new(Unsafe.Add(ref a, k));
                c0 = Lanes<T>.MultiplyAdd(s, panel, c0);
                c1 = Lanes<T>.MultiplyAdd(s, Unsafe.Add(ref panel, 1), c1);
                panel = ref Unsafe.Add(ref panel, 2);
            }

            Store(ref Unsafe.Add(ref c, column), c0, c1, add);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Store<T>(ref T c, Vector<T> c0, Vector<T> c1, bool add)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref Vector<T> target = ref Unsafe.As<T, Vector<T>>(ref c);
        if (add)
        {
            c0 += target;
            c1 += Unsafe.Add(ref target, 1);
        }

        target = c0;
        Unsafe.Add(ref target, 1) = c1;
    }
}
