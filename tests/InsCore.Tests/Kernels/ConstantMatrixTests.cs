using InsCore.Kernels;
using Xunit;

namespace InsCore.Tests.Kernels;

/// <summary>Products with a constant matrix against their definition, whichever way they are done.</summary>
public class ConstantMatrixTests
{
    // Of sums of at most 40 products of numbers below 1.
    const double Tolerance = 1e-13;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Multiply_AnySize_GivesTheProduct(bool lasting)
    {
        Random random = new(1);
        foreach ((int count, int rows, int columns) in ((int, int, int)[])[(1, 1, 1), (5, 7, 9), (36, 40, 33), (13, 8, 16)])
        {
            double[] values = Numbers(rows * columns, random);
            ConstantMatrix matrix = new(rows, columns, [.. values], lasting);
            double[] a = new double[count * matrix.Rows], c = new double[count * matrix.Columns];
            for (int k = 0; k < count * rows; k++)
            {
                a[(k / rows * matrix.Rows) + (k % rows)] = random.NextDouble() - 0.5;
            }

            matrix.Multiply(count, a, c);
            for (int k = 0; k < count * columns; k++)
            {
                int row = k / columns, column = k % columns;
                double expected = Enumerable.Range(0, rows).Sum(n => a[(row * matrix.Rows) + n] * values[(n * columns) + column]);
                Assert.InRange(c[(row * matrix.Columns) + column], expected - Tolerance, expected + Tolerance);
            }
        }
    }

    static double[] Numbers(int count, Random random) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5)];
}
