using System.Runtime.InteropServices;
using System.Text;
using InsCore.Native;

namespace InsCore.Kernels;

/// <summary>What must be told to each library before its first use.</summary>
internal static class NativeLapackSetup
{
    /// <summary>Makes a library sequential and returns its name and version.</summary>
    public static string MakeSequential(nint library)
    {
        if (NativeLibrary.TryGetExport(library, "MKL_Set_Threading_Layer", out _))
        {
            return PrepareMkl(new MklFunctions(library));
        }

        if (NativeLibrary.TryGetExport(library, "openblas_set_num_threads", out _))
        {
            return PrepareOpenBlas(new OpenBlasFunctions(library));
        }

        return "BLAS/LAPACK";
    }

    // The layers are frozen by the first call of anything else; left alone, MKL takes an OpenMP layer whose runtime may be
    // missing, and then the dynamic linker ends the process.
    static string PrepareMkl(MklFunctions mkl)
    {
        mkl.MKL_Set_Interface_Layer(MklInterface.MKL_INTERFACE_LP64);
        mkl.MKL_Set_Threading_Layer(MklThreading.MKL_THREADING_SEQUENTIAL);
        byte[] buffer = new byte[256];
        mkl.MKL_Get_Version_String(buffer, buffer.Length);
        return Encoding.ASCII.GetString(buffer).TrimEnd('\0', ' ');
    }

    static unsafe string PrepareOpenBlas(OpenBlasFunctions openBlas)
    {
        openBlas.openblas_set_num_threads(1);
        string config = Marshal.PtrToStringUTF8((nint)openBlas.openblas_get_config()) ?? "OpenBLAS";
        string core = Marshal.PtrToStringUTF8((nint)openBlas.openblas_get_corename()) ?? "?";
        string version = string.Join(' ', config.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(2));
        return $"{version} for {core}";
    }
}
