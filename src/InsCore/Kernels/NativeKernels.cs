using InsCore.Native;

namespace InsCore.Kernels;

/// <summary>Whether the kernels of libinscore run, and the one place that turns their status into an exception.</summary>
/// <remarks>
/// They are used where the library is found. INSCORE_NATIVE_PATH names another file, or "none" for the managed kernels;
/// INSCORE_NATIVE_ISA (generic, avx2, avx512) forces an instruction set. A wish that cannot be met is an error.
/// </remarks>
internal static class NativeKernels
{
    static readonly Lazy<bool> available = new(Probe);

    /// <summary>True if libinscore can be used.</summary>
    /// <exception cref="InsBackendException">A variable asks for what cannot be had.</exception>
    public static bool AreAvailable => available.Value;

    /// <summary>One line: library, interface, instruction set; or why it is not used.</summary>
    public static string Describe() => AreAvailable
        ? $"libinscore (interface {(int)InsAbi.INS_ABI_VERSION}), {InstructionSet}"
        : $"managed kernels ({(IsSwitchedOff ? NativeLoader.Wish("inscore") : InscoreLibrary.Problem)})";

    /// <summary>The instruction set in use: generic, avx2 or avx512.</summary>
    public static string InstructionSet
    {
        get
        {
            Span<InsIsa> isa = [default];
            ThrowIfFailed(InscoreMethods.ins_current_isa(isa));
            return isa[0].ToString()["INS_ISA_".Length..].ToLowerInvariant();
        }
    }

    /// <summary>Throws what a status stands for.</summary>
    public static void ThrowIfFailed(InsStatus status)
    {
        if (status != InsStatus.INS_OK)
        {
            string message = InscoreLibrary.LastError;
            throw status switch
            {
                InsStatus.INS_ARGUMENT => new ArgumentException(message),
                InsStatus.INS_NUMERICAL => new InsNumericalException(message),
                InsStatus.INS_MEMORY => new OutOfMemoryException(message),
                InsStatus.INS_CANCELLED => new OperationCanceledException(message),
                _ => new InsBackendException($"libinscore: status {(int)status}: {message}"),
            };
        }
    }

    static bool IsSwitchedOff => NativeLoader.Wish("inscore") is { } wish && wish.EndsWith("=none", StringComparison.Ordinal);

    // An instruction set can only be forced on the library.
    static string? IsaWish() => Environment.GetEnvironmentVariable("INSCORE_NATIVE_ISA") is { Length: > 0 } isa ? $"INSCORE_NATIVE_ISA={isa}" : null;

    static bool Probe()
    {
        if (InscoreLibrary.Problem is { } problem)
        {
            string? wish = IsSwitchedOff ? null : NativeLoader.Wish("inscore") ?? IsaWish();
            return wish is null ? false : throw new InsBackendException($"{wish}: {problem}");
        }

        return InscoreMethods.ins_current_isa([default]) == InsStatus.INS_OK
            ? true
            : throw new InsBackendException(InscoreLibrary.LastError);
    }
}
