using System.Runtime.InteropServices;

namespace InsCore.Native;

/// <summary>Whether libinscore is there and fits.</summary>
internal static class InscoreLibrary
{
    static readonly Lazy<string?> problem = new(FindProblem);

    /// <summary>True if libinscore can be used.</summary>
    public static bool IsAvailable => Problem is null;

    /// <summary>Why libinscore cannot be used, or null.</summary>
    public static string? Problem => problem.Value;

    /// <summary>The text of the last failure on this thread.</summary>
    public static unsafe string LastError => Marshal.PtrToStringUTF8((nint)InscoreMethods.ins_last_error()) ?? "";

    static string? FindProblem()
    {
        try
        {
            int version = InscoreMethods.ins_abi_version();
            return version == (int)InsAbi.INS_ABI_VERSION
                ? null
                : $"libinscore has interface version {version}, but {(int)InsAbi.INS_ABI_VERSION} is needed; build it anew";
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return e.Message;
        }
    }
}
