using System.Runtime.InteropServices;
using System.Text;
using InsCore.Native;
using Silk.NET.Core.Contexts;
using Silk.NET.OpenCL;

namespace InsCore.Kernels.OpenCl;

/// <summary>The functions of OpenCL that are used, with their errors as exceptions. No other file knows the binding.</summary>
/// <remarks>
/// All are safe to call from several threads, except that one kernel object must not be given arguments or launched by two at a time.
/// The library is found as all others are (INSCORE_OPENCL_PATH names another, or "none").
/// </remarks>
internal static unsafe class OpenClApi
{
    static readonly Lazy<(CL? Api, string? Problem)> loaded = new(Load);

    /// <summary>Why OpenCL cannot be called, or null.</summary>
    public static string? Problem => loaded.Value.Problem;

    static CL Cl => loaded.Value.Api ?? throw new InsBackendException($"OpenCL: {Problem}");

    /// <summary>All platforms; none where no driver is installed.</summary>
    public static nint[] Platforms()
    {
        using SignalActions signals = new();
        uint count = 0;
        int code = Cl.GetPlatformIDs(0, null, &count);
        if (code == OpenClStatus.NoPlatform || (code == 0 && count == 0))
        {
            return [];
        }

        OpenClStatus.ThrowIfFailed(code, "list of platforms");
        nint[] platforms = new nint[count];
        fixed (nint* p = platforms)
        {
            OpenClStatus.ThrowIfFailed(Cl.GetPlatformIDs(count, p, null), "list of platforms");
        }

        return platforms;
    }

    /// <summary>All devices of a platform.</summary>
    public static nint[] Devices(nint platform)
    {
        using SignalActions signals = new();
        uint count = 0;
        int code = Cl.GetDeviceIDs(platform, DeviceType.All, 0, null, &count);
        if (code == OpenClStatus.NoDevice || (code == 0 && count == 0))
        {
            return [];
        }

        OpenClStatus.ThrowIfFailed(code, "list of devices");
        nint[] devices = new nint[count];
        fixed (nint* p = devices)
        {
            OpenClStatus.ThrowIfFailed(Cl.GetDeviceIDs(platform, DeviceType.All, count, p, null), "list of devices");
        }

        return devices;
    }

    /// <summary>What a device says of itself.</summary>
    public static OpenClDeviceInfo Describe(int platformIndex, nint platform, int deviceIndex, nint device) => new()
    {
        PlatformIndex = platformIndex,
        DeviceIndex = deviceIndex,
        Id = device,
        Name = Text(device, DeviceInfo.Name),
        Platform = PlatformText(platform, PlatformInfo.Name),
        PlatformVersion = PlatformText(platform, PlatformInfo.Version),
        Driver = Text(device, DeviceInfo.DriverVersion),
        IsGpu = ((DeviceType)Number(device, DeviceInfo.Type) & DeviceType.Gpu) != 0,
        HasFloat64 = Text(device, DeviceInfo.Extensions).Split(' ').Contains("cl_khr_fp64"),
        ComputeUnits = (int)Number(device, DeviceInfo.MaxComputeUnits),
        Memory = (long)Number(device, DeviceInfo.GlobalMemSize),
        LargestBuffer = (long)Number(device, DeviceInfo.MaxMemAllocSize),
        LocalMemory = (long)Number(device, DeviceInfo.LocalMemSize),
        LargestGroup = (int)Math.Min(Number(device, DeviceInfo.MaxWorkGroupSize), int.MaxValue),
        VectorBytes = Math.Max(8, 4 * (int)Number(device, DeviceInfo.NativeVectorWidthFloat)),
    };

    /// <summary>A context of one device.</summary>
    public static OpenClHandle CreateContext(nint device)
    {
        using SignalActions signals = new();
        int code;
        nint context = Cl.CreateContext(null, 1, &device, null, null, &code);
        return Owned(context, Cl.ReleaseContext, code, "context");
    }

    /// <summary>A queue whose commands run in order.</summary>
    public static OpenClHandle CreateQueue(OpenClHandle context, nint device)
    {
        int code;
        nint queue = Cl.CreateCommandQueue(context.Value, device, default(CommandQueueProperties), &code); // a function of every version
        GC.KeepAlive(context);
        return Owned(queue, Cl.ReleaseCommandQueue, code, "queue");
    }

    /// <summary>Memory of the device.</summary>
    public static OpenClHandle CreateBuffer(OpenClHandle context, long bytes)
    {
        int code;
        nint buffer = Cl.CreateBuffer(context.Value, MemFlags.ReadWrite, (nuint)bytes, null, &code);
        GC.KeepAlive(context);
        return Owned(buffer, Cl.ReleaseMemObject, code, $"buffer of {bytes} bytes", bytes);
    }

