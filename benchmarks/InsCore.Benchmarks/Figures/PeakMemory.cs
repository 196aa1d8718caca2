using System.Diagnostics;
using System.Globalization;
using InsCore.Potentials;

namespace InsCore.Benchmarks;

/// <summary>The most memory that a program of its own occupies while it does one piece of work.</summary>
internal static class PeakMemory
{
    /// <summary>The option that makes this program one that evaluates a structure of so many atoms, of MP-medium size in double precision.</summary>
    public const string EvaluateOption = "--evaluate-once";

    /// <summary>The option that makes this program one that solves so many wave vectors.</summary>
    public const string StreamOption = "--stream-once";

    const string Key = "VmHWM:";

    /// <summary>GiB.</summary>
    /// <param name="option">The work.</param>
    /// <param name="count">Its size.</param>
    public static double Measure(string option, int count)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardOutput = true };
        start.ArgumentList.Add(option);
        start.ArgumentList.Add(count.ToString(CultureInfo.InvariantCulture));
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? double.Parse(output.Trim(), CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"the measured program ended with {process.ExitCode}");
    }

    /// <summary>Does the work of an option and prints the peak, GiB.</summary>
    public static void Run(string option, string count)
    {
        int size = int.Parse(count, CultureInfo.InvariantCulture);
        if (option == StreamOption)
        {
            InterpolationFigures.Stream(size);
        }
        else
        {
            BenchmarkModel model = BenchmarkModel.MpMedium;
            model.Load(Precision.Float64).Evaluate(model.Structure(size));
        }

        string line = File.ReadLines("/proc/self/status").First(text => text.StartsWith(Key, StringComparison.Ordinal));
        double kilobytes = double.Parse(line[Key.Length..].Replace("kB", ""), CultureInfo.InvariantCulture);
        Console.WriteLine((kilobytes / 1024 / 1024).ToString("f3", CultureInfo.InvariantCulture));
    }
}
