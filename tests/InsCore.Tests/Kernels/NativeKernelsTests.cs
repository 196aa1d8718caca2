using System.Diagnostics;
using InsCore.Kernels;
using Xunit;

namespace InsCore.Tests.Kernels;

public sealed class NativeKernelsTests
{
    // Prints the description, in a process of its own with a variable set: the choice is made once per process.
    const string Probe = "InsCore.Tests.Kernels.NativeKernelsTests.Describe_InThisProcess";

    [Fact]
    public void Describe_InThisProcess() => Assert.NotEmpty(NativeKernels.Describe());

    [Trait("needs", "libinscore")]
    [Theory]
    [InlineData("INSCORE_NATIVE_PATH", "none", 0)]
    [InlineData("INSCORE_NATIVE_PATH", "/nowhere/libinscore.so", 1)]
    [InlineData("INSCORE_NATIVE_ISA", "generic", 0)]
    [InlineData("INSCORE_NATIVE_ISA", "mmx", 1)]
    public void ForcedChoice_IsMetOrAnError(string variable, string value, int exitCode)
    {
        SkipWithoutLibrary();
        ProcessStartInfo start = new(Environment.ProcessPath!, ["-method", Probe, "-noLogo"]) { RedirectStandardOutput = true };
        start.Environment[variable] = value;
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(exitCode, process.ExitCode == 0 ? 0 : 1);
        Assert.Equal(exitCode == 1, output.Contains(value, StringComparison.Ordinal) && output.Contains(variable, StringComparison.Ordinal));
    }

    /// <summary>Skips a test of native kernels where they are not built.</summary>
    internal static void SkipWithoutLibrary() =>
        Assert.SkipUnless(NativeKernels.AreAvailable, $"libinscore is not built: {NativeKernels.Describe()}");
}
