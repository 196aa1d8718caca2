using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace InsCore.Embedding;

/// <summary>Makes the folder of this library the one beside which libinscore is looked for, not that of the host, e.g. of python3.</summary>
internal static unsafe class LibraryFolder
{
    // From glibc 2.34 on the second is empty and all is in the first.
    static readonly string[] Homes = ["libc.so.6", "libdl.so.2"];

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "the folder must be known before the first library is loaded")]
    internal static void Register()
    {
        if (Find() is { } folder)
        {
            AppContext.SetData("APP_CONTEXT_BASE_DIRECTORY", folder + Path.DirectorySeparatorChar);
        }
    }

    static string? Find()
    {
        if (!OperatingSystem.IsLinux() || RuntimeFeature.IsDynamicCodeSupported)
        {
            return null;
        }

        foreach (string home in Homes)
        {
            if (NativeLibrary.TryLoad(home, out nint library) && NativeLibrary.TryGetExport(library, "dladdr", out nint function))
            {
                SymbolInformation found;
                delegate* unmanaged[Cdecl]<int> here = &LibraryExports.AbiVersion;
                bool isKnown = ((delegate* unmanaged[Cdecl]<void*, SymbolInformation*, int>)function)(here, &found) != 0;
                return isKnown ? Path.GetDirectoryName(Path.GetFullPath(Marshal.PtrToStringUTF8(found.FileName)!)) : null;
            }
        }

        return null;
    }

    // Dl_info of dlfcn.h.
    [StructLayout(LayoutKind.Sequential)]
    struct SymbolInformation
    {
        public nint FileName;
        public nint FileBase;
        public nint SymbolName;
        public nint SymbolAddress;
    }
}
