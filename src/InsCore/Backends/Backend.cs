using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using InsCore.Kernels;
using InsCore.Kernels.OpenCl;

namespace InsCore.Backends;

/// <summary>What the calculations run on.</summary>
public static class Backend
{
    /// <summary>One line for provenance: runtime, processor features, LAPACK, native kernels, OpenCL devices in use, threads.</summary>
    /// <param name="threads">Threads asked for; 0 for all cores.</param>
    public static string Describe(int threads = 0) => string.Join("; ", [
        RuntimeInformation.FrameworkDescription,
        $"{RuntimeInformation.OSArchitecture} {Features()}",
        $"LAPACK: {DescribeLapack()}",
        $"kernels: {DescribeKernels()}",
        .. OpenClDevice.InUse.Select(d => $"OpenCL: {d.Describe()}").Order(StringComparer.Ordinal),
        $"{(threads > 0 ? threads : Environment.ProcessorCount)} threads",
    ]);

    /// <summary>The LAPACK in use, with its version.</summary>
    public static string DescribeLapack() => Lapack.Current.Describe();

    /// <summary>libinscore with the instruction set in use, or managed.</summary>
    public static string DescribeKernels() => NativeKernels.AreAvailable ? NativeKernels.Describe() : "managed";

    /// <summary>Instruction sets that the kernels use, or baseline.</summary>
    public static IReadOnlyList<string> InstructionSets => Features().Split(' ');

    /// <summary>The OpenCL devices that there are, each with its properties by name; one row with the reason where there is none.</summary>
    /// <exception cref="InsBackendException">INSCORE_OPENCL_DEVICE names a device that is not there.</exception>
    public static IReadOnlyList<(string Device, IReadOnlyList<(string Name, string Value)> Properties)> DescribeOpenCl()
    {
        if (OpenClDevices.Problem is { } problem)
        {
            return [("none", [("reason", problem)])];
        }

        OpenClDeviceInfo? chosen = OpenClDevices.AreSwitchedOff ? null : OpenClDevices.Choose();
        return [.. OpenClDevices.All.Select(d => (d.Index, (IReadOnlyList<(string, string)>)
        [
            ("name", d.Name),
            ("kind", d.IsGpu ? "GPU" : "processor"),
            ("platform", d.Platform),
            ("version", d.PlatformVersion),
            ("driver", d.Driver),
            ("fp64", d.HasFloat64 ? "yes" : "no"),
            ("compute units", $"{d.ComputeUnits}"),
            ("memory", string.Create(CultureInfo.InvariantCulture, $"{d.Memory / 1e9:0.0} GB")),
            ("chosen", d == chosen ? "yes" : "no"),
            ("serves", d.IsGpu ? "automatically, where the work is worth it" : "if asked for: the native kernels are faster on a processor"),
        ]))];
    }

    static string Features()
    {
        List<string> features = [];
        if (Avx2.IsSupported && Fma.IsSupported)
        {
            features.Add("AVX2+FMA");
        }

        if (Vector512.IsHardwareAccelerated)
        {
            features.Add("AVX-512");
        }

        return features.Count > 0 ? string.Join(" ", features) : "baseline";
    }
}
