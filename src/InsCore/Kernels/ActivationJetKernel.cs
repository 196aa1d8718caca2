using System.Numerics;

namespace InsCore.Kernels;

/// <summary>The activations of the networks with their first two derivatives.</summary>
internal static class ActivationJetKernel
{
    /// <summary>a = c z σ, a' = c σ (1 + z (1 - σ)), a'' = c σ (1 - σ) (2 + z (1 - 2σ)), with σ = 1/(1 + e^-z).</summary>
    /// <param name="scale">c.</param>
    /// <param name="z">Argument, whole blocks.</param>
    /// <param name="value">a, out.</param>
    /// <param name="first">a', out.</param>
    /// <param name="second">a'', out.</param>
    public static void Silu<T>(T scale, ReadOnlySpan<T> z, Span<T> value, Span<T> first, Span<T> second)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector<T> c = new(scale), one = Vector<T>.One;
        for (int i = 0; i < z.Length; i += Vector<T>.Count)
        {
            Vector<T> x = new(z[i..]);
            Vector<T> s = one / (one + Lanes<T>.Exp(-x));
            Vector<T> cs = c * s, rest = one - s;
            (cs * x).CopyTo(value[i..]);
            (cs + (cs * x * rest)).CopyTo(first[i..]);
            (cs * rest * (one + one + (x * (rest - s)))).CopyTo(second[i..]);
        }
    }

    /// <summary>a = c σ, a' = c σ (1 - σ), a'' = c σ (1 - σ) (1 - 2σ).</summary>
    /// <param name="scale">c.</param>
    /// <param name="z">Argument, whole blocks.</param>
    /// <param name="value">a, out.</param>
    /// <param name="first">a', out.</param>
    /// <param name="second">a'', out.</param>
    public static void Sigmoid<T>(T scale, ReadOnlySpan<T> z, Span<T> value, Span<T> first, Span<T> second)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector<T> c = new(scale), one = Vector<T>.One;
        for (int i = 0; i < z.Length; i += Vector<T>.Count)
        {
            Vector<T> s = one / (one + Lanes<T>.Exp(-new Vector<T>(z[i..])));
            Vector<T> cs = c * s, rest = one - s;
            cs.CopyTo(value[i..]);
            (cs * rest).CopyTo(first[i..]);
            (cs * rest * (rest - s)).CopyTo(second[i..]);
        }
    }
}
