using InsCore.Kernels.OpenCl;

namespace InsCore.Potentials.Mace;

/// <summary>An array on a device that is kept between evaluations and grows when a larger structure comes.</summary>
internal sealed class OpenClArray<T>(OpenClDevice device)
    where T : unmanaged
{
    OpenClBuffer<T>? buffer;

    /// <summary>Its memory.</summary>
    public OpenClBuffer<T> Buffer => buffer ??= device.Allocate<T>(1);

    /// <summary>Asks for room, of any content; true if it is new.</summary>
    public bool Resize(long count)
    {
        if (buffer is not null && buffer.Count >= count)
        {
            return false;
        }

        buffer?.Dispose();
        buffer = null;
        buffer = device.Allocate<T>(count);
        return true;
    }

    /// <summary>Makes it a copy.</summary>
    public OpenClArray<T> Fill(OpenClQueue queue, ReadOnlySpan<T> values)
    {
        Resize(values.Length);
        queue.Write(values, Buffer);
        return this;
    }
}
