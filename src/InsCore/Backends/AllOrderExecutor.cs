using InsCore.Kernels;
using InsCore.Kernels.OpenCl;

namespace InsCore.Backends;

/// <summary>Who computes the all-order sums of spectra: the processor, or an OpenCL device.</summary>
/// <param name="kernel">On the device; null for the processor alone.</param>
/// <param name="least">Products of times and directions from which on the device serves.</param>
internal sealed class AllOrderExecutor(OpenClAllOrderKernel? kernel, double least)
{
    // The self-timing: times, and directions of its two sizes. Ten milliseconds on one thread.
    const int Times = 16 * AllOrderKernel.Block, Few = 4, Many = 64, Orders = 5;

    /// <summary>Native or managed kernels.</summary>
    public static AllOrderExecutor Processor { get; } = new(null, 0);

    /// <summary>The executor that is asked for.</summary>
    /// <param name="device">See <see cref="Scattering.ScatteringOptions.Device"/>.</param>
    /// <exception cref="InsBackendException">A device was asked for that is not there or has no double precision.</exception>
    public static AllOrderExecutor For(string? device)
    {
        if (device == OpenClDevices.None)
        {
            return Processor;
        }

        if (device is not null)
        {
            return new(new(OpenClChoice.Require(device, needsFloat64: true)), 0);
        }

        if (OpenClChoice.Automatic(needsFloat64: true).Device is not { } automatic)
        {
            return Processor;
        }

        try
        {
            OpenClAllOrderKernel kernel = new(automatic);
            return new(kernel, Crossover(kernel));
        }
        catch (InsBackendException)
        {
            return Processor; // nobody asked for a device that cannot do it
        }
    }

    /// <summary>Sums for one Q².</summary>
    /// <param name="times">Number of times, whole blocks.</param>
    /// <param name="orders">Orders to resolve.</param>
    /// <param name="directions">Directions of all atoms together.</param>
    public AllOrderSums Sums(int times, int orders, double directions) =>
        kernel is not null && times * directions >= least ? kernel.Sums(times, orders) : new ProcessorAllOrderSums(times, orders);

    static double Crossover(OpenClAllOrderKernel kernel)
    {
        double[][] gamma = [.. Enumerable.Range(0, 6).Select(k => Enumerable.Range(0, Times).Select(t => 0.01 * Math.Cos(t + k)).ToArray())];
        TimeTensor tensor = new(gamma, gamma);
        void Work(double work, AllOrderSums sums)
        {
            int directions = (int)(work / Times);
            double[] coefficients = new double[6 * directions], ones = new double[directions];
            Array.Fill(coefficients, 1.0);
            Array.Fill(ones, 1.0);
            sums.Add(tensor, 1, coefficients, ones, ones, default);
            sums.Read(new double[Orders + 1][], new double[Orders + 1][]);
            sums.Dispose();
        }

        return OpenClCrossover.Of(
            kernel.Device, "all orders", NativeKernels.Describe(), Few * Times, Many * Times, work => Work(work, kernel.Sums(Times, Orders)),
            work => Work(work, new ProcessorAllOrderSums(Times, Orders)), Environment.ProcessorCount);
    }
}
