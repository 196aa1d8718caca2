using System.Numerics;

namespace InsCore.Kernels;

/// <summary>The activations of the networks, value and derivative together.</summary>
internal static class ActivationKernel
{
    /// <summary>a = c z σ(z) and da/dz = c σ (1 + z (1 - σ)), with σ(z) = 1/(1 + e^-z).</summary>
    /// <param name="scale">c.</param>
    /// <param name="z">Argument; replaced by the derivative. Whole blocks.</param>
    /// <param name="value">a, out; as long as <paramref name="z"/>.</param>
    public static void Silu<T>(T scale, Span<T> z, Span<T> value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<Vector<T>> arguments = Lanes<T>.Vectors(z);
        Span<Vector<T>> values = Lanes<T>.Vectors(value)[..arguments.Length];
        Vector<T> c = new(scale);
        for (int i = 0; i < arguments.Length; i++)
        {
            Vector<T> x = arguments[i];
            Vector<T> s = Sigmoid(x);
            Vector<T> cs = c * s;
            values[i] = cs * x;
            arguments[i] = Lanes<T>.MultiplyAdd(cs * x, Vector<T>.One - s, cs);
        }
    }

    /// <summary>a = c σ(z) and da/dz = c σ (1 - σ).</summary>
    /// <param name="scale">c.</param>
    /// <param name="z">Argument; replaced by the derivative. Whole blocks.</param>
    /// <param name="value">a, out; as long as <paramref name="z"/>.</param>
    public static void Sigmoid<T>(T scale, Span<T> z, Span<T> value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<Vector<T>> arguments = Lanes<T>.Vectors(z);
        Span<Vector<T>> values = Lanes<T>.Vectors(value)[..arguments.Length];
        Vector<T> c = new(scale);
        for (int i = 0; i < arguments.Length; i++)
        {
            Vector<T> s = Sigmoid(arguments[i]);
            values[i] = c * s;
            arguments[i] = c * s * (Vector<T>.One - s);
        }
    }

    static Vector<T> Sigmoid<T>(Vector<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Vector<T>.One / (Vector<T>.One + Lanes<T>.Exp(-x));
}
