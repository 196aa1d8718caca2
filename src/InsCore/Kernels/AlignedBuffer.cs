using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace InsCore.Kernels;

/// <summary>Reusable memory whose first element lies at a multiple of 64 bytes; not initialized.</summary>
/// <remarks>The last digits of a BLAS result depend on alignment: with a fixed one, results repeat from run to run.</remarks>
internal sealed class AlignedBuffer
{
    const int Alignment = 64 / sizeof(double);

    double[] array = [];
    int offset;

    /// <summary>The first elements, at least as many as were asked for; valid until the next call with a larger length.</summary>
    public Span<double> Reserve(int length)
    {
        if (array.Length < length + Alignment)
        {
            array = GC.AllocateUninitializedArray<double>(length + Alignment, pinned: true);
            nuint address = Address(array);
            offset = (int)((nuint)Alignment - (address / sizeof(double) % Alignment)) % Alignment;
        }

        return array.AsSpan(offset, length);
    }

    static unsafe nuint Address(double[] pinned) =>
        (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));
}
