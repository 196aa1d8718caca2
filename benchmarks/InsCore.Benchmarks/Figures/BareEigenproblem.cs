using System.Numerics;
using System.Runtime.InteropServices;
using InsCore.Native;

namespace InsCore.Benchmarks;

/// <summary>zheevd with eigenvectors, its work arrays made once: what eigenproblems are compared with.</summary>
internal sealed class BareEigenproblem
{
    readonly LapackFunctions functions = NativeBlas.InUse.Functions;
    readonly int size;
    readonly double[] matrix, values, work, realWork;
    readonly int[] integerWork;

    /// <summary>Asks for the lengths of the work arrays.</summary>
    /// <param name="size">Rows of a matrix.</param>
    public BareEigenproblem(int size)
    {
        this.size = size;

        // Some elements more than needed, since OpenBLAS reads behind the end (Kernels/LapackWorkspace.cs).
        (matrix, values) = (new double[2 * size * (size + 8)], new double[size]);
        double[] best = [0, 0], bestReal = [0];
        int[] bestInteger = [0];
        Call(best, -1, bestReal, -1, bestInteger, -1);
        (work, realWork, integerWork) = (new double[2 * ((int)best[0] + (8 * size))], new double[(int)bestReal[0]], new int[bestInteger[0]]);
    }

    /// <summary>Solves one, which is copied, since it would be overwritten.</summary>
    public void Solve(ReadOnlySpan<Complex> original)
    {
        MemoryMarshal.Cast<Complex, double>(original).CopyTo(matrix);
        Call(work, (work.Length / 2) - (8 * size), realWork, realWork.Length, integerWork, integerWork.Length);
    }

    /// <summary>Solves all of several matrices that follow each other.</summary>
    /// <returns>Sum of the highest eigenvalues.</returns>
    public double SolveAll(ReadOnlySpan<Complex> matrices)
    {
        double sum = 0;
        for (int start = 0; start < matrices.Length; start += size * size)
        {
            Solve(matrices.Slice(start, size * size));
            sum += values[size - 1];
        }

        return sum;
    }

    void Call(double[] complex, int complexLength, double[] real, int realLength, int[] integer, int integerLength)
    {
        Span<int> info = [0];
        functions.zheevd_(
            "V"u8, "L"u8, [size], matrix, [size], values, complex, [complexLength], real, [realLength], integer, [integerLength], info, 1, 1);
        if (info[0] != 0)
        {
            throw new InsNumericalException($"zheevd returned {info[0]}");
        }
    }
}
