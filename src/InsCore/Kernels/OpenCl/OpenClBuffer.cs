namespace InsCore.Kernels.OpenCl;

/// <summary>An array in the memory of a device.</summary>
internal sealed class OpenClBuffer<T>(OpenClHandle handle, long count) : IDisposable
    where T : unmanaged
{
    /// <summary>The memory.</summary>
    internal OpenClHandle Handle => handle;

    /// <summary>Number of elements.</summary>
    public long Count => count;

    /// <summary>An array if it is long enough, else another in its place.</summary>
    public static OpenClBuffer<T> AtLeast(OpenClDevice device, OpenClBuffer<T>? buffer, long count)
    {
        if (buffer is not null && buffer.Count >= count)
        {
            return buffer;
        }

        buffer?.Dispose();
        return device.Allocate<T>(count);
    }

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();
}
