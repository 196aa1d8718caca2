using System.Reflection;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Parameters;
using BenchmarkDotNet.Running;

namespace InsCore.Benchmarks;

/// <summary>Runs every benchmark once, in this process, and compares what it returns with what the baseline returns.</summary>
static class BenchmarkCheck
{
    // Kernels agree to rounding; anything larger is a defect, not a difference in speed.
    const double Tolerance = 1e-10;

    // Single precision, by the name of the benchmark: forces carry its rounding.
    const double SingleTolerance = 2e-5;

    // Of the count of operations against the published one, which has two or three digits.
    const double CountTolerance = 0.025;

    /// <summary>True while results are checked and nothing is timed, so that small sizes do.</summary>
    public static bool IsRunning { get; private set; }

    /// <summary>Checks all benchmarks of an assembly; returns the exit code.</summary>
    /// <param name="assembly">Holds the benchmarks.</param>
    /// <param name="file">Where to leave the counts, as JUnit does; null for nowhere.</param>
    public static int Run(Assembly assembly, string? file)
    {
        IsRunning = true;
        CheckCounts counts = new();
        foreach ((string model, int channels, int degree, int neighbours, double published) in FlopCount.Table)
        {
            double count = FlopCount.PerAtom(channels, degree, neighbours) / 1e6;
            counts.Compare($"MFLOP per atom of {model}", count, published, CountTolerance);
        }

        foreach (Type type in assembly.GetTypes().Where(HasBenchmarks))
        {
            foreach (IGrouping<string, BenchmarkCase> cases in BenchmarkConverter.TypeToBenchmarks(type).BenchmarksCases
                .GroupBy(benchmark => benchmark.Parameters.DisplayInfo))
            {
                double expected = Invoke(cases.Single(benchmark => benchmark.Descriptor.Baseline));
                foreach (BenchmarkCase benchmark in cases)
                {
                    Check($"{benchmark.Descriptor.GetFilterName()} {cases.Key}", benchmark, expected, counts);
                }
            }
        }

        return counts.Finish(file);
    }

    /// <summary>A benchmark object with its parameters set.</summary>
    public static object Create(BenchmarkCase benchmark)
    {
        object instance = Activator.CreateInstance(benchmark.Descriptor.Type)!;
        foreach (ParameterInstance parameter in benchmark.Parameters.Items)
        {
            benchmark.Descriptor.Type.GetProperty(parameter.Name)!.SetValue(instance, parameter.Value);
        }

        return instance;
    }

    static void Check(string name, BenchmarkCase benchmark, double expected, CheckCounts counts)
    {
        try
        {
            counts.Compare(name, Invoke(benchmark), expected, ToleranceOf(benchmark));
        }
        catch (InsBackendException e)
        {
            counts.Skip(name, e.Message);
        }
    }

    static double ToleranceOf(BenchmarkCase benchmark) =>
        benchmark.Descriptor.WorkloadMethod.Name.Contains("Float32", StringComparison.Ordinal) ? SingleTolerance : Tolerance;

    static double Invoke(BenchmarkCase benchmark)
    {
        object instance = Create(benchmark);
        try
        {
            benchmark.Descriptor.GlobalSetupMethod?.Invoke(instance, null);
            return (double)benchmark.Descriptor.WorkloadMethod.Invoke(instance, null)!;
        }
        catch (TargetInvocationException e) when (e.InnerException is InsBackendException missing)
        {
            throw missing;
        }
    }

    /// <summary>Whether a type holds benchmarks.</summary>
    public static bool HasBenchmarks(Type type) => type.GetMethods().Any(method => method.IsDefined(typeof(BenchmarkAttribute)));
}
