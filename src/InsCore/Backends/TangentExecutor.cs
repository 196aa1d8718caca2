using InsCore.Kernels;
using InsCore.Kernels.OpenCl;

namespace InsCore.Backends;

/// <summary>Who computes tangents along displacement waves: the processor, or an OpenCL device.</summary>
internal static class TangentExecutor
{
    // The self-timing: products of rows of so many elements, as of 6 and 30 displaced atoms, after as many launches as an atom in a layer takes.
    const int Length = 512, FewRows = 36, ManyRows = 180, Launches = 20;

    /// <summary>The kernels on the device that was asked for.</summary>
    /// <param name="device">See <see cref="OpenClDevices.Choose"/>; null for what the environment says.</param>
    /// <exception cref="InsBackendException">It is not there, or has no double precision.</exception>
    public static TangentKernels Require(string? device) => new OpenClTangentKernels(OpenClChoice.Require(device, needsFloat64: true));

    /// <summary>The kernels where nobody asked: a GPU if the work of an atom is worth it.</summary>
    /// <param name="processor">Else.</param>
    /// <param name="work">Floating-point operations of the products of an atom's tangents in a layer.</param>
    public static TangentKernels Automatic(TangentKernels processor, double work)
    {
        if (OpenClChoice.Automatic(needsFloat64: true).Device is not { } device)
        {
            return processor;
        }

        try
        {
            return work >= Crossover(device, processor) ? new OpenClTangentKernels(device) : processor;
        }
        catch (InsBackendException)
        {
            return processor; // nobody asked for a device that cannot do it
        }
    }

    static double Crossover(OpenClDevice device, TangentKernels processor)
    {
        static double Work(int rows) => 2.0 * rows * rows * Length;
        static int Rows(double work) => (int)Math.Round(Math.Sqrt(work / (2.0 * Length)));
        Lazy<(OpenClTangentQueue Run, OpenClBuffer<double> Values, OpenClBuffer<double> Products, OpenClBuffer<int> Places)> there = new(() =>
        {
            OpenClTangentQueue run = new(device, OpenClTangentQueue.Lanes(device, Length), parts: 2);
            return (run, device.Upload<double>(new double[ManyRows * Length], run.Queue), device.Allocate<double>(ManyRows * ManyRows), device.Allocate<int>(1));
        });
        double[] values = new double[ManyRows * Length], products = new double[ManyRows * ManyRows];
        return OpenClCrossover.Of(
            device, "tangents", processor == TangentKernels.Native ? NativeKernels.Describe() : "managed", Work(FewRows), Work(ManyRows),
            work =>
            {
                (OpenClTangentQueue run, OpenClBuffer<double> a, OpenClBuffer<double> g, OpenClBuffer<int> places) = there.Value;
                for (int k = 1; k < Launches; k++)
                {
                    run.Queue.Run(run.Kernel("scale_columns").Pass(1).Pass(1).Pass(0).Pass(a).Pass(a).Pass(g), [1], [1]);
                }

                run.AddRowProducts(new(Length, Rows(work), Rows(work), false, Rows(work)), places, a, a, g);
                run.Queue.Finish();
            },
            work =>
            {
                int rows = Rows(work);
                processor.AddRowProducts(Length, values.AsSpan(0, rows * Length), values.AsSpan(0, rows * Length), products.AsSpan(0, rows * rows));
            },
            Environment.ProcessorCount);
    }
}
