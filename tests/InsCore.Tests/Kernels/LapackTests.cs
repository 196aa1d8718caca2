using System.Numerics;
using InsCore.Kernels;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Kernels;

public sealed class LapackTests
{
    // Relative to the norm of the matrix; LAPACK's bound is a few n ε, MathNet's somewhat more.
    const double Tolerance = 1e-12;

    public static TheoryData<string> Providers => [.. Lapack.Names];

    static readonly int[] Sizes = [.. Enumerable.Range(0, 62), 108, 216];

    [Theory, MemberData(nameof(Providers))]
    public void HermitianEigen_AnySize_SolvesTheEigenproblem(string provider)
    {
        ILapack lapack = Choose(provider);
        foreach (int size in Sizes)
        {
            CheckHermitian(lapack, size, RandomHermitian(size, seed: size));
        }
    }

    [Theory, MemberData(nameof(Providers))]
    public void HermitianEigen_SpecialMatrices_SolvesTheEigenproblem(string provider)
    {
        ILapack lapack = Choose(provider);
        foreach (int size in (int[])[1, 2, 3, 24, 37])
        {
            Complex[,] zero = new Complex[size, size];
            Complex[,] diagonal = new Complex[size, size];
            Complex[,] degenerate = new Complex[size, size];
            Complex[,] blocks = RandomHermitian(size, seed: 7);
            for (int i = 0; i < size; i++)
            {
                diagonal[i, i] = size - i;
                degenerate[i, i] = i % 2;
                for (int j = 0; j < size; j++)
                {
                    blocks[i, j] *= i % 3 == j % 3 ? 1 : 0;
                }
            }

            Assert.Multiple(
                () => CheckHermitian(lapack, size, zero),
                () => CheckHermitian(lapack, size, diagonal),
                () => CheckHermitian(lapack, size, degenerate),
                () => CheckHermitian(lapack, size, blocks));
        }
    }

    [Theory, MemberData(nameof(Providers))]
    public void MatrixMultiply_WhereverItsArraysLie_GivesTheSameBits(string provider)
    {
        const int M = 6, N = 7, K = 12;
        ILapack lapack = Choose(provider);
        Random random = new(3);
        double[] a = [.. Enumerable.Range(0, M * K).Select(_ => random.NextDouble() - 0.5)], b = [.. Enumerable.Range(0, K * N).Select(_ => random.NextDouble() - 0.5)];
        double[] expected = new double[M * N], left = GC.AllocateArray<double>(a.Length + 8, pinned: true), right = GC.AllocateArray<double>(b.Length + 8, pinned: true), found = GC.AllocateArray<double>(expected.Length + 8, pinned: true);
        lapack.MatrixMultiply(M, N, K, a, b, expected);
        for (int shift = 0; shift < 512; shift++)
        {
            (int i, int j, int k) = (shift & 7, (shift >> 3) & 7, shift >> 6);
            a.CopyTo(left, i);
            b.CopyTo(right, j);
            lapack.MatrixMultiply(M, N, K, left.AsSpan(i, a.Length), right.AsSpan(j, b.Length), found.AsSpan(k, expected.Length));
            Assert.Equal(expected, found.AsSpan(k, expected.Length));
        }
    }

    [Theory, MemberData(nameof(Providers))]
    public void SymmetricEigen_AnySize_SolvesTheEigenproblem(string provider)
    {
        ILapack lapack = Choose(provider);
        foreach (int size in Sizes)
        {
            double[] original = RandomSymmetric(size, seed: size);
            double[] matrix = new double[size * size];
            original.CopyTo(matrix, 0);
            double[] values = new double[size];
            lapack.SymmetricEigen(size, matrix, values);
            CheckSolution(
                size, (i, j) => original[(size * i) + j], (n, i) => matrix[(size * n) + i], values);
        }
    }

    [Theory, MemberData(nameof(Providers))]
    public void ValuesOnly_AreThoseWithVectors(string provider)
    {
        ILapack lapack = Choose(provider);
        foreach (int size in (int[])[1, 5, 40, 33])
        {
            double[] with = HermitianValues(lapack, size, vectors: true);
            double[] without = HermitianValues(lapack, size, vectors: false);
            AssertClose(with, without, Tolerance * size);
            AssertClose(SymmetricValues(lapack, size, vectors: true), SymmetricValues(lapack, size, vectors: false), Tolerance * size);
        }
    }

