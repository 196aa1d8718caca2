using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace InsCore.Kernels;

/// <summary>
/// An array of a workspace that is kept between evaluations and grows when a larger structure comes. It begins at a multiple of
/// 64 bytes where its elements fit: a vector that crosses cache lines costs twice.
/// </summary>
internal sealed class GrowingArray<T>
    where T : unmanaged
{
    const int Alignment = 64;

    T[] values = [];
    int offset;

    /// <summary>The elements asked for last.</summary>
    public Span<T> Span => values.AsSpan(offset, Length);

    /// <summary>Number of elements asked for last.</summary>
    public int Length { get; private set; }

    /// <summary>Asks for a number of elements, of any content.</summary>
    public Span<T> Resize(int length)
    {
        int spare = Alignment % Unsafe.SizeOf<T>() == 0 ? (Alignment / Unsafe.SizeOf<T>()) - 1 : 0;
        if (values.Length < length + spare)
        {
            values = GC.AllocateUninitializedArray<T>(spare + Math.Max(length, length + (length / 4)), pinned: true);
            offset = spare == 0 ? 0 : (int)((Alignment - (Address % Alignment)) % Alignment / (nuint)Unsafe.SizeOf<T>());
        }

        Length = length;
        return Span;
    }

    unsafe nuint Address => (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(values));
}
