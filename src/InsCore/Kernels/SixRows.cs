using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace InsCore.Kernels;

/// <summary>
/// Products of six tangents at a time: those of one atom along x, y, z, cosine and sine part. One factor read from memory serves all six.
/// </summary>
internal static class SixRows
{
    /// <summary>Number of rows.</summary>
    public const int Count = 6;

    /// <summary>y_o += Σ_f (scale_o · factor_f) x_f for every channel, six rows of x and y.</summary>
    /// <param name="plan">What is multiplied with what.</param>
    /// <param name="factors">[nFactors], the same for all channels.</param>
    /// <param name="scales">[nScales × channels].</param>
    /// <param name="x">[6 × size].</param>
    /// <param name="y">[6 × size], in and out.</param>
    public static void AddScaled(
        SixRowsPlan plan, ReadOnlySpan<double> factors, ReadOnlySpan<double> scales, ReadOnlySpan<double> x, Span<double> y)
    {
        int channels = plan.Channels, xStride = x.Length / Count, yStride = y.Length / Count;
        ref double factor = ref MemoryMarshal.GetReference(factors), scale = ref MemoryMarshal.GetReference(scales);
        ref double source = ref MemoryMarshal.GetReference(x), target = ref MemoryMarshal.GetReference(y);
        ref int sources = ref MemoryMarshal.GetArrayDataReference(plan.Source);
        for (int o = 0; o < plan.Scale.Length; o++)
        {
            int begin = plan.First[o], end = plan.First[o + 1];
            for (int c = 0; c < channels; c += Vector<double>.Count)
            {
                Vector<double> s = At(ref scale, (plan.Scale[o] * channels) + c);
                ref double row = ref Unsafe.Add(ref target, plan.Target[o] + c);
                Vector<double> y0 = At(ref row, 0), y1 = At(ref row, yStride), y2 = At(ref row, 2 * yStride);
                Vector<double> y3 = At(ref row, 3 * yStride), y4 = At(ref row, 4 * yStride), y5 = At(ref row, 5 * yStride);
                for (int f = begin; f < end; f++)
                {
                    Vector<double> a = s * new Vector<double>(Unsafe.Add(ref factor, f));
                    ref double from = ref Unsafe.Add(ref source, Unsafe.Add(ref sources, f) + c);
                    y0 = Vector.FusedMultiplyAdd(a, At(ref from, 0), y0);
                    y1 = Vector.FusedMultiplyAdd(a, At(ref from, xStride), y1);
                    y2 = Vector.FusedMultiplyAdd(a, At(ref from, 2 * xStride), y2);
                    y3 = Vector.FusedMultiplyAdd(a, At(ref from, 3 * xStride), y3);
                    y4 = Vector.FusedMultiplyAdd(a, At(ref from, 4 * xStride), y4);
                    y5 = Vector.FusedMultiplyAdd(a, At(ref from, 5 * xStride), y5);
                }

                At(ref row, 0) = y0;
                At(ref row, yStride) = y1;
                At(ref row, 2 * yStride) = y2;
                At(ref row, 3 * yStride) = y3;
                At(ref row, 4 * yStride) = y4;
                At(ref row, 5 * yStride) = y5;
            }
        }
    }

    /// <summary>y_o = Σ_p m_op x_p with a matrix for every channel.</summary>
    /// <param name="channels">Channels, whole vectors.</param>
    /// <param name="matrix">m, [outputs × inputs × channels].</param>
    /// <param name="x">[6 × inputs × channels].</param>
    /// <param name="y">[6 × outputs × channels], out.</param>
    public static void Multiply(int channels, ReadOnlySpan<double> matrix, ReadOnlySpan<double> x, Span<double> y)
    {
        int xStride = x.Length / Count, yStride = y.Length / Count, inputs = xStride / channels;
        ref double source = ref MemoryMarshal.GetReference(x), target = ref MemoryMarshal.GetReference(y);
        ref double m = ref MemoryMarshal.GetReference(matrix);
        for (int o = 0; o < yStride; o += channels)
        {
            for (int c = 0; c < channels; c += Vector<double>.Count)
            {
                Vector<double> y0 = default, y1 = default, y2 = default, y3 = default, y4 = default, y5 = default;
                for (int p = 0; p < inputs; p++)
                {
                    Vector<double> a = At(ref m, (o * inputs) + (p * channels) + c);
                    ref double from = ref Unsafe.Add(ref source, (p * channels) + c);
                    y0 = Vector.FusedMultiplyAdd(a, At(ref from, 0), y0);
                    y1 = Vector.FusedMultiplyAdd(a, At(ref from, xStride), y1);
                    y2 = Vector.FusedMultiplyAdd(a, At(ref from, 2 * xStride), y2);
                    y3 = Vector.FusedMultiplyAdd(a, At(ref from, 3 * xStride), y3);
                    y4 = Vector.FusedMultiplyAdd(a, At(ref from, 4 * xStride), y4);
                    y5 = Vector.FusedMultiplyAdd(a, At(ref from, 5 * xStride), y5);
                }

                ref double row = ref Unsafe.Add(ref target, o + c);
                At(ref row, 0) = y0;
                At(ref row, yStride) = y1;
                At(ref row, 2 * yStride) = y2;
                At(ref row, 3 * yStride) = y3;
                At(ref row, 4 * yStride) = y4;
                At(ref row, 5 * yStride) = y5;
            }
        }
    }

