using System.Diagnostics;

namespace InsCore.Kernels.OpenCl;

/// <summary>How much work it takes until a device is faster than the processor: measured once, and kept beside the compiled programs.</summary>
/// <remarks>
/// A call on the device takes a + b w for the work w (launches, transfers; then its rate), on the processor c w: they meet at w = a/(c - b).
/// </remarks>
internal static class OpenClCrossover
{
    const int Repeats = 3;

    /// <summary>The work from which on the device is faster; infinite if it never is.</summary>
    /// <param name="device">The device.</param>
    /// <param name="what">Name of the work.</param>
    /// <param name="processor">What the processor computes with: another one is measured anew.</param>
    /// <param name="small">Little work.</param>
    /// <param name="large">Much of it.</param>
    /// <param name="onDevice">Does so much work on the device.</param>
    /// <param name="onProcessor">Does it on one thread.</param>
    /// <param name="threads">Threads of the processor that would do it together.</param>
    public static double Of(
        OpenClDevice device, string what, string processor, double small, double large, Action<double> onDevice, Action<double> onProcessor, int threads)
    {
        OpenClDeviceInfo info = device.Info;
        string key = OpenClCache.Key("crossover", what, processor, $"{threads}", info.Name, info.Driver, info.PlatformVersion);
        if (device.Cache.Read(key) is { Length: sizeof(double) } stored && BitConverter.ToDouble(stored) is >= 0 and double known)
        {
            return known;
        }

        double first = Seconds(onDevice, small), second = Seconds(onDevice, large), other = Seconds(onProcessor, large) / threads;
        double found = Solve(small, first, large, second, other);
        device.Cache.Write(key, BitConverter.GetBytes(found));
        return found;
    }

    /// <summary>Where both lines meet.</summary>
    /// <param name="small">Little work.</param>
    /// <param name="first">Time of it on the device.</param>
    /// <param name="large">Much work.</param>
    /// <param name="second">Time of it on the device.</param>
    /// <param name="other">Time of it on the processor.</param>
    public static double Solve(double small, double first, double large, double second, double other)
    {
        double b = Math.Max(0, (second - first) / (large - small)), a = Math.Max(0, first - (b * small)), c = other / large;
        return c > b ? a / (c - b) : double.PositiveInfinity;
    }

    // The best of a few: the first call compiles, and others share the machine.
    static double Seconds(Action<double> work, double amount)
    {
        work(amount);
        double best = double.PositiveInfinity;
        for (int k = 0; k < Repeats; k++)
        {
            long start = Stopwatch.GetTimestamp();
            work(amount);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best;
    }
}
