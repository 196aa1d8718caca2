using InsCore.Kernels;
using InsCore.Kernels.OpenCl;
using InsCore.Native;
using InsCore.Tests.Kernels.OpenCl;
using Xunit;

namespace InsCore.Tests.Kernels;

/// <summary>The executors of second derivatives: C#, libinscore with each instruction set forced, and OpenCL.</summary>
internal static class TangentExecutors
{
    public static readonly string[] All = ["managed", "INS_ISA_GENERIC", "INS_ISA_AVX2", "INS_ISA_AVX512", "opencl"];

    /// <summary>All, and OpenCL's code for GPUs run on a processor.</summary>
    public static readonly string[] AllAndGpu = [.. All, "opencl as on a GPU"];

    public static TheoryData<string> Names => [.. AllAndGpu.Select(name => Marked(new TheoryDataRow<string>(name), name))];

    /// <summary>A row of test data, marked where its executor needs the native library, so that runs without that can leave it out.</summary>
    public static TRow Marked<TRow>(TRow row, string name)
        where TRow : TheoryDataRowBase
    {
        if (name != "managed")
        {
            row.Traits["needs"] = [name.StartsWith("opencl", StringComparison.Ordinal) ? "opencl" : "libinscore"];
        }

        return row;
    }

    /// <summary>Runs a check with one; skips where it cannot be had.</summary>
    public static void With(string name, Action<TangentKernels> check)
    {
        if (name == "managed")
        {
            check(TangentKernels.Managed);
            return;
        }

        if (name.StartsWith("opencl", StringComparison.Ordinal))
        {
            check(new OpenClTangentKernels(OpenClDevice.Open(OpenClDeviceTests.Info() with { IsGpu = name != "opencl" })));
            return;
        }

        NativeKernelsTests.SkipWithoutLibrary();
        InsStatus status = InscoreMethods.ins_select_isa(Enum.Parse<InsIsa>(name));
        Assert.SkipUnless(status == InsStatus.INS_OK, $"{name}: not supported by this processor");
        try
        {
            check(TangentKernels.Native);
        }
        finally
        {
            NativeKernels.ThrowIfFailed(InscoreMethods.ins_select_isa(InsIsa.INS_ISA_BEST));
        }
    }
}
