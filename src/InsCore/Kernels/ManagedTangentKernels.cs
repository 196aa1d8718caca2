using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace InsCore.Kernels;

/// <summary>The reference of <see cref="TangentKernels"/>, vectors over channels.</summary>
internal sealed class ManagedTangentKernels : TangentKernels
{
    // Rows of A and B whose products are collected in registers.
    const int Tile = 3;

    // Rows of so many elements stay in the first-level cache while they are read again.
    const int ProductBlock = 512;

    /// <inheritdoc/>
    public override void AddMessages(TangentPlan plan, in TangentMessageData data) => new MessageTangents(plan, data).Compute();

    /// <inheritdoc/>
    public override void MultiplyChannels(int channels, int rows, ReadOnlySpan<double> matrix, ReadOnlySpan<double> x, Span<double> y)
    {
        int inputSize = x.Length / rows, outputSize = y.Length / rows, inputs = inputSize / channels;
        ref double m = ref MemoryMarshal.GetReference(matrix);
        for (int row = 0; row + Tile <= rows; row += Tile)
        {
            ref double source = ref Unsafe.AsRef(in x[row * inputSize]);
            ref double target = ref y[row * outputSize];
            for (int o = 0; o < outputSize; o += channels)
            {
                for (int c = 0; c < channels; c += Vector<double>.Count)
                {
                    Vector<double> y0 = default, y1 = default, y2 = default;
                    for (int p = 0; p < inputs; p++)
                    {
                        Vector<double> a = At(ref m, (o * inputs) + (p * channels) + c);
                        y0 = Vector.FusedMultiplyAdd(a, At(ref source, (p * channels) + c), y0);
                        y1 = Vector.FusedMultiplyAdd(a, At(ref source, inputSize + (p * channels) + c), y1);
                        y2 = Vector.FusedMultiplyAdd(a, At(ref source, (2 * inputSize) + (p * channels) + c), y2);
                    }

                    At(ref target, o + c) = y0;
                    At(ref target, outputSize + o + c) = y1;
                    At(ref target, (2 * outputSize) + o + c) = y2;
                }
            }
        }
    }

    /// <inheritdoc/>
    public override void AddRowProducts(int length, ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> g, bool upper = false)
    {
        int aRows = a.Length / length, bRows = b.Length / length;
        for (int start = 0; start < length; start += ProductBlock)
        {
            int block = Math.Min(ProductBlock, length - start);
            for (int r = 0; r < aRows; r += Tile)
            {
                for (int s = upper ? r - (r % UpperBlock) : 0; s < bRows; s += Tile)
                {
                    AddTile(length, block, a[((r * length) + start)..], b[((s * length) + start)..], g[((r * bRows) + s)..], bRows, Math.Min(Tile, bRows - s));
                }
            }
        }
    }

    // Three rows of A, which come in threes, with up to three of B.
    static void AddTile(int length, int block, ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> g, int stride, int columns)
    {
        for (int s = 0; s < columns; s++)
        {
            ref double a0 = ref MemoryMarshal.GetReference(a);
            ref double b0 = ref Unsafe.AsRef(in b[s * length]);
            Vector<double> g0 = default, g1 = default, g2 = default;
            int k = 0;
            for (; k + Vector<double>.Count <= block; k += Vector<double>.Count)
            {
                Vector<double> column = At(ref b0, k);
                g0 = Vector.FusedMultiplyAdd(At(ref a0, k), column, g0);
                g1 = Vector.FusedMultiplyAdd(At(ref a0, length + k), column, g1);
                g2 = Vector.FusedMultiplyAdd(At(ref a0, (2 * length) + k), column, g2);
            }

            double s0 = Vector.Sum(g0), s1 = Vector.Sum(g1), s2 = Vector.Sum(g2);
            for (; k < block; k++)
            {
                double column = b[(s * length) + k];
                (s0, s1, s2) = (s0 + (a[k] * column), s1 + (a[length + k] * column), s2 + (a[(2 * length) + k] * column));
            }

            g[s] += s0;
            g[stride + s] += s1;
            g[(2 * stride) + s] += s2;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ref Vector<double> At(ref double origin, int element) =>
        ref Unsafe.As<double, Vector<double>>(ref Unsafe.Add(ref origin, element));
}
