using System.Runtime.InteropServices;

namespace InsCore.Kernels.OpenCl;

/// <summary>Owns a context, queue, program, kernel or buffer of OpenCL.</summary>
internal sealed class OpenClHandle : SafeHandle
{
    readonly Func<nint, int> release;

    /// <summary>Takes an object over.</summary>
    /// <param name="value">The object.</param>
    /// <param name="release">The function that gives it back.</param>
    public OpenClHandle(nint value, Func<nint, int> release)
        : base(0, ownsHandle: true)
    {
        this.release = release;
        SetHandle(value);
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>The object; who uses it keeps this handle alive meanwhile.</summary>
    public nint Value => IsClosed ? throw new ObjectDisposedException(nameof(OpenClHandle)) : handle;

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => release(handle) == 0;
}
