using System.Numerics;
using BenchmarkDotNet.Attributes;
using InsCore.Kernels;

namespace InsCore.Benchmarks;

/// <summary>The Hermitian eigenproblem with vectors, one thread, by each library.</summary>
[MemoryDiagnoser]
public class LapackBenchmarks
{
    Complex[] original = [], matrix = [];
    double[] values = [];

    /// <summary>Rows: 12, 36 and 72 atoms.</summary>
    [Params(36, 108, 216)]
    public int Size { get; set; }

    /// <summary>Floating-point operations, by the usual count of 9 n³ complex ones: an equivalent rate, not the exact one.</summary>
    [Work("flop")]
    public double Operations => 36.0 * Size * Size * Size;

    /// <summary>Makes the matrix.</summary>
    [GlobalSetup]
    public void Setup()
    {
        Random random = new(1);
        original = new Complex[Size * Size];
        matrix = new Complex[Size * Size];
        values = new double[Size];
        for (int i = 0; i < Size; i++)
        {
            original[(Size * i) + i] = random.NextDouble();
            for (int j = i + 1; j < Size; j++)
            {
                original[(Size * i) + j] = new Complex(random.NextDouble(), random.NextDouble());
                original[(Size * j) + i] = Complex.Conjugate(original[(Size * i) + j]);
            }
        }
    }

    /// <summary>MathNet.Numerics.</summary>
    [Benchmark(Baseline = true)]
    public double Managed() => Solve("managed");

    /// <summary>OpenBLAS.</summary>
    [Benchmark]
    public double OpenBlas() => Solve("openblas");

    /// <summary>oneMKL or MKL.</summary>
    [Benchmark]
    public double Mkl() => Solve("mkl");

    double Solve(string provider)
    {
        original.CopyTo(matrix, 0);
        Libraries.Get(provider).HermitianEigen(Size, matrix, values);
        return values[^1];
    }

    static class Libraries
    {
        static readonly System.Collections.Concurrent.ConcurrentDictionary<string, ILapack> loaded = new();

        public static ILapack Get(string provider) => loaded.GetOrAdd(provider, Lapack.Choose);
    }
}