    [Theory, MemberData(nameof(Providers))]
    public void Eigenvalues_AreThoseOfTheManagedLibrary(string provider)
    {
        ILapack lapack = Choose(provider);
        ManagedLapack managed = new();
        foreach (int size in Sizes)
        {
            AssertClose(HermitianValues(managed, size, true), HermitianValues(lapack, size, true), Tolerance * Math.Max(1, size));
            AssertClose(SymmetricValues(managed, size, true), SymmetricValues(lapack, size, true), Tolerance * Math.Max(1, size));
        }
    }

    [Theory, MemberData(nameof(Providers))]
    public void MatrixMultiply_AnyShape_IsTheSumOverRowsAndColumns(string provider)
    {
        ILapack lapack = Choose(provider);
        Random random = new(3);
        foreach ((int m, int n, int k) in ((int, int, int)[])[(0, 3, 2), (3, 0, 2), (3, 2, 0), (1, 1, 1), (2, 3, 4), (17, 5, 33), (64, 61, 7)])
        {
            double[] a = Numbers(random, m * k), b = Numbers(random, k * n);
            double[] c = [.. Enumerable.Repeat(double.NaN, m * n)];
            lapack.MatrixMultiply(m, n, k, a, b, c);
            for (int i = 0; i < m * n; i++)
            {
                double expected = Enumerable.Range(0, k).Sum(l => a[(i / n * k) + l] * b[(l * n) + (i % n)]);
                Assert.Equal(expected, c[i], 1e-13 * Math.Max(1, k));
            }
        }
    }

    [Theory]
    [InlineData("mkl")]
    [InlineData("openblas")]
    public void HermitianEigen_Of300Atoms_SurvivesAndKeepsTheTrace(string provider)
    {
        const int size = 900; // OpenBLAS 0.3.21 reads past a matrix of this size, which killed the process
        Complex[] matrix = new Complex[size * size];
        for (int i = 0; i < matrix.Length; i++)
        {
            matrix[i] = i / size == i % size ? i % 7 : new Complex(1.0 / (1 + (i % 5)), 0.5);
        }

        double trace = Enumerable.Range(0, size).Sum(i => matrix[(size + 1) * i].Real);
        double[] values = new double[size];
        Choose(provider).HermitianEigen(size, matrix, values);
        Assert.Equal(trace, values.Sum(), Tolerance * size * trace);
    }

    [Theory, MemberData(nameof(Providers))]
    public void Solvers_InManyThreads_GiveTheSame(string provider)
    {
        ILapack lapack = Choose(provider);
        double[] expected = HermitianValues(lapack, 48, true);
        HermitianValues(lapack, 216, true); // what this thread did before must not matter
        Parallel.For(0, 16, i => Assert.Equal(expected, HermitianValues(lapack, 48, true)));
    }

    [Theory, MemberData(nameof(Providers))]
    public void Solvers_NotANumber_SayWhat(string provider)
    {
        ILapack lapack = Choose(provider);
        double[] matrix = new double[9];
        matrix[4] = double.NaN;
        Assert.Contains("not finite", Assert.Throws<InsNumericalException>(
            () => lapack.SymmetricEigen(3, matrix, new double[3])).Message, StringComparison.Ordinal);
        Complex[] complex = new Complex[9];
        complex[1] = new Complex(0, double.PositiveInfinity);
        Assert.Throws<InsNumericalException>(() => lapack.HermitianEigen(3, complex, new double[3]));
    }

    [Theory, MemberData(nameof(Providers))]
    public void Solvers_ShortArrays_AreRefused(string provider)
    {
        ILapack lapack = Choose(provider);
        Assert.Throws<ArgumentException>(() => lapack.SymmetricEigen(3, new double[8], new double[3]));
        Assert.Throws<ArgumentException>(() => lapack.HermitianEigen(3, new Complex[9], new double[2]));
        Assert.Throws<ArgumentException>(() => lapack.MatrixMultiply(2, 2, 2, new double[4], new double[3], new double[4]));
    }

