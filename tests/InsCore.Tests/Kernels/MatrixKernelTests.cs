using System.Numerics;
using System.Runtime.CompilerServices;
using InsCore.Kernels;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Kernels;

public sealed class MatrixKernelTests
{
    const double DoubleTolerance = 1e-13;
    const double SingleTolerance = 1e-5;

    [Theory, InlineData(false), InlineData(true, Traits = ["needs", "libinscore"])]
    public void Multiply_AnySize_Float64(bool isNative) => Sweep<double>(DoubleTolerance, isNative);

    [Theory, InlineData(false), InlineData(true, Traits = ["needs", "libinscore"])]
    public void Multiply_AnySize_Float32(bool isNative) => Sweep<float>(SingleTolerance, isNative);

    static void Sweep<T>(double tolerance, bool isNative)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Assert.SkipWhen(isNative && !NativeKernels.AreAvailable, NativeKernels.Describe());
        Random random = new(11);
        foreach (int blocks in new[] { 0, 1, 2, 5 })
        {
            foreach (int blockRows in new[] { 1, 3, 7, 13 })
            {
                foreach ((int groups, int rowGroup, int columnGroup) in new[] { (1, 1, 1), (1, 10, 17), (3, 5, 8), (2, 32, 33) })
                {
                    foreach (bool transpose in new[] { false, true })
                    {
                        Check<T>(random, (blocks, blockRows), new GroupedMatrix(
                            groups * rowGroup, 2 * columnGroup, rowGroup, columnGroup, Values(random, groups * rowGroup * 2 * columnGroup)), (transpose, isNative), tolerance);
                    }
                }
            }
        }
    }

    static void Check<T>(Random random, (int Blocks, int BlockRows) sizes, GroupedMatrix matrix, (bool Transpose, bool IsNative) kind, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool transpose = kind.Transpose;
        PackedMatrix<T> b = new(matrix, transpose, kind.IsNative);
        int aGroup = transpose ? matrix.ColumnGroup : matrix.RowGroup, cGroup = transpose ? matrix.RowGroup : matrix.ColumnGroup;
        int inner = transpose ? matrix.Columns : matrix.Rows, columns = transpose ? matrix.Rows : matrix.Columns;
        int aStride = b.Rows + 3, cStride = b.Columns + 5;
        RowLayout aRows = new(sizes.Blocks, sizes.BlockRows, (sizes.BlockRows * aStride) + 2, aStride);
        RowLayout cRows = new(sizes.Blocks, sizes.BlockRows, (sizes.BlockRows * cStride) + 1, cStride);
        T[] a = Array.ConvertAll(Values(random, aRows.Extent(b.Rows)), T.CreateChecked), c = new T[cRows.Extent(b.Columns)];
        c.AsSpan().Fill(T.One);
        b.Multiply(aRows, a, cRows, c);
        b.Multiply(aRows, a, cRows, c, add: true);
        for (int row = 0; row < aRows.Rows; row++)
        {
            for (int j = 0; j < columns; j++)
            {
                double sum = 0;
                for (int k = 0; k < inner; k++)
                {
                    double element = transpose ? matrix.Values[(j * matrix.Columns) + k] : matrix.Values[(k * matrix.Columns) + j];
                    sum += double.CreateChecked(a[aRows.Offset(row) + (k / aGroup * Lanes<T>.Pad(aGroup)) + (k % aGroup)]) * element;
                }

                double actual = double.CreateChecked(c[cRows.Offset(row) + (j / cGroup * Lanes<T>.Pad(cGroup)) + (j % cGroup)]);
                AchievedError.Check(
                    $"Kernels: matrix products, float{8 * Unsafe.SizeOf<T>()} (per term)", "plain sum", Math.Abs((2 * sum) - actual) / inner, tolerance);
            }
        }
    }

    static double[] Values(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5)];
}
