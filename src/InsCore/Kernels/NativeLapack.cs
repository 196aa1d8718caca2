using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using InsCore.Native;

namespace InsCore.Kernels;

/// <summary>oneMKL, MKL, OpenBLAS or any other library with CBLAS and Fortran LAPACK names.</summary>
internal sealed class NativeLapack : ILapack
{
    readonly LapackFunctions functions;
    readonly ThreadLocal<LapackWorkspace> workspaces = new(() => new LapackWorkspace());
    readonly Func<LapackWorkspace.Problem, LapackWorkspace.Lengths> queryHermitian, querySymmetric;
    readonly string description;

    /// <summary>Prepares a loaded library; it runs sequentially from then on.</summary>
    /// <exception cref="EntryPointNotFoundException">The library lacks a function.</exception>
    public NativeLapack(nint library, string file)
    {
        functions = new LapackFunctions(library);
        (queryHermitian, querySymmetric) = (QueryHermitian, QuerySymmetric);
        string identity = NativeLapackSetup.MakeSequential(library);
        description = $"{identity} ({file}), sequential";
    }

    public string Describe() => description;

    public void HermitianEigen(int size, Span<Complex> matrix, Span<double> values, bool vectors = true)
    {
        LapackArguments.Check(size, matrix, values);
        if (size == 0)
        {
            return;
        }

        LapackWorkspace.Arrays work = workspaces.Value!.Reserve(new(size, IsComplex: true, vectors), queryHermitian);
        Span<double> pairs = MemoryMarshal.Cast<Complex, double>(matrix)[..(2 * size * size)];
        pairs.CopyTo(work.Matrix);
        Span<int> info = [0];
        functions.zheevd_(
            Job(vectors), Lower, [size], work.Matrix, [size], work.Values, work.Complex, [work.Complex.Length / 2], work.Real,
            [work.Real.Length], work.Integer, [work.Integer.Length], info, 1, 1);
        LapackArguments.CheckInfo("zheevd", info[0], size);
        work.Values.CopyTo(values);
        if (vectors)
        {
            // Read by columns, a row-major Hermitian matrix is its conjugate: so are the eigenvectors, which lie in the rows.
            Vector256<double> conjugate = Vector256.Create(1.0, -1, 1, -1);
            int i = 0;
            for (; i <= pairs.Length - 4; i += 4)
            {
                (conjugate * Vector256.Create<double>(work.Matrix[i..])).CopyTo(pairs[i..]);
            }

            if (i < pairs.Length)
            {
                (pairs[i], pairs[i + 1]) = (work.Matrix[i], -work.Matrix[i + 1]);
            }
        }
    }

    public void SymmetricEigen(int size, Span<double> matrix, Span<double> values, bool vectors = true)
    {
        LapackArguments.Check(size, matrix, values);
        if (size == 0)
        {
            return;
        }

        LapackWorkspace.Arrays work = workspaces.Value!.Reserve(new(size, IsComplex: false, vectors), querySymmetric);
        matrix[..(size * size)].CopyTo(work.Matrix);
        Span<int> info = [0];
        functions.dsyevd_(
            Job(vectors), Lower, [size], work.Matrix, [size], work.Values, work.Real, [work.Real.Length], work.Integer,
            [work.Integer.Length], info, 1, 1);
        LapackArguments.CheckInfo("dsyevd", info[0], size);
        work.Values.CopyTo(values);
        if (vectors)
        {
            work.Matrix.CopyTo(matrix);
        }
    }

    public void MatrixMultiply(int m, int n, int k, ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c)
    {
        LapackArguments.CheckProduct(m, n, k, a, b, c);
        if (m > 0 && n > 0)
        {
            LapackWorkspace.Product work = workspaces.Value!.ReserveProduct(m * k, k * n, m * n);
            a[..(m * k)].CopyTo(work.Left);
            b[..(k * n)].CopyTo(work.Right);
            functions.cblas_dgemm(
                CblasOrder.CBLAS_ROW_MAJOR, CblasTranspose.CBLAS_NO_TRANSPOSE, CblasTranspose.CBLAS_NO_TRANSPOSE,
                m, n, k, 1, work.Left, Math.Max(k, 1), work.Right, n, 0, work.Result, n);
            work.Result.CopyTo(c);
        }
    }

    static ReadOnlySpan<byte> Lower => "L"u8;

    static ReadOnlySpan<byte> Job(bool vectors) => vectors ? "V"u8 : "N"u8;

    // A length of -1 asks LAPACK for the best one, returned in the first element.
    LapackWorkspace.Lengths QueryHermitian(LapackWorkspace.Problem problem)
    {
        Span<double> none = [0, 0], complex = [0, 0], real = [0];
        Span<int> integer = [0], info = [0];
        functions.zheevd_(
            Job(problem.Vectors), Lower, [problem.Size], none, [problem.Size], none, complex, [-1], real, [-1], integer, [-1],
            info, 1, 1);
        return new((int)complex[0], (int)real[0], integer[0]);
    }

    LapackWorkspace.Lengths QuerySymmetric(LapackWorkspace.Problem problem)
    {
        Span<double> none = [0], real = [0];
        Span<int> integer = [0], info = [0];
        functions.dsyevd_(
            Job(problem.Vectors), Lower, [problem.Size], none, [problem.Size], none, real, [-1], integer, [-1], info, 1, 1);
        return new(0, (int)real[0], integer[0]);
    }
}
