using InsCore.Kernels;
using InsCore.Native;
using Xunit;

namespace InsCore.Tests.Kernels;

/// <summary>The executors of second derivatives: C#, and libinscore with each instruction set forced.</summary>
internal static class TangentExecutors
{
    public static readonly string[] All = ["managed", "INS_ISA_GENERIC", "INS_ISA_AVX2", "INS_ISA_AVX512"];

    public static TheoryData<string> Names => [.. All.Select(name => Marked(new TheoryDataRow<string>(name), name))];

    /// <summary>A row of test data, marked where its executor needs the native library, so that runs without that can leave it out.</summary>
    public static TRow Marked<TRow>(TRow row, string name)
        where TRow : TheoryDataRowBase
    {
        if (name != "managed")
        {
            row.Traits["needs"] = ["libinscore"];
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
