using InsCore.Kernels;

namespace InsCore.Benchmarks;

/// <summary>Benchmarks of libinscore are left out where it is not built.</summary>
static class NativeLibrary
{
    /// <summary>Throws where libinscore cannot be used.</summary>
    public static void Require()
    {
        if (!NativeKernels.AreAvailable)
        {
            throw new InsBackendException(NativeKernels.Describe());
        }
    }
}
