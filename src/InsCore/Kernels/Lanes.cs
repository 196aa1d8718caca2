using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace InsCore.Kernels;

/// <summary>The width of the hot loops: channels are padded to whole blocks of two vectors, so that no kernel has a tail.</summary>
/// <typeparam name="T">double or float.</typeparam>
internal static class Lanes<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Elements of one block.</summary>
    public static int Block => 2 * Vector<T>.Count;

    /// <summary>The least number of whole blocks, and of whole cache lines of 64 bytes, that holds n elements.</summary>
    public static int Pad(int n)
    {
        int unit = Math.Max(Block, 64 / Unsafe.SizeOf<T>());
        return (n + unit - 1) / unit * unit;
    }

    /// <summary>a·b + c with one rounding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> MultiplyAdd(Vector<T> a, Vector<T> b, Vector<T> c) =>
        typeof(T) == typeof(double)
            ? Vector.FusedMultiplyAdd(a.As<T, double>(), b.As<T, double>(), c.As<T, double>()).As<double, T>()
            : Vector.FusedMultiplyAdd(a.As<T, float>(), b.As<T, float>(), c.As<T, float>()).As<float, T>();

    /// <summary>exp of each element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Exp(Vector<T> a) =>
        typeof(T) == typeof(double)
            ? Vector.Exp(a.As<T, double>()).As<double, T>()
            : Vector.Exp(a.As<T, float>()).As<float, T>();

    /// <summary>The span as whole vectors.</summary>
    public static ReadOnlySpan<Vector<T>> Vectors(ReadOnlySpan<T> values) => MemoryMarshal.Cast<T, Vector<T>>(values);

    /// <summary>The span as whole vectors.</summary>
    public static Span<Vector<T>> Vectors(Span<T> values) => MemoryMarshal.Cast<T, Vector<T>>(values);
}
