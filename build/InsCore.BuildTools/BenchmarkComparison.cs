using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace InsCore.BuildTools;

/// <summary>Decides whether benchmarks have become slower than a baseline by more than its noise.</summary>
/// <remarks>
/// Compared are ratios r to the reference of the same class, timed in turns. The noise of a benchmark is the relative span of its baseline, (max − min)/median,
/// of three repeats or more. It has become slower if the median of now exceeds the median of the baseline by more than the larger of <see cref="Floor"/> and
/// <see cref="Spans"/> spans, and if every repeat of now is slower than every one of the baseline: one alone may be a disturbance.
/// </remarks>
internal static class BenchmarkComparison
{
    /// <summary>Relative difference that is never taken for a change of speed.</summary>
    public const double Floor = 0.03;

    /// <summary>Spans of the baseline that are allowed.</summary>
    public const double Spans = 1.5;

    const int LeastRepeats = 3;

    /// <summary>Compares two files of ratios.</summary>
    /// <returns>A line for each benchmark, and whether all are as fast as they were.</returns>
    /// <exception cref="InsInputException">A file is malformed, or the baseline does not tell its noise.</exception>
    public static (IReadOnlyList<string> Lines, bool IsFast) Compare(string baseline, string now)
    {
        Dictionary<string, double[]> before = Read(baseline), after = Read(now);
        List<string> lines = [];
        bool isFast = true;
        foreach ((string name, double[] old) in before)
        {
            if (old.Length < LeastRepeats)
            {
                throw new InsInputException(baseline, name, $"has {old.Length} repeats, which tell no noise", $"record at least {LeastRepeats}");
            }

            (string verdict, bool isGood) = after.TryGetValue(name, out double[]? current) ? Judge(old, current) : ("MISSING: it was not measured", false);
            lines.Add($"{name}: {verdict}");
            isFast &= isGood;
        }

        lines.AddRange(after.Keys.Except(before.Keys).Select(n => $"{n}: new, not in the baseline"));
        return (lines, isFast && before.Count > 0);
    }

    static (string Verdict, bool IsGood) Judge(double[] old, double[] now)
    {
        double was = Median(old), noise = (old.Max() - old.Min()) / was, change = (Median(now) / was) - 1, allowed = Math.Max(Floor, Spans * noise);
        bool isSlower = change > allowed && now.Min() > old.Max(), isFaster = change < -allowed && now.Max() < old.Min();
        string text = string.Create(CultureInfo.InvariantCulture, $"{100 * change:+0.0;-0.0} % (noise {100 * noise:0.0} %, allowed {100 * allowed:0.0} %)");
        return (isSlower ? $"SLOWER by {text}" : isFaster ? $"faster, {text}" : $"as before, {text}", !isSlower);
    }

    static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    static Dictionary<string, double[]> Read(string path)
    {
        try
        {
            JsonNode json = JsonNode.Parse(File.ReadAllText(path))!;
            Dictionary<string, double[]> ratios = json["benchmarks"]!.AsArray().ToDictionary(b => (string)b!["name"]!, b => b!["ratios"]!.AsArray().Select(r => (double)r!).ToArray());
            return ratios.Values.All(r => r.Length > 0 && r.All(x => x > 0 && double.IsFinite(x)))
                ? ratios
                : throw new InsInputException(path, null, "holds a ratio that is no time", "record it again");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NullReferenceException or ArgumentException or IOException or FormatException)
        {
            throw new InsInputException(path, null, $"is no file of ratios ({e.Message})", "record one with --target=BenchCompare --record=FILE", e);
        }
    }
}
