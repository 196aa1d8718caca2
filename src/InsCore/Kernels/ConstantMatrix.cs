namespace InsCore.Kernels;

/// <summary>A constant matrix B for products C = A B: laid out once for libinscore where that is there, else multiplied by the BLAS.</summary>
/// <remarks>Laid out it is twice as fast as the BLAS, which lays out its operands anew for each product.</remarks>
internal sealed class ConstantMatrix
{
    // Elements that can be counted when padded.
    const int MaximumPacked = 1 << 29;

    readonly PackedMatrix<double>? packed;
    readonly double[] values;

    /// <summary>Takes over a matrix.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="values">[rows × columns].</param>
    /// <param name="lasting">False if it is hardly worth laying out.</param>
    public ConstantMatrix(int rows, int columns, double[] values, bool lasting = true)
    {
        if (lasting && NativeKernels.AreAvailable && values.Length is > 0 and <= MaximumPacked)
        {
            packed = new(new GroupedMatrix(rows, columns, rows, columns, values), isNative: true);
        }

        this.values = packed is null ? values : [];
        (Rows, Columns) = packed is null ? (rows, columns) : (packed.Rows, packed.Columns);
    }

    /// <summary>Elements of a row of A: those of B's rows, then zeros.</summary>
    public int Rows { get; }

    /// <summary>Elements from one row of C to the next; those behind B's columns mean nothing.</summary>
    public int Columns { get; }

    /// <summary>C = A B.</summary>
    /// <param name="count">Rows of A and C.</param>
    /// <param name="a">[count × <see cref="Rows"/>].</param>
    /// <param name="c">[count × <see cref="Columns"/>], out.</param>
    public void Multiply(int count, ReadOnlySpan<double> a, Span<double> c)
    {
        if (packed is null)
        {
            Lapack.Current.MatrixMultiply(count, Columns, Rows, a, values, c);
        }
        else
        {
            packed.Multiply(RowLayout.Plain(count, Rows), a, RowLayout.Plain(count, Columns), c);
        }
    }
}
