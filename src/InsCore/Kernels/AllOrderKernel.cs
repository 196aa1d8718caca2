using System.Numerics;
using System.Runtime.InteropServices;

namespace InsCore.Kernels;

/// <summary>The inner loop of the all-order powder average, over a block of times.</summary>
internal static class AllOrderKernel
{
    /// <summary>Times in one block: its tensors and sums stay in the first-level caches.</summary>
    public const int Block = 128;

    // With z_d(t) = Q² n_d·γ(t)·n_d and a_d = z_d(0):
    //   row 0 += Σ_d w_d exp(z_d - a_d)              all orders
    //   row n += Σ_d w_d exp(-a_d) z_d^n / n!        order n alone
    /// <summary>Adds the directions of one atom and one Q² to the sums.</summary>
    /// <param name="times">Number of times in this block, a multiple of the vector length.</param>
    /// <param name="orders">Orders to resolve; 0 for row 0 alone.</param>
    /// <param name="tensor">[12][times], Re γ then Im γ, each xx, yy, zz, yz, xz, xy; Å².</param>
    /// <param name="coefficients">[nDirections × 6], Q² times n_x², n_y², n_z², 2 n_y n_z, 2 n_x n_z, 2 n_x n_y; Å⁻².</param>
    /// <param name="damping">[nDirections], a.</param>
    /// <param name="weights">[nDirections], w.</param>
    /// <param name="re">[(orders + 1) × times], real part of the sums.</param>
    /// <param name="im">The same, imaginary part.</param>
    public static void Accumulate(
        int times,
        int orders,
        ReadOnlySpan<double> tensor,
        ReadOnlySpan<double> coefficients,
        ReadOnlySpan<double> damping,
        ReadOnlySpan<double> weights,
        Span<double> re,
        Span<double> im)
    {
        ref double g = ref MemoryMarshal.GetReference(tensor);
        ref double sumRe = ref MemoryMarshal.GetReference(re);
        ref double sumIm = ref MemoryMarshal.GetReference(im);
        nuint stride = (nuint)times;
        for (int d = 0; d < weights.Length; d++)
        {
            ReadOnlySpan<double> c = coefficients.Slice(6 * d, 6);
            Vector<double> weight = new(weights[d]), a = new(damping[d]);
            Vector<double> elastic = new(weights[d] * Math.Exp(-damping[d]));
            for (nuint t = 0; t < stride; t += (nuint)Vector<double>.Count)
            {
                Vector<double> zr = Contract(ref g, t, stride, c), zi = Contract(ref g, t + (6 * stride), stride, c);
                Vector<double> size = weight * Vector.Exp(zr - a);
                (Vector<double> sin, Vector<double> cos) = Vector.SinCos(zi);
                Add(ref sumRe, t, size * cos);
                Add(ref sumIm, t, size * sin);
                Vector<double> pr = elastic, pi = Vector<double>.Zero;
                for (int n = 1; n <= orders; n++)
                {
                    Vector<double> scale = new(1.0 / n);
                    (pr, pi) = (((pr * zr) - (pi * zi)) * scale, ((pr * zi) + (pi * zr)) * scale);
                    Add(ref sumRe, t + ((nuint)n * stride), pr);
                    Add(ref sumIm, t + ((nuint)n * stride), pi);
                }
            }
        }
    }

    static Vector<double> Contract(ref double g, nuint t, nuint stride, ReadOnlySpan<double> c)
    {
        Vector<double> sum = new Vector<double>(c[0]) * Vector.LoadUnsafe(ref g, t);
        for (int k = 1; k < 6; k++)
        {
            sum = Vector.FusedMultiplyAdd(new Vector<double>(c[k]), Vector.LoadUnsafe(ref g, t + ((nuint)k * stride)), sum);
        }

        return sum;
    }

    static void Add(ref double sum, nuint at, Vector<double> value) =>
        (Vector.LoadUnsafe(ref sum, at) + value).StoreUnsafe(ref sum, at);
}
