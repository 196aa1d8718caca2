using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace InsCore.Native;

/// <summary>Remembers what the process does on the signals that stop it, and restores it when disposed.</summary>
/// <remarks>
/// Drivers that bring a compiler replace handlers: LLVM, in PoCL, takes SIGUSR1 when its devices are first asked for, and others when it
/// compiles. A job would then no longer stop where it can go on. Without glibc nothing is kept.
/// </remarks>
internal sealed unsafe partial class SignalActions : IDisposable
{
    // SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGTERM: the same numbers on all processors that .NET runs on under Linux.
    static readonly int[] Signals = [1, 2, 3, 10, 12, 15];

    readonly Action[] before = new Action[Signals.Length];
    readonly bool isKnown = OperatingSystem.IsLinux();

    /// <summary>Remembers.</summary>
    public SignalActions()
    {
        try
        {
            for (int k = 0; k < Signals.Length && isKnown; k++)
            {
                fixed (Action* action = &before[k])
                {
                    isKnown = sigaction(Signals[k], null, action) == 0;
                }
            }
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            isKnown = false;
        }
    }

    /// <summary>Restores.</summary>
    public void Dispose()
    {
        for (int k = 0; k < Signals.Length && isKnown; k++)
        {
            fixed (Action* action = &before[k])
            {
                _ = sigaction(Signals[k], action, null);
            }
        }
    }

    [LibraryImport("libc.so.6")]
    private static partial int sigaction(int signal, Action* action, Action* before);

    // struct sigaction of glibc takes 152 bytes; never looked into.
    [InlineArray(32)]
    struct Action
    {
        long first;
    }
}
