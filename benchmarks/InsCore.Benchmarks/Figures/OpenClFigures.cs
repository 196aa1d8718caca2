using System.Globalization;
using System.Numerics;
using InsCore.Backends;
using InsCore.Kernels;
using InsCore.Kernels.OpenCl;
using InsCore.Phonons;
using InsCore.Potentials;
using InsCore.Structures;

namespace InsCore.Benchmarks;

/// <summary>
/// What OpenCL takes for second derivatives, all-order sums, energies and forces, relative to the native kernels, in turns in one process. The native
/// kernels run on one thread; give a processor's device as many (PoCL: POCL_MAX_PTHREAD_COUNT=1).
/// </summary>
internal static class OpenClFigures
{
    const int Rounds = 5, Directions = 256, Orders = 5, Times = 16 * AllOrderKernel.Block;

    /// <summary>Prints the ratios.</summary>
    public static void Run()
    {
        OpenClDevice device = OpenClDevice.Open(OpenClDevices.Choose());
        Console.WriteLine(device.Info.Describe());
        (Action native, Action onDevice) = Sums(device);
        Print($"all-order sums, {Times} times, {Directions} directions, {Orders} orders", native, onDevice);
        foreach (string point in (string[])["Γ", "general"])
        {
            (native, onDevice) = Matrices(device, point == "Γ" ? default : new(0.13, -0.27, 0.41));
            Print($"Φ(q), 36 atoms of the example, {point}", native, onDevice);
        }

        foreach (Figure figure in OpenClForcesFigures.Measure(quick: false))
        {
            Console.WriteLine(figure);
        }
    }

    static void Print(string what, Action native, Action onDevice)
    {
        Series[] times = Interleaved.Measure(Rounds, native, onDevice);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: native {1e3 * times[0].Median:g3} ms, OpenCL {1e3 * times[1].Median:g3} ms, {times[1].Median / times[0].Median:0.00} times"));
    }

    static (Action Native, Action OnDevice) Sums(OpenClDevice device)
    {
        Random random = new(1);
        double[] Numbers(int count, double size) => [.. Enumerable.Range(0, count).Select(_ => size * (random.NextDouble() - 0.5))];
        TimeTensor tensor = new([.. Enumerable.Range(0, 6).Select(_ => Numbers(Times, 0.05))], [.. Enumerable.Range(0, 6).Select(_ => Numbers(Times, 0.05))]);
        double[] coefficients = Numbers(6 * Directions, 100), damping = Numbers(Directions, 5), weights = Numbers(Directions, 1);
        Action Of(AllOrderExecutor executor) => () =>
        {
            using AllOrderSums sums = executor.Sums(Times, Orders, Directions);
            sums.Add(tensor, 1, coefficients, damping, weights, default);
            sums.Read(new double[Orders + 1][], new double[Orders + 1][]);
        };
        return (Of(AllOrderExecutor.Processor), Of(new AllOrderExecutor(new OpenClAllOrderKernel(device), 0)));
    }

    static (Action Native, Action OnDevice) Matrices(OpenClDevice device, Vector3d q)
    {
        MacePotential potential = MacePotential.Load();
        Crystal crystal = BenchmarkModel.Example("dit-pbcn.cif");
        Complex[] matrix = new Complex[9 * crystal.AtomCount * crystal.AtomCount];
        Action Of(TangentKernels kernels)
        {
            MaceDynamicalMatrix derivatives = new(potential, crystal) { Kernels = kernels };
            return () => derivatives.Evaluate(q, matrix);
        }

        return (Of(TangentKernels.Native), Of(new OpenClTangentKernels(device)));
    }
}
