using System.Runtime.CompilerServices;

namespace InsCore.Kernels.OpenCl;

/// <summary>A kernel and its arguments; belongs to one thread at a time.</summary>
internal sealed class OpenClKernel(OpenClHandle handle, string name, nint device) : IDisposable
{
    int next;

    /// <summary>The kernel.</summary>
    internal OpenClHandle Handle => handle;

    /// <summary>Name in the source.</summary>
    public string Name => name;

    /// <summary>Work items of the largest work group.</summary>
    public int LargestGroup => OpenClApi.LargestGroup(handle, device);

    /// <summary>Passes a buffer.</summary>
    public unsafe OpenClKernel With<T>(int index, OpenClBuffer<T> buffer)
        where T : unmanaged
    {
        nint value = buffer.Handle.Value;
        OpenClApi.SetArgument(handle, index, sizeof(nint), &value);
        GC.KeepAlive(buffer);
        return this;
    }

    /// <summary>Passes a number, or a struct of numbers.</summary>
    public unsafe OpenClKernel With<T>(int index, T value)
        where T : unmanaged
    {
        OpenClApi.SetArgument(handle, index, sizeof(T), &value);
        return this;
    }

    /// <summary>Gives local memory.</summary>
    /// <param name="index">Number of the argument.</param>
    /// <param name="count">Number of elements.</param>
    public unsafe OpenClKernel WithLocal<T>(int index, int count)
        where T : unmanaged
    {
        OpenClApi.SetArgument(handle, index, count * Unsafe.SizeOf<T>(), null);
        return this;
    }

    /// <summary>Begins with the first argument again.</summary>
    public OpenClKernel Begin()
    {
        next = 0;
        return this;
    }

    /// <summary>Passes a buffer as the next argument.</summary>
    public OpenClKernel Pass<T>(OpenClBuffer<T> buffer)
        where T : unmanaged => With(next++, buffer);

    /// <summary>Passes a number or a struct of numbers as the next argument.</summary>
    public OpenClKernel Pass<T>(T value)
        where T : unmanaged => With(next++, value);

    /// <summary>Gives local memory as the next argument.</summary>
    public OpenClKernel PassLocal<T>(int count)
        where T : unmanaged => WithLocal<T>(next++, count);

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();
}
