using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace InsCore.Native;

/// <summary>The one place that loads native libraries.</summary>
/// <remarks>
/// Order: the file named by an environment variable (if set, nothing else is tried; "none" loads nothing), the folder of the program,
/// runtimes/RID/native below it, then the system's libraries by their versioned names: .NET does not try version suffixes,
/// and the bare name exists only where development packages are installed.
/// </remarks>
internal static partial class NativeLoader
{
    static readonly Dictionary<string, Candidates> Known = new()
    {
        ["inscore"] = new("INSCORE_NATIVE_PATH", ["libinscore.so"]),
        ["symspg"] = new("INSCORE_SPGLIB_PATH", ["libsymspg.so.1", "libsymspg.so.2", "libsymspg.so"]),
        ["OpenCL"] = new("INSCORE_OPENCL_PATH", ["libOpenCL.so.1", "libOpenCL.so", "OpenCL.dll"]),
    };

    /// <summary>Loads the first of several files or system names that can be loaded.</summary>
    public static bool TryLoadFirst(IEnumerable<string> names, out nint library, [NotNullWhen(true)] out string? loaded)
    {
        foreach (string name in names)
        {
            if (NativeLibrary.TryLoad(name, out library))
            {
                loaded = name;
                return true;
            }
        }

        (library, loaded) = (0, null);
        return false;
    }

    /// <summary>The same for libraries that must not be mixed with others of the same function names.</summary>
    /// <remarks>
    /// MKL makes its Fortran names global in the process; a BLAS loaded after it in the ordinary way would then call MKL's
    /// routines from inside its own. RTLD_DEEPBIND makes a library prefer its own.
    /// </remarks>
    public static bool TryLoadFirstIsolated(IEnumerable<string> names, out nint library, [NotNullWhen(true)] out string? loaded)
    {
        foreach (string name in names)
        {
            library = LoadIsolated(name);
            if (library != 0)
            {
                loaded = name;
                return true;
            }
        }

        (library, loaded) = (0, null);
        return false;
    }

    /// <summary>True if a library of <see cref="Known"/> can be loaded.</summary>
    public static bool IsAvailable(string name) => TryLoad(name, out _);

    /// <summary>Loads a library of <see cref="Known"/>, for who looks up its functions himself.</summary>
    public static bool TryLoad(string name, out nint library) => TryLoadFirst(Known[name].Paths(), out library, out _);

    /// <summary>What a variable asks for, or null.</summary>
    public static string? Wish(string name) =>
        Environment.GetEnvironmentVariable(Known[name].Variable) is { Length: > 0 } wish ? $"{Known[name].Variable}={wish}" : null;

    /// <summary>What is tried for a library of <see cref="Known"/>, in order.</summary>
    public static string Tried(string name) => string.Join(", ", Known[name].Paths());

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "the resolver must be in place before the first call")]
    internal static void Register() => NativeLibrary.SetDllImportResolver(typeof(NativeLoader).Assembly, Resolve);

    const int Now = 2;
    const int DeepBind = 8;

    static nint LoadIsolated(string name)
    {
        try
        {
            return dlopen(name, Now | DeepBind);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return NativeLibrary.TryLoad(name, out nint library) ? library : 0; // not glibc, or one before 2.34
        }
    }

    // .NET's own loading takes no flags.
    [LibraryImport("libc.so.6", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint dlopen(string name, int flags);

    static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (!Known.TryGetValue(name, out Candidates? candidates))
        {
            return 0;
        }

        return TryLoadFirst(candidates.Paths(), out nint library, out _)
            ? library
            : throw new DllNotFoundException($"{name} cannot be loaded; tried {Tried(name)}");
    }

    sealed record Candidates(string Variable, string[] SystemNames)
    {
        public IEnumerable<string> Paths()
        {
            if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } wish)
            {
                return wish == "none" ? [] : [wish];
            }

            string folder = ProgramFolder.Path;
            string file = SystemNames[^1];
            string runtime = Path.Combine(folder, "runtimes", RuntimeInformation.RuntimeIdentifier, "native", file);
            return [Path.Combine(folder, file), runtime, .. SystemNames];
        }
    }
}
