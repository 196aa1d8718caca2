using System.Numerics;

namespace InsCore.Kernels;

/// <summary>Adds sums of dyads v wᴴ to Hermitian matrices of 3 × 3 blocks, of which only the upper block triangle is stored.</summary>
internal static class HermitianUpdateKernel
{
    /// <summary>M += Σ_k v_k w_kᴴ.</summary>
    /// <param name="atoms">Blocks along an edge.</param>
    /// <param name="terms">Number of dyads.</param>
    /// <param name="v">Real parts [terms × 3·atoms], then imaginary parts.</param>
    /// <param name="w">Real parts [terms × 3·atoms], then imaginary parts.</param>
    /// <param name="real">Rows from their diagonal block on, in and out.</param>
    /// <param name="imaginary">The same.</param>
    public static void Add(
        int atoms, int terms, ReadOnlySpan<double> v, ReadOnlySpan<double> w, Span<double> real, Span<double> imaginary)
    {
        int size = 3 * atoms, half = terms * size, start = 0;
        ReadOnlySpan<double> wr = w[..half], wi = w.Slice(half, half);
        for (int row = 0; row < size; row++)
        {
            int first = row / 3 * 3, length = size - first;
            Span<double> re = real.Slice(start, length), im = imaginary.Slice(start, length);
            for (int k = 0; k < terms; k++)
            {
                double x = v[(k * size) + row], y = v[half + (k * size) + row];
                AddRow(x, y, wr.Slice((k * size) + first, length), wi.Slice((k * size) + first, length), re, im);
            }

            start += length;
        }
    }

    // (x + iy) (a - ib) = (xa + yb) + i (ya - xb).
    static void AddRow(double x, double y, ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> re, Span<double> im)
    {
        int width = Vector<double>.Count, k = 0;
        Vector<double> vx = new(x), vy = new(y);
        for (; k <= re.Length - width; k += width)
        {
            Vector<double> va = new(a[k..]), vb = new(b[k..]);
            Vector.FusedMultiplyAdd(vx, va, Vector.FusedMultiplyAdd(vy, vb, new Vector<double>(re[k..]))).CopyTo(re[k..]);
            Vector.FusedMultiplyAdd(vy, va, Vector.FusedMultiplyAdd(-vx, vb, new Vector<double>(im[k..]))).CopyTo(im[k..]);
        }

        for (; k < re.Length; k++)
        {
            re[k] += (x * a[k]) + (y * b[k]);
            im[k] += (y * a[k]) - (x * b[k]);
        }
    }
}
