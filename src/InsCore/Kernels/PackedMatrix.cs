using System.Numerics;

namespace InsCore.Kernels;

/// <summary>
/// A constant matrix B for <see cref="MatrixKernel"/>: panels of one block of columns, each panel row-major, so that a
/// product reads it once from front to back.
/// </summary>
/// <typeparam name="T">double or float.</typeparam>
internal sealed class PackedMatrix<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Packs a matrix whose rows and columns come in groups; each group is padded with zeros to whole blocks.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="transpose">Pack its transpose.</param>
    public PackedMatrix(GroupedMatrix matrix, bool transpose = false)
    {
        int rowGroup = transpose ? matrix.ColumnGroup : matrix.RowGroup;
        int columnGroup = transpose ? matrix.RowGroup : matrix.ColumnGroup;
        int rows = transpose ? matrix.Columns : matrix.Rows;
        int columns = transpose ? matrix.Rows : matrix.Columns;
        Rows = Padded(rows, rowGroup);
        Columns = Padded(columns, columnGroup);
        Panels = new T[Rows * Columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                double value = transpose ? matrix.Values[(j * matrix.Columns) + i] : matrix.Values[(i * matrix.Columns) + j];
                Panels[Index(PaddedIndex(i, rowGroup), PaddedIndex(j, columnGroup))] = T.CreateChecked(value);
            }
        }
    }

    /// <summary>Padded number of rows (the inner extent of a product).</summary>
    public int Rows { get; }

    /// <summary>Padded number of columns, whole blocks.</summary>
    public int Columns { get; }

    /// <summary>[Columns / block][Rows][block].</summary>
    public T[] Panels { get; }

    int Index(int row, int column) =>
        (((column / Lanes<T>.Block * Rows) + row) * Lanes<T>.Block) + (column % Lanes<T>.Block);

    static int Padded(int n, int group) => n / group * Lanes<T>.Pad(group);

    static int PaddedIndex(int i, int group) => (i / group * Lanes<T>.Pad(group)) + (i % group);
}
