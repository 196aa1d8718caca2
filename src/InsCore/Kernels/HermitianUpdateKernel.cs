using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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
        int size = 3 * atoms, width = Vector<double>.Count, start = 0;
        v = v[..(2 * terms * size)];
        w = w[..(2 * terms * size)];
        for (int first = 0; first < size; first += 3)
        {
            int length = size - first, k = 0;
            Span<double> re = real.Slice(start, 3 * length), im = imaginary.Slice(start, 3 * length);
            for (; k <= length - width; k += width)
            {
                AddStrip(size, first, k, 0, v, w, re, im);
            }

            if (k < length && length >= width)
            {
                AddStrip(size, first, length - width, k - (length - width), v, w, re, im);
            }
            else
            {
                AddRest(size, first, k, v, w, re, im);
            }

            start += 3 * length;
        }
    }

    // Three rows by one vector of columns, kept in registers over all dyads; the first `done` columns are left as they are.
    // (x + iy) (a - ib) = (xa + yb) + i (ya - xb).
    static void AddStrip(int size, int first, int column, int done, ReadOnlySpan<double> v, ReadOnlySpan<double> w, Span<double> re, Span<double> im)
    {
        int half = v.Length / 2, length = size - first;
        ref double left = ref MemoryMarshal.GetReference(v), right = ref MemoryMarshal.GetReference(w);
        Vector<double> re0 = default, re1 = default, re2 = default, im0 = default, im1 = default, im2 = default;
        for (int k = first; k < half; k += size)
        {
            Vector<double> a = Vector.LoadUnsafe(ref right, (nuint)(k + column)), b = Vector.LoadUnsafe(ref right, (nuint)(half + k + column));
            ref double x = ref Unsafe.Add(ref left, k), y = ref Unsafe.Add(ref left, half + k);
            Accumulate(ref x, ref y, 0, a, b, ref re0, ref im0);
            Accumulate(ref x, ref y, 1, a, b, ref re1, ref im1);
            Accumulate(ref x, ref y, 2, a, b, ref re2, ref im2);
        }

        Store(re0, done, re[column..]);
        Store(re1, done, re[(length + column)..]);
        Store(re2, done, re[((2 * length) + column)..]);
        Store(im0, done, im[column..]);
        Store(im1, done, im[(length + column)..]);
        Store(im2, done, im[((2 * length) + column)..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Accumulate(ref double x, ref double y, int row, Vector<double> a, Vector<double> b, ref Vector<double> re, ref Vector<double> im)
    {
        Vector<double> vx = new(Unsafe.Add(ref x, row)), vy = new(Unsafe.Add(ref y, row));
        re = Vector.FusedMultiplyAdd(vx, a, Vector.FusedMultiplyAdd(vy, b, re));
        im = Vector.FusedMultiplyAdd(vy, a, Vector.FusedMultiplyAdd(-vx, b, im));
    }

    static void Store(Vector<double> sum, int done, Span<double> target)
    {
        Vector<long> isNew = Vector.GreaterThanOrEqual(Vector<double>.Indices, new Vector<double>(done));
        (new Vector<double>(target) + Vector.ConditionalSelect(isNew, sum, Vector<double>.Zero)).CopyTo(target);
    }

    // The columns of a matrix narrower than a vector.
    static void AddRest(int size, int first, int column, ReadOnlySpan<double> v, ReadOnlySpan<double> w, Span<double> re, Span<double> im)
    {
        int half = v.Length / 2, length = size - first;
        for (int k = first; k < half; k += size)
        {
            for (int row = 0; row < 3; row++)
            {
                double x = v[k + row], y = v[half + k + row];
                for (int c = column; c < length; c++)
                {
                    double a = w[k + c], b = w[half + k + c];
                    re[(row * length) + c] += (x * a) + (y * b);
                    im[(row * length) + c] += (y * a) - (x * b);
                }
            }
        }
    }
}
