using InsCore.Kernels;
using InsCore.Native;

namespace InsCore.Benchmarks;

/// <summary>A library of dense linear algebra, called as it is: what everything else is compared with. One thread.</summary>
internal sealed class NativeBlas
{
    const int Size = 512;

    // In the order of Kernels/Lapack.cs, and as INSCORE_LAPACK wishes.
    static readonly string[] Files = Environment.GetEnvironmentVariable("INSCORE_LAPACK") switch
    {
        null or "" => [.. Mkl, .. OpenBlas],
        "mkl" => Mkl,
        "openblas" => OpenBlas,
        string path => [path],
    };

    static string[] Mkl => ["libmkl_rt.so.2", "libmkl_rt.so.1", "libmkl_rt.so"];

    static string[] OpenBlas => ["libopenblas.so.0", "libopenblas.so"];

    static readonly Lazy<NativeBlas[]> found = new(Load);

    readonly double[] a = Numbers(1), b = Numbers(2), c = new double[Size * Size];
    readonly float[] singleA, singleB, singleC = new float[Size * Size];

    NativeBlas(nint library)
    {
        Functions = new LapackFunctions(library);
        singleA = Array.ConvertAll(a, x => (float)x);
        singleB = Array.ConvertAll(b, x => (float)x);
        Name = NativeLapackSetup.MakeSequential(library);
    }

    /// <summary>The library that InsCore takes.</summary>
    /// <exception cref="InsBackendException">There is none.</exception>
    public static NativeBlas InUse => found.Value.FirstOrDefault()
        ?? throw new InsBackendException($"no BLAS to compare with (tried {string.Join(", ", Files)})");

    /// <summary>The library with the fastest matrix product of those that are there: the hardest to compare with.</summary>
    /// <exception cref="InsBackendException">There is none.</exception>
    public static NativeBlas Fastest => found.Value.MinBy(blas => Interleaved.Measure(5, blas.MultiplyDouble)[0].Median) ?? InUse;

    /// <summary>Library and version.</summary>
    public string Name { get; }

    /// <summary>Its functions.</summary>
    public LapackFunctions Functions { get; }

    /// <summary>Operations of one product.</summary>
    public static double ProductOperations => 2.0 * Size * Size * Size;

    /// <summary>C = A B of 512 rows and columns in double precision.</summary>
    public void MultiplyDouble() => Functions.cblas_dgemm(
        CblasOrder.CBLAS_ROW_MAJOR, CblasTranspose.CBLAS_NO_TRANSPOSE, CblasTranspose.CBLAS_NO_TRANSPOSE,
        Size, Size, Size, 1, a, Size, b, Size, 0, c, Size);

    /// <summary>The same in single precision.</summary>
    public void MultiplySingle() => Functions.cblas_sgemm(
        CblasOrder.CBLAS_ROW_MAJOR, CblasTranspose.CBLAS_NO_TRANSPOSE, CblasTranspose.CBLAS_NO_TRANSPOSE,
        Size, Size, Size, 1, singleA, Size, singleB, Size, 0, singleC, Size);

    static NativeBlas[] Load()
    {
        List<NativeBlas> libraries = [];
        HashSet<nint> handles = []; // several names may lead to one library
        foreach (string file in Files)
        {
            if (NativeLoader.TryLoadFirstIsolated([file], out nint library, out _) && handles.Add(library))
            {
                libraries.Add(new NativeBlas(library));
            }
        }

        return [.. libraries];
    }

    static double[] Numbers(int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, Size * Size).Select(_ => random.NextDouble())];
    }
}