    /// <summary>Compiles a program.</summary>
    /// <param name="context">Context.</param>
    /// <param name="device">Its device.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="source">Source.</param>
    /// <param name="options">Of the compiler.</param>
    public static OpenClHandle BuildFromSource(OpenClHandle context, nint device, string name, string source, string options)
    {
        byte[] text = Encoding.UTF8.GetBytes(source);
        nuint length = (nuint)text.Length;
        int code;
        OpenClHandle program;
        fixed (byte* start = text)
        {
            program = Owned(Cl.CreateProgramWithSource(context.Value, 1, &start, &length, &code), Cl.ReleaseProgram, code, name);
        }

        GC.KeepAlive(context);
        code = Build(program, device, options);
        if (code != 0)
        {
            string log = BuildLog(program, device);
            program.Dispose();
            OpenClStatus.ThrowIfFailed(code, name, log);
        }

        return program;
    }

    /// <summary>Takes a program that was compiled before; null where the driver refuses it.</summary>
    public static OpenClHandle? BuildFromBinary(OpenClHandle context, nint device, ReadOnlySpan<byte> binary, string options)
    {
        nuint length = (nuint)binary.Length;
        int status, code;
        nint program;
        fixed (byte* start = binary)
        {
            program = Cl.CreateProgramWithBinary(context.Value, 1, &device, &length, &start, &status, &code);
        }

        GC.KeepAlive(context);
        if (program == 0)
        {
            return null;
        }

        OpenClHandle result = new(program, Cl.ReleaseProgram);
        if (code == 0 && status == 0 && Build(result, device, options) == 0)
        {
            return result;
        }

        result.Dispose();
        return null;
    }

    /// <summary>The compiled form of a program; empty where the driver gives none.</summary>
    public static byte[] Binary(OpenClHandle program)
    {
        nuint length;
        if (Cl.GetProgramInfo(program.Value, ProgramInfo.BinarySizes, (nuint)sizeof(nuint), &length, null) != 0 || length == 0)
        {
            return [];
        }

        byte[] binary = new byte[(int)length];
        fixed (byte* start = binary)
        {
            byte* into = start;
            int code = Cl.GetProgramInfo(program.Value, ProgramInfo.Binaries, (nuint)sizeof(byte*), &into, null);
            GC.KeepAlive(program);
            return code == 0 ? binary : [];
        }
    }

    /// <summary>A kernel of a program.</summary>
    public static OpenClHandle CreateKernel(OpenClHandle program, string name)
    {
        int code;
        fixed (byte* text = Encoding.UTF8.GetBytes(name + "\0"))
        {
            nint kernel = Cl.CreateKernel(program.Value, text, &code);
            GC.KeepAlive(program);
            return Owned(kernel, Cl.ReleaseKernel, code, $"kernel {name}");
        }
    }

    /// <summary>Sets an argument of a kernel to a value, or, without one, to local memory.</summary>
    /// <param name="kernel">Kernel.</param>
    /// <param name="index">Number of the argument.</param>
    /// <param name="bytes">Size of the value or of the local memory.</param>
    /// <param name="value">Value; null for local memory.</param>
    public static void SetArgument(OpenClHandle kernel, int index, int bytes, void* value)
    {
        OpenClStatus.ThrowIfFailed(Cl.SetKernelArg(kernel.Value, (uint)index, (nuint)bytes, value), $"argument {index}");
        GC.KeepAlive(kernel);
    }

    /// <summary>Work items of the largest work group of a kernel.</summary>
    public static int LargestGroup(OpenClHandle kernel, nint device)
    {
        nuint size;
        OpenClStatus.ThrowIfFailed(
            Cl.GetKernelWorkGroupInfo(kernel.Value, device, KernelWorkGroupInfo.WorkGroupSize, (nuint)sizeof(nuint), &size, null), "work-group size");
        GC.KeepAlive(kernel);
        return (int)size;
    }

    /// <summary>Launches a kernel.</summary>
    /// <param name="queue">Queue.</param>
    /// <param name="kernel">Kernel with all arguments set.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="global">Work items in each dimension, at most three; multiples of <paramref name="local"/>.</param>
    /// <param name="local">Work items of a group; empty to leave it to the driver.</param>
    public static void Run(OpenClHandle queue, OpenClHandle kernel, string name, ReadOnlySpan<nuint> global, ReadOnlySpan<nuint> local)
    {
        fixed (nuint* sizes = global, group = local)
        {
            OpenClStatus.ThrowIfFailed(
                Cl.EnqueueNdrangeKernel(queue.Value, kernel.Value, (uint)global.Length, null, sizes, group, 0, null, null), $"kernel {name}");
        }

        GC.KeepAlive(queue);
        GC.KeepAlive(kernel);
    }

