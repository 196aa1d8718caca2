namespace InsCore.Kernels;

/// <summary>A dense matrix, out = in · B, whose rows and columns are whole groups of channels.</summary>
/// <param name="Rows">Length of the input, a multiple of <paramref name="RowGroup"/>.</param>
/// <param name="Columns">Length of the output, a multiple of <paramref name="ColumnGroup"/>.</param>
/// <param name="RowGroup">Channels of one input group.</param>
/// <param name="ColumnGroup">Channels of one output group.</param>
/// <param name="Values">[Rows × Columns], row-major.</param>
internal sealed record GroupedMatrix(int Rows, int Columns, int RowGroup, int ColumnGroup, double[] Values);
