using System.Collections.Concurrent;
using System.Globalization;

namespace InsCore.Kernels.OpenCl;

/// <summary>A device in use: its context, its programs, its memory.</summary>
/// <remarks>
/// Threads: devices, programs and buffers may be shared; a queue and a kernel belong to one thread at a time. Commands of one queue run in
/// order; between queues nothing is ordered except by <see cref="OpenClQueue.Finish"/> and by reads and writes, which wait.
/// A device lives as long as the process: contexts are slow to make, and drivers do not like them gone before their buffers.
/// </remarks>
internal sealed class OpenClDevice
{
    static readonly ConcurrentDictionary<OpenClDeviceInfo, Lazy<OpenClDevice>> Opened = [];

    readonly OpenClHandle context;
    readonly ConcurrentDictionary<string, Lazy<OpenClProgram>> programs = [];

    /// <summary>Makes a context of one's own, for tests; others share that of <see cref="Open"/>.</summary>
    internal OpenClDevice(OpenClDeviceInfo info, OpenClCache cache)
    {
        (Info, Cache) = (info, cache);
        context = OpenClApi.CreateContext(info.Id);
    }

    /// <summary>What the device says of itself.</summary>
    public OpenClDeviceInfo Info { get; }

    /// <summary>Where compiled programs are kept.</summary>
    public OpenClCache Cache { get; }

    /// <summary>All that were opened, in no order.</summary>
    public static IEnumerable<OpenClDeviceInfo> InUse => Opened.Where(o => o.Value.IsValueCreated).Select(o => o.Key);

    /// <summary>The device in use, opened at the first call.</summary>
    public static OpenClDevice Open(OpenClDeviceInfo info) =>
        Opened.GetOrAdd(info, i => new Lazy<OpenClDevice>(() => new OpenClDevice(i, OpenClCache.Default))).Value;

    /// <summary>A program of native/opencl, compiled at the first call with these options.</summary>
    /// <param name="file">Its file, e.g. "tangents.cl".</param>
    /// <param name="constants">Passed as -D NAME=VALUE, e.g. "CHANNELS=128".</param>
    public OpenClProgram Program(string file, params string[] constants) => ProgramOf(file, () => OpenClSource.Read(file), constants);

    /// <summary>The same from source of one's own.</summary>
    /// <param name="name">Unique name of it.</param>
    /// <param name="source">The source.</param>
    /// <param name="constants">Passed as -D NAME=VALUE.</param>
    internal OpenClProgram ProgramOf(string name, Func<string> source, params string[] constants)
    {
        string options = string.Join(' ', constants.Select(c => $"-D {c}"));
        return programs.GetOrAdd($"{name} {options}", _ => new Lazy<OpenClProgram>(() => new OpenClProgram(this, context, name, source(), options))).Value;
    }

    /// <summary>Memory of the device that holds some values.</summary>
    /// <param name="values">What it holds.</param>
    /// <param name="queue">Who copies.</param>
    public OpenClBuffer<T> Upload<T>(ReadOnlySpan<T> values, OpenClQueue queue)
        where T : unmanaged
    {
        OpenClBuffer<T> buffer = Allocate<T>(values.Length);
        queue.Write(values, buffer);
        return buffer;
    }

    /// <summary>A queue for one thread at a time.</summary>
    public OpenClQueue CreateQueue() => new(OpenClApi.CreateQueue(context, Info.Id));

    /// <summary>Memory of the device, its content unknown.</summary>
    /// <param name="count">Number of elements; of 0, one is allocated.</param>
    /// <exception cref="InsBackendException">The device has less.</exception>
    public OpenClBuffer<T> Allocate<T>(long count)
        where T : unmanaged
    {
        long bytes = checked(Math.Max(1, count) * System.Runtime.CompilerServices.Unsafe.SizeOf<T>());
        return bytes <= Info.LargestBuffer ? new OpenClBuffer<T>(OpenClApi.CreateBuffer(context, bytes), count)
            : throw new InsBackendException(string.Create(CultureInfo.InvariantCulture,
                $"OpenCL: {Info.Name}: an array of {bytes / 1e9:0.0} GB is larger than the device allows ({Info.LargestBuffer / 1e9:0.0} GB)"));
    }
}
