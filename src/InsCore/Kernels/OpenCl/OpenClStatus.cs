namespace InsCore.Kernels.OpenCl;

/// <summary>The one place that turns a code of OpenCL into an exception.</summary>
internal static class OpenClStatus
{
    /// <summary>No driver is installed (the loader's own code).</summary>
    public const int NoPlatform = -1001;

    /// <summary>A platform has no device.</summary>
    public const int NoDevice = -1;

    /// <summary>The source of a program is wrong.</summary>
    public const int BuildFailed = -11;

    // The end of a log of errors repeats what the beginning says.
    const int MaxLog = 1500;

    static readonly Dictionary<int, string> Names = new()
    {
        [-1] = "device not found", [-2] = "device not available", [-3] = "compiler not available", [-4] = "no memory on the device",
        [-5] = "out of resources", [-6] = "out of host memory", [-7] = "profiling info not available", [-8] = "copies overlap",
        [-11] = "build of the program failed", [-12] = "mapping failed", [-13] = "misaligned sub-buffer", [-14] = "an event in the wait list failed",
        [-15] = "compilation failed", [-16] = "linker not available", [-17] = "linking failed", [-30] = "invalid value",
        [-32] = "invalid platform", [-33] = "invalid device", [-34] = "invalid context", [-36] = "invalid queue", [-38] = "invalid memory object",
        [-42] = "invalid binary", [-43] = "invalid build options", [-44] = "invalid program", [-45] = "invalid program executable",
        [-46] = "no kernel of this name", [-47] = "invalid kernel definition", [-48] = "invalid kernel", [-49] = "invalid argument index",
        [-50] = "invalid argument value", [-51] = "invalid argument size", [-52] = "kernel arguments missing", [-53] = "invalid work dimension",
        [-54] = "invalid work-group size", [-55] = "invalid work-item size", [-56] = "invalid offset", [-59] = "invalid operation",
        [-61] = "invalid buffer size", [-63] = "invalid global size", [-1001] = "no driver is installed",
    };

    /// <summary>A code in words.</summary>
    public static string Name(int code) => $"{Names.GetValueOrDefault(code, "unknown error")} ({code})";

    /// <summary>Throws what a code stands for.</summary>
    /// <param name="code">0 for success.</param>
    /// <param name="what">What was tried.</param>
    /// <param name="log">What the compiler said.</param>
    /// <exception cref="InsBackendException">The code is not 0.</exception>
    public static void ThrowIfFailed(int code, string what, string? log = null)
    {
        if (code != 0)
        {
            string said = string.IsNullOrWhiteSpace(log) ? "" : $": {log.Trim()[..Math.Min(MaxLog, log.Trim().Length)]}";
            throw new InsBackendException($"OpenCL: {what}: {Name(code)}{said}");
        }
    }
}
