using System.Runtime.InteropServices;

namespace InsCore.Kernels.OpenCl;

/// <summary>Owns a context, queue, program, kernel or buffer of OpenCL.</summary>
internal sealed class OpenClHandle : SafeHandle
{
    readonly Func<nint, int> release;
    readonly long bytes;

    /// <summary>Takes an object over.</summary>
    /// <param name="value">The object.</param>
    /// <param name="release">The function that gives it back.</param>
    /// <param name="bytes">Memory that goes with it, of which the garbage collector should know.</param>
    public OpenClHandle(nint value, Func<nint, int> release, long bytes = 0)
        : base(0, ownsHandle: true)
    {
        (this.release, this.bytes) = (release, bytes);
        SetHandle(value);
        if (bytes > 0)
        {
            GC.AddMemoryPressure(bytes);
        }
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>The object; who uses it keeps this handle alive meanwhile.</summary>
    public nint Value => IsClosed ? throw new ObjectDisposedException(nameof(OpenClHandle)) : handle;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        if (bytes > 0)
        {
            GC.RemoveMemoryPressure(bytes);
        }

        return release(handle) == 0;
    }
}
