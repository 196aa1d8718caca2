using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

// Only blittable values cross; anything else is a compile error.
[assembly: DisableRuntimeMarshalling]
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
