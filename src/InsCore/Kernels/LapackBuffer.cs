namespace InsCore.Kernels;

/// <summary>Owns the size rule of every matrix handed to LAPACK.</summary>
internal static class LapackBuffer
{
    /// <summary>An n × n matrix with spare elements behind it.</summary>
    /// <remarks>
    /// OpenBLAS 0.3.21 (Debian 12) reads a few columns past the matrix in its zgemv kernels, which kills the process when the
    /// memory behind is unmapped (OpenMathLib/OpenBLAS#4013). (n + 8)·n elements avoid it; the stray values are never used.
    /// </remarks>
    public static T[] Allocate<T>(int size)
        where T : unmanaged => GC.AllocateArray<T>((size + 8) * size, pinned: true);
}