    /// <summary>Copies to the device, and waits for it.</summary>
    public static void Write(OpenClHandle queue, OpenClHandle buffer, long offset, ReadOnlySpan<byte> values)
    {
        fixed (byte* from = values)
        {
            OpenClStatus.ThrowIfFailed(
                Cl.EnqueueWriteBuffer(queue.Value, buffer.Value, true, (nuint)offset, (nuint)values.Length, from, 0, null, null), "write");
        }

        GC.KeepAlive(queue);
        GC.KeepAlive(buffer);
    }

    /// <summary>Copies from the device, and waits for it.</summary>
    public static void Read(OpenClHandle queue, OpenClHandle buffer, long offset, Span<byte> values)
    {
        fixed (byte* into = values)
        {
            OpenClStatus.ThrowIfFailed(
                Cl.EnqueueReadBuffer(queue.Value, buffer.Value, true, (nuint)offset, (nuint)values.Length, into, 0, null, null), "read");
        }

        GC.KeepAlive(queue);
        GC.KeepAlive(buffer);
    }

    /// <summary>Sets bytes of a buffer to 0.</summary>
    public static void Clear(OpenClHandle queue, OpenClHandle buffer, long offset, long bytes)
    {
        byte zero = 0;
        OpenClStatus.ThrowIfFailed(
            Cl.EnqueueFillBuffer(queue.Value, buffer.Value, &zero, 1, (nuint)offset, (nuint)bytes, 0, null, null), "fill");
        GC.KeepAlive(queue);
        GC.KeepAlive(buffer);
    }

    /// <summary>Waits for all commands of a queue.</summary>
    public static void Finish(OpenClHandle queue)
    {
        OpenClStatus.ThrowIfFailed(Cl.Finish(queue.Value), "waiting for the device");
        GC.KeepAlive(queue);
    }

    // The binding's own search for the library is not for single files and native compilation.
    static (CL? Api, string? Problem) Load()
    {
        if (!NativeLoader.TryLoad("OpenCL", out nint library))
        {
            return (null, NativeLoader.Wish("OpenCL") is { } wish
                ? $"{wish}: no library there"
                : $"no OpenCL loader is installed (tried {NativeLoader.Tried("OpenCL")})");
        }

        return NativeLibrary.TryGetExport(library, "clGetPlatformIDs", out _)
            ? (new CL(new LamdaNativeContext(name => NativeLibrary.TryGetExport(library, name, out nint function) ? function : 0)), null)
            : (null, "the library found is not OpenCL");
    }

    static int Build(OpenClHandle program, nint device, string options)
    {
        using SignalActions signals = new();
        fixed (byte* text = Encoding.UTF8.GetBytes(options + "\0"))
        {
            int code = Cl.BuildProgram(program.Value, 1, &device, text, null!, null);
            GC.KeepAlive(program);
            return code;
        }
    }

    static string BuildLog(OpenClHandle program, nint device) => Read((size, into, needed) =>
        Cl.GetProgramBuildInfo(program.Value, device, ProgramBuildInfo.BuildLog, size, (void*)into, (nuint*)needed));

    static string Text(nint device, DeviceInfo what) => Read((size, into, needed) =>
        Cl.GetDeviceInfo(device, what, size, (void*)into, (nuint*)needed));

    static string PlatformText(nint platform, PlatformInfo what) => Read((size, into, needed) =>
        Cl.GetPlatformInfo(platform, what, size, (void*)into, (nuint*)needed));

    // What is not known counts as nothing: a description is no reason to fail.
    static string Read(Func<nuint, nint, nint, int> query)
    {
        nuint length = 0;
        if (query(0, 0, (nint)(&length)) != 0 || length == 0)
        {
            return "";
        }

        byte[] text = new byte[(int)length];
        fixed (byte* into = text)
        {
            return query(length, (nint)into, 0) == 0 ? Encoding.UTF8.GetString(text).TrimEnd('\0').Trim() : "";
        }
    }

    // Little-endian numbers of 4 or 8 bytes.
    static ulong Number(nint device, DeviceInfo what)
    {
        ulong value = 0;
        return Cl.GetDeviceInfo(device, what, sizeof(ulong), &value, null) == 0 ? value : 0;
    }

    static OpenClHandle Owned(nint value, Func<nint, int> release, int code, string what, long bytes = 0)
    {
        OpenClStatus.ThrowIfFailed(value == 0 && code == 0 ? -5 : code, what);
        return new OpenClHandle(value, release, bytes);
    }
}
