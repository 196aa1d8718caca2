using InsCore.Native;

namespace InsCore.Kernels;

/// <summary>Chooses the library for dense linear algebra.</summary>
/// <remarks>
/// The variable INSCORE_LAPACK forces a choice: mkl, openblas, managed, or the path of a library that has CBLAS and Fortran
/// LAPACK names with 32-bit integers. A forced choice that fails is an error; otherwise the first that loads is taken.
/// </remarks>
internal static class Lapack
{
    const string Variable = "INSCORE_LAPACK";

    static readonly Candidate[] Order =
    [
        // oneMKL first: it alone has fast kernels for every x64 processor. libmkl_rt.so.1 and .so are its forerunners,
        // still quick on Intel's.
        new("mkl", ["libmkl_rt.so.2", "libmkl_rt.so.1", "libmkl_rt.so"]),
        // As fast within noise from n = 96 to 900, and in every distribution.
        new("openblas", ["libopenblas.so.0", "libopenblas.so"]),
    ];

    static readonly Lazy<ILapack> current = new(() => Choose(Environment.GetEnvironmentVariable(Variable)));

    /// <summary>The library in use.</summary>
    /// <exception cref="InsBackendException">INSCORE_LAPACK asks for one that cannot be had.</exception>
    public static ILapack Current => current.Value;

    /// <summary>Names that <see cref="Choose"/> knows, in the order of preference.</summary>
    public static IEnumerable<string> Names => Order.Select(candidate => candidate.Name).Append("managed");

    /// <summary>Loads a library.</summary>
    /// <param name="wish">A name of <see cref="Names"/>, or a path; null or empty for the first that loads.</param>
    /// <exception cref="InsBackendException">The wish cannot be had.</exception>
    public static ILapack Choose(string? wish)
    {
        if (string.IsNullOrEmpty(wish))
        {
            return Order.Select(TryLoad).FirstOrDefault(lapack => lapack is not null) ?? new ManagedLapack();
        }

        if (wish == "managed")
        {
            return new ManagedLapack();
        }

        Candidate candidate = Order.FirstOrDefault(c => c.Name == wish) ?? new Candidate(wish, [wish]);
        return TryLoad(candidate) ?? throw new InsBackendException(
            $"{Variable}={wish}: no such library could be loaded (tried {string.Join(", ", candidate.Files)}); "
            + "install it, or use one of mkl, openblas, managed or the path of a library with CBLAS and LAPACK");
    }

    static ILapack? TryLoad(Candidate candidate)
    {
        if (!NativeLoader.TryLoadFirstIsolated(candidate.Files, out nint library, out string? file))
        {
            return null;
        }

        try
        {
            return new NativeLapack(library, file);
        }
        catch (EntryPointNotFoundException)
        {
            return null; // a library of that name without CBLAS or LAPACK
        }
    }

    sealed record Candidate(string Name, string[] Files);
}
