using System.IO.Enumeration;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using BenchmarkDotNet.Running;

namespace InsCore.Benchmarks;

/// <summary>
/// Times benchmarks in turns with the baseline of their class, several times over, and writes the ratios: what else a machine does disturbs
/// both, and how the ratio scatters from time to time is the noise that a comparison must allow.
/// </summary>
internal static class RatioRecorder
{
    // Turns of one measurement; the median of their ratios is the result.
    const int Rounds = 7;

    /// <summary>Measures and writes.</summary>
    /// <param name="assembly">Holds the benchmarks.</param>
    /// <param name="file">Where to.</param>
    /// <param name="filter">Names with * and ?, as Class.Method.</param>
    /// <param name="repeats">Measurements of each.</param>
    public static void Run(Assembly assembly, string file, string filter, int repeats)
    {
        JsonArray benchmarks = [];
        foreach (IGrouping<string, BenchmarkCase> cases in assembly.GetTypes().Where(BenchmarkCheck.HasBenchmarks)
            .SelectMany(t => BenchmarkConverter.TypeToBenchmarks(t).BenchmarksCases).GroupBy(b => $"{b.Descriptor.Type.Name} {b.Parameters.DisplayInfo}"))
        {
            foreach ((string name, double[] ratios) in Measure(cases, filter, repeats))
            {
                Console.WriteLine($"{name}: {string.Join("  ", ratios.Select(r => r.ToString("0.0000", System.Globalization.CultureInfo.InvariantCulture)))}");
                benchmarks.Add((JsonNode)new JsonObject { ["name"] = name, ["ratios"] = new JsonArray([.. ratios.Select(r => JsonValue.Create(r))]) });
            }
        }

        JsonObject json = new()
        {
            ["format"] = "inscore benchmark ratios",
            ["version"] = 1,
            ["processor"] = Processor.Name,
            ["program"] = Provenance.Program,
            ["filter"] = filter,
            ["benchmarks"] = benchmarks,
        };
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        File.WriteAllText(file, json.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");
    }

    static IEnumerable<(string Name, double[] Ratios)> Measure(IEnumerable<BenchmarkCase> cases, string filter, int repeats)
    {
        BenchmarkCase baseline = cases.Single(c => c.Descriptor.Baseline);
        List<(string Name, Action Work)> wanted = [];
        foreach (BenchmarkCase benchmark in cases.Where(c => c != baseline && FileSystemName.MatchesSimpleExpression(filter, ShortName(c))))
        {
            if (Work(benchmark) is { } work)
            {
                wanted.Add(($"{ShortName(benchmark)} {benchmark.Parameters.DisplayInfo}".TrimEnd(), work));
            }
        }

        if (wanted.Count == 0 || Work(baseline) is not { } reference)
        {
            return [];
        }

        double[][] ratios = [.. wanted.Select(_ => new double[repeats])];
        for (int repeat = 0; repeat < repeats; repeat++)
        {
            Series[] times = Interleaved.Measure(Rounds, [reference, .. wanted.Select(w => w.Work)]);
            for (int k = 0; k < wanted.Count; k++)
            {
                ratios[k][repeat] = times[k + 1].RatioTo(times[0]);
            }
        }

        return wanted.Select((w, k) => (w.Name, ratios[k]));
    }

    static string ShortName(BenchmarkCase benchmark) => $"{benchmark.Descriptor.Type.Name}.{benchmark.Descriptor.WorkloadMethod.Name}";

    // Null where a library is missing.
    static Action? Work(BenchmarkCase benchmark)
    {
        object instance = BenchmarkCheck.Create(benchmark);
        try
        {
            benchmark.Descriptor.GlobalSetupMethod?.Invoke(instance, null);
            Func<double> call = benchmark.Descriptor.WorkloadMethod.CreateDelegate<Func<double>>(instance);
            call();
            return () => call();
        }
        catch (TargetInvocationException e) when (e.InnerException is InsBackendException)
        {
            return null;
        }
        catch (InsBackendException)
        {
            return null;
        }
    }
}
