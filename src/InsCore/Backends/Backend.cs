using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using InsCore.Kernels;

namespace InsCore.Backends;

/// <summary>What the calculations run on.</summary>
public static class Backend
{
    /// <summary>One line for provenance: runtime, processor features, LAPACK, native kernels, threads.</summary>
    public static string Describe() => string.Join("; ", [
        RuntimeInformation.FrameworkDescription,
        $"{RuntimeInformation.OSArchitecture} {Features()}",
        $"LAPACK: {Lapack.Current.Describe()}",
        $"kernels: {(NativeKernels.AreAvailable ? NativeKernels.Describe() : "managed")}",
        $"{Environment.ProcessorCount} threads",
    ]);

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