    /// <summary>y_r = Σ_k v_k x_rk.</summary>
    /// <param name="v">[size], whole vectors.</param>
    /// <param name="x">[6 × size].</param>
    /// <param name="y">[6], out.</param>
    public static void MultiplyVector(ReadOnlySpan<double> v, ReadOnlySpan<double> x, Span<double> y)
    {
        ref double a = ref MemoryMarshal.GetReference(v), b = ref MemoryMarshal.GetReference(x);
        int stride = v.Length;
        Vector<double> y0 = default, y1 = default, y2 = default, y3 = default, y4 = default, y5 = default;
        for (int k = 0; k < stride; k += Vector<double>.Count)
        {
            Vector<double> factor = At(ref a, k);
            y0 = Vector.FusedMultiplyAdd(factor, At(ref b, k), y0);
            y1 = Vector.FusedMultiplyAdd(factor, At(ref b, stride + k), y1);
            y2 = Vector.FusedMultiplyAdd(factor, At(ref b, (2 * stride) + k), y2);
            y3 = Vector.FusedMultiplyAdd(factor, At(ref b, (3 * stride) + k), y3);
            y4 = Vector.FusedMultiplyAdd(factor, At(ref b, (4 * stride) + k), y4);
            y5 = Vector.FusedMultiplyAdd(factor, At(ref b, (5 * stride) + k), y5);
        }

        (y[0], y[1], y[2]) = (Vector.Sum(y0), Vector.Sum(y1), Vector.Sum(y2));
        (y[3], y[4], y[5]) = (Vector.Sum(y3), Vector.Sum(y4), Vector.Sum(y5));
    }

    /// <summary>g_rs += Σ_k a_rk b_sk.</summary>
    /// <param name="a">[6 × size], whole vectors.</param>
    /// <param name="b">[6 × size].</param>
    /// <param name="g">[6 × 6], in and out.</param>
    public static void AddProducts(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> g)
    {
        int stride = a.Length / Count;
        ref double a0 = ref MemoryMarshal.GetReference(a), b0 = ref MemoryMarshal.GetReference(b);
        for (int start = 0; start < stride; start += ProductBlock)
        {
            int length = Math.Min(ProductBlock, stride - start);
            for (int s = 0; s < Count; s += 2)
            {
                AddTwoColumns(stride, length, ref Unsafe.Add(ref a0, start), ref Unsafe.Add(ref b0, (s * stride) + start), g[s..]);
            }
        }
    }

    // Six rows of so many elements stay in the first-level cache while they are read three times.
    const int ProductBlock = 512;

    static void AddTwoColumns(int stride, int length, ref double a, ref double b, Span<double> g)
    {
        Vector<double> g00 = default, g10 = default, g20 = default, g30 = default, g40 = default, g50 = default;
        Vector<double> g01 = default, g11 = default, g21 = default, g31 = default, g41 = default, g51 = default;
        for (int k = 0; k < length; k += Vector<double>.Count)
        {
            Vector<double> b0 = At(ref b, k), b1 = At(ref b, stride + k), row = At(ref a, k);
            g00 = Vector.FusedMultiplyAdd(row, b0, g00);
            g01 = Vector.FusedMultiplyAdd(row, b1, g01);
            row = At(ref a, stride + k);
            g10 = Vector.FusedMultiplyAdd(row, b0, g10);
            g11 = Vector.FusedMultiplyAdd(row, b1, g11);
            row = At(ref a, (2 * stride) + k);
            g20 = Vector.FusedMultiplyAdd(row, b0, g20);
            g21 = Vector.FusedMultiplyAdd(row, b1, g21);
            row = At(ref a, (3 * stride) + k);
            g30 = Vector.FusedMultiplyAdd(row, b0, g30);
            g31 = Vector.FusedMultiplyAdd(row, b1, g31);
            row = At(ref a, (4 * stride) + k);
            g40 = Vector.FusedMultiplyAdd(row, b0, g40);
            g41 = Vector.FusedMultiplyAdd(row, b1, g41);
            row = At(ref a, (5 * stride) + k);
            g50 = Vector.FusedMultiplyAdd(row, b0, g50);
            g51 = Vector.FusedMultiplyAdd(row, b1, g51);
        }

        ReadOnlySpan<Vector<double>> sums = [g00, g01, g10, g11, g20, g21, g30, g31, g40, g41, g50, g51];
        for (int r = 0; r < Count; r++)
        {
            g[r * Count] += Vector.Sum(sums[2 * r]);
            g[(r * Count) + 1] += Vector.Sum(sums[(2 * r) + 1]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ref Vector<double> At(ref double origin, int element) =>
        ref Unsafe.As<double, Vector<double>>(ref Unsafe.Add(ref origin, element));
}
