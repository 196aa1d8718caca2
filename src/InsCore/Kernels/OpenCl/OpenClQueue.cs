using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace InsCore.Kernels.OpenCl;

/// <summary>Commands of one thread to a device, which run in order.</summary>
internal sealed class OpenClQueue(OpenClHandle handle) : IDisposable
{
    /// <summary>Copies to the device; waits for all commands before it.</summary>
    /// <param name="values">What is copied.</param>
    /// <param name="buffer">Where to.</param>
    /// <param name="start">Element where it begins.</param>
    public void Write<T>(ReadOnlySpan<T> values, OpenClBuffer<T> buffer, long start = 0)
        where T : unmanaged
    {
        Check(buffer, start, values.Length);
        if (!values.IsEmpty)
        {
            OpenClApi.Write(handle, buffer.Handle, start * Unsafe.SizeOf<T>(), MemoryMarshal.AsBytes(values));
        }
    }

    /// <summary>Copies from the device; waits for all commands before it.</summary>
    /// <param name="buffer">Where from.</param>
    /// <param name="values">Out.</param>
    /// <param name="start">Element where it begins.</param>
    public void Read<T>(OpenClBuffer<T> buffer, Span<T> values, long start = 0)
        where T : unmanaged
    {
        Check(buffer, start, values.Length);
        if (!values.IsEmpty)
        {
            OpenClApi.Read(handle, buffer.Handle, start * Unsafe.SizeOf<T>(), MemoryMarshal.AsBytes(values));
        }
    }

    /// <summary>Sets elements to 0.</summary>
    public void Clear<T>(OpenClBuffer<T> buffer, long start, long count)
        where T : unmanaged
    {
        Check(buffer, start, count);
        if (count > 0)
        {
            OpenClApi.Clear(handle, buffer.Handle, start * Unsafe.SizeOf<T>(), count * Unsafe.SizeOf<T>());
        }
    }

    /// <summary>Launches a kernel, and does not wait.</summary>
    /// <param name="kernel">All its arguments set.</param>
    /// <param name="global">Work items in each dimension, at most three; rounded up to whole groups.</param>
    /// <param name="local">Work items of a group; empty to leave it to the driver.</param>
    public void Run(OpenClKernel kernel, ReadOnlySpan<int> global, ReadOnlySpan<int> local = default)
    {
        Span<nuint> sizes = stackalloc nuint[global.Length], groups = stackalloc nuint[local.Length];
        for (int k = 0; k < global.Length; k++)
        {
            int group = local.IsEmpty ? 1 : local[k];
            sizes[k] = ((nuint)global[k] + (nuint)group - 1) / (nuint)group * (nuint)group;
            if (sizes[k] == 0)
            {
                return;
            }
        }

        for (int k = 0; k < local.Length; k++)
        {
            groups[k] = (nuint)local[k];
        }

        OpenClApi.Run(handle, kernel.Handle, kernel.Name, sizes, groups);
    }

    /// <summary>Waits for all commands.</summary>
    public void Finish() => OpenClApi.Finish(handle);

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();

    static void Check<T>(OpenClBuffer<T> buffer, long start, long count)
        where T : unmanaged
    {
        if (start < 0 || count < 0 || start > buffer.Count - count)
        {
            throw new ArgumentException($"elements {start} to {start + count} of a buffer of {buffer.Count}");
        }
    }
}
