using System.Diagnostics;
using System.Globalization;
using InsCore.Potentials;

namespace InsCore.Benchmarks;

/// <summary>The most memory that a program of its own occupies while it evaluates one structure.</summary>
internal static class PeakMemory
{
    /// <summary>The option that makes this program that one.</summary>
    public const string Option = "--evaluate-once";

    const string Key = "VmHWM:";

    /// <summary>GiB, of the model of MP-medium size in double precision.</summary>
    /// <param name="atoms">Number of atoms.</param>
    public static double Measure(int atoms)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardOutput = true };
        start.ArgumentList.Add(Option);
        start.ArgumentList.Add(atoms.ToString(CultureInfo.InvariantCulture));
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? double.Parse(output.Trim(), CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"the evaluation ended with {process.ExitCode}");
    }

    /// <summary>Evaluates once and prints the peak, GiB.</summary>
    public static void Run(string atoms)
    {
        BenchmarkModel model = BenchmarkModel.MpMedium;
        model.Load(Precision.Float64).Evaluate(model.Structure(int.Parse(atoms, CultureInfo.InvariantCulture)));
        string line = File.ReadLines("/proc/self/status").First(text => text.StartsWith(Key, StringComparison.Ordinal));
        double kilobytes = double.Parse(line[Key.Length..].Replace("kB", ""), CultureInfo.InvariantCulture);
        Console.WriteLine((kilobytes / 1024 / 1024).ToString("f3", CultureInfo.InvariantCulture));
    }
}