    [Fact]
    public void Choose_UnknownLibrary_SaysWhatWasTried()
    {
        InsBackendException error = Assert.Throws<InsBackendException>(() => Lapack.Choose("/nowhere/libfast.so"));
        Assert.Contains("/nowhere/libfast.so", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Providers_AreDifferentLibraries() => Assert.Multiple(
        () => AssertDescribes("mkl", "Math Kernel Library"),
        () => AssertDescribes("openblas", "OpenBLAS"),
        () => AssertDescribes("managed", "MathNet"));

    [Fact]
    public void Current_DescribesItself() => Assert.Contains("sequential", Lapack.Current.Describe(), StringComparison.Ordinal);

    static void AssertDescribes(string provider, string name) =>
        Assert.Contains(name, Choose(provider).Describe(), StringComparison.Ordinal);

    static ILapack Choose(string provider)
    {
        try
        {
            return Lapack.Choose(provider);
        }
        catch (InsBackendException e)
        {
            Assert.Skip(e.Message);
            throw;
        }
    }

    static void CheckHermitian(ILapack lapack, int size, Complex[,] original)
    {
        Complex[] matrix = new Complex[size * size];
        for (int i = 0; i < size * size; i++)
        {
            matrix[i] = original[i / size, i % size];
        }

        double[] values = new double[size];
        lapack.HermitianEigen(size, matrix, values);
        CheckSolution(size, (i, j) => original[i, j], (n, i) => matrix[(size * n) + i], values);
    }

    // A e_n = λ_n e_n, <e_m|e_n> = δ, λ ascending.
    static void CheckSolution(int size, Func<int, int, Complex> a, Func<int, int, Complex> e, double[] values)
    {
        double norm = Math.Max(1, size == 0 ? 0 : values.Max(Math.Abs));
        double worst = 0;
        for (int n = 0; n < size; n++)
        {
            Assert.True(n == 0 || values[n] >= values[n - 1], $"eigenvalue {n} of {size} is out of order");
            for (int i = 0; i < size; i++)
            {
                Complex image = 0, overlap = 0;
                for (int j = 0; j < size; j++)
                {
                    image += a(i, j) * e(n, j);
                    overlap += Complex.Conjugate(e(i, j)) * e(n, j);
                }

                worst = Math.Max(worst, (image - (values[n] * e(n, i))).Magnitude / norm);
                worst = Math.Max(worst, (overlap - (i == n ? 1 : 0)).Magnitude);
            }
        }

        Assert.True(worst < Tolerance, $"size {size}: residual {worst:E1}");
        AchievedError.Check("Kernels: LAPACK eigenproblems (relative)", "A e = λ e, orthonormality; every library present, to 216²", worst, Tolerance);
    }

    static double[] HermitianValues(ILapack lapack, int size, bool vectors)
    {
        Complex[,] original = RandomHermitian(size, seed: size);
        Complex[] matrix = new Complex[size * size];
        for (int i = 0; i < size * size; i++)
        {
            matrix[i] = original[i / size, i % size];
        }

        double[] values = new double[size];
        lapack.HermitianEigen(size, matrix, values, vectors);
        return values;
    }

    static double[] SymmetricValues(ILapack lapack, int size, bool vectors)
    {
        double[] matrix = new double[size * size];
        RandomSymmetric(size, seed: size).CopyTo(matrix, 0);
        double[] values = new double[size];
        lapack.SymmetricEigen(size, matrix, values, vectors);
        return values;
    }

    static Complex[,] RandomHermitian(int size, int seed)
    {
        Random random = new(seed);
        Complex[,] matrix = new Complex[size, size];
        for (int i = 0; i < size; i++)
        {
            matrix[i, i] = random.NextDouble() - 0.5;
            for (int j = i + 1; j < size; j++)
            {
                matrix[i, j] = new Complex(random.NextDouble() - 0.5, random.NextDouble() - 0.5);
                matrix[j, i] = Complex.Conjugate(matrix[i, j]);
            }
        }

        return matrix;
    }

    static double[] RandomSymmetric(int size, int seed)
    {
        Complex[,] hermitian = RandomHermitian(size, seed);
        return [.. Enumerable.Range(0, size * size).Select(i => hermitian[i / size, i % size].Real)];
    }

    static double[] Numbers(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5)];

    static void AssertClose(double[] expected, double[] actual, double tolerance)
    {
        double worst = expected.Zip(actual, (x, y) => Math.Abs(x - y)).DefaultIfEmpty().Max();
        AchievedError.Check("Kernels: LAPACK eigenvalues", "managed library; without eigenvectors", worst, tolerance);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], tolerance);
        }
    }
}
