using System.Numerics;
using InsCore.Kernels;
using InsCore.Kernels.OpenCl;
using InsCore.Structures;

namespace InsCore.Potentials.Mace;

/// <summary>The processor for few atoms and a GPU for many, where nobody said which.</summary>
/// <param name="host">On the processor.</param>
/// <param name="device">On the device.</param>
/// <param name="least">Number of atoms from which on the device serves.</param>
internal sealed class AutomaticMaceEngine(IMaceEngine host, IMaceEngine device, double least) : IMaceEngine
{
    // The self-timing: simple cubic crystals of one element with these numbers of atoms along an edge.
    const int Few = 3, Many = 7;
    const double Spacing = 2.6;

    /// <inheritdoc/>
    public Executor Executor => host.Executor;

    /// <summary>Both where the device can do it and is faster from some size on, else the processor's.</summary>
    /// <param name="model">The model.</param>
    /// <param name="head">Which of its heads.</param>
    /// <param name="host">The engine of the processor.</param>
    /// <param name="device">The device.</param>
    public static IMaceEngine Choose<T>(MaceModel model, int head, IMaceEngine host, OpenClDevice device)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        try
        {
            OpenClMaceEngine<T> engine = new(model, head, device);
            double least = Crossover(model, host, engine, device, typeof(T).Name);
            return double.IsFinite(least) ? new AutomaticMaceEngine(host, engine, least) : host;
        }
        catch (InsBackendException)
        {
            return host; // nobody asked for a device that cannot do it
        }
    }

    /// <inheritdoc/>
    public string Describe() => FormattableString.Invariant($"{host.Describe()}; from {Math.Ceiling(least)} atoms on {device.Describe()}");

    /// <inheritdoc/>
    public void Evaluate(NeighbourList graph, int[] elements, int threads, PotentialArrays results, CancellationToken cancellation) =>
        For(elements.Length).Evaluate(graph, elements, threads, results, cancellation);

    /// <inheritdoc/>
    public void EvaluateMany(PotentialBatch batch, int threads, CancellationToken cancellation) =>
        For(batch.Items.Sum(item => item.Elements.Length)).EvaluateMany(batch, threads, cancellation);

    IMaceEngine For(int atoms) => atoms >= least ? device : host;

    static double Crossover(MaceModel model, IMaceEngine host, IMaceEngine engine, OpenClDevice device, string precision)
    {
        MaceLayer last = model.Layers[^1];
        string what = $"mace {precision} {last.Channels.Node} {last.Degrees.Input} {model.Layers.Length} {model.Radial.CutoffRadius:r}";
        void Work(double atoms, IMaceEngine by, int threads)
        {
            int edge = (int)Math.Round(Math.Cbrt(atoms)), count = edge * edge * edge;
            Vector3d[] positions = [.. Enumerable.Range(0, count).Select(k => Spacing * new Vector3d(k % edge, k / edge % edge, k / edge / edge))];
            int[] numbers = new int[count];
            Array.Fill(numbers, model.AtomicNumbers[0]);
            Crystal crystal = new(new Lattice(Matrix3d.Diagonal(edge * Spacing, edge * Spacing, edge * Spacing)), numbers, positions);
            by.Evaluate(NeighbourList.Build(crystal, model.Radial.CutoffRadius), new int[count], threads, new PotentialArrays(count), default);
        }

        return OpenClCrossover.Of(
            device, what, NativeKernels.Describe(), Few * Few * Few, Many * Many * Many, atoms => Work(atoms, engine, 1), atoms => Work(atoms, host, 1),
            Environment.ProcessorCount);
    }
}
