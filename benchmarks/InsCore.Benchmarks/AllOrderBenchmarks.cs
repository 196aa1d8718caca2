using BenchmarkDotNet.Attributes;
using InsCore.Kernels;

namespace InsCore.Benchmarks;

/// <summary>The inner loop of the all-order powder average, one thread.</summary>
[MemoryDiagnoser]
public class AllOrderBenchmarks
{
    const int Times = AllOrderKernel.Block;
    const int Directions = 256;

    readonly double[] re = new double[9 * Times], im = new double[9 * Times];
    double[] tensor = [], coefficients = [], damping = [], weights = [];

    /// <summary>Orders resolved beside their sum.</summary>
    [Params(0, 8)]
    public int Orders { get; set; }

    /// <summary>Complex exponentials.</summary>
    [Work("exponentials")]
    public double Exponentials => Times * Directions;

    /// <summary>Makes the tensors.</summary>
    [GlobalSetup]
    public void Setup()
    {
        Random random = new(1);
        double[] Numbers(int count, double size) => [.. Enumerable.Range(0, count).Select(_ => size * (random.NextDouble() - 0.5))];
        tensor = Numbers(12 * Times, 0.05);
        coefficients = Numbers(6 * Directions, 100);
        damping = Numbers(Directions, 5);
        weights = Numbers(Directions, 1);
    }

    /// <summary>C#.</summary>
    [Benchmark(Baseline = true)]
    public double Managed()
    {
        Clear();
        AllOrderKernel.Accumulate(Times, Orders, tensor, coefficients, damping, weights, re, im);
        return re[Times / 2] + im[Times / 3] + re[(Orders * Times) + 5];
    }

    /// <summary>libinscore.</summary>
    [Benchmark]
    public double Native()
    {
        NativeLibrary.Require();
        Clear();
        NativeAllOrderKernel.Accumulate(Times, Orders, tensor, coefficients, damping, weights, re, im);
        return re[Times / 2] + im[Times / 3] + re[(Orders * Times) + 5];
    }

    void Clear()
    {
        Array.Clear(re);
        Array.Clear(im);
    }
}
