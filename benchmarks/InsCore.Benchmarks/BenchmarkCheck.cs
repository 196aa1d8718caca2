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

    // Single precision, by the name of the benchmark: total energies carry its rounding.
    const double SingleTolerance = 1e-7;

    /// <summary>Checks all benchmarks of an assembly; returns the exit code.</summary>
    public static int Run(Assembly assembly)
    {
        int failed = 0, passed = 0, skipped = 0;
        foreach (Type type in assembly.GetTypes().Where(HasBenchmarks))
        {
            foreach (IGrouping<string, BenchmarkCase> cases in BenchmarkConverter.TypeToBenchmarks(type).BenchmarksCases
                .GroupBy(benchmark => benchmark.Parameters.DisplayInfo))
            {
                double expected = Invoke(cases.Single(benchmark => benchmark.Descriptor.Baseline));
                foreach (BenchmarkCase benchmark in cases)
                {
                    string name = $"{benchmark.Descriptor.GetFilterName()} {cases.Key}";
                    try
                    {
                        double actual = Invoke(benchmark);
                        bool isClose = Math.Abs(actual - expected) <= ToleranceOf(benchmark) * Math.Abs(expected);
                        Console.WriteLine($"{(isClose ? "passed" : "FAILED")} {name}: {actual}, expected {expected}");
                        (passed, failed) = isClose ? (passed + 1, failed) : (passed, failed + 1);
                    }
                    catch (InsBackendException e)
                    {
                        Console.WriteLine($"skipped {name}: {e.Message}");
                        skipped++;
                    }
                }
            }
        }

        Console.WriteLine($"{passed} passed, {failed} failed, {skipped} skipped");
        return failed == 0 && passed > 0 ? 0 : 1;
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

    static bool HasBenchmarks(Type type) => type.GetMethods().Any(method => method.IsDefined(typeof(BenchmarkAttribute)));
}
