namespace InsCore.Kernels.OpenCl;

/// <summary>An array in the memory of a device.</summary>
internal sealed class OpenClBuffer<T>(OpenClHandle handle, long count) : IDisposable
    where T : unmanaged
{
    /// <summary>The memory.</summary>
    internal OpenClHandle Handle => handle;

    /// <summary>Number of elements.</summary>
    public long Count => count;

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();
}
