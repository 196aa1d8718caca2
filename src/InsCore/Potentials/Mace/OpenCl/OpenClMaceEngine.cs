using System.Numerics;
using InsCore.Kernels;
using InsCore.Kernels.OpenCl;
using InsCore.Structures;

namespace InsCore.Potentials.Mace;

/// <summary>
/// The OpenCL executor: the sweeps of <see cref="NativeMaceEngine{T}"/> on a device. The host makes the graph and adds the repulsion of
/// nuclei; what comes back from the device are an energy, a force and a virial for each atom.
/// </summary>
/// <typeparam name="T">double or float.</typeparam>
internal sealed class OpenClMaceEngine<T> : IMaceEngine
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Of a batch: more keep a device no busier, and would need more of its memory (some 0.1 to 0.3 MB each).
    const int MostAtomsTogether = 4096;

    readonly MaceModel model;
    readonly int head;
    readonly OpenClMaceProgram<T> program;
    readonly OpenClLayer<T>[] layers;
    readonly OpenClArray<T> embedding;
    readonly Lazy<MaceEngine<T>> exact;
    readonly OpenClState<T> state;
    readonly GrowingArray<T> rows = new();

    // A queue and its kernels belong to one evaluation at a time.
    readonly Lock gate = new();

    /// <summary>Copies a model to a device.</summary>
    /// <param name="model">The model.</param>
    /// <param name="head">Which of its heads.</param>
    /// <param name="device">The device.</param>
    public OpenClMaceEngine(MaceModel model, int head, OpenClDevice device)
    {
        (this.model, this.head) = (model, head);
        if (Problem(model, device.Info) is { } problem)
        {
            throw new InsBackendException($"OpenCL: {device.Info.Name}: {problem}");
        }

        program = new(device);
        layers = [.. model.Layers.Select((layer, t) => new OpenClLayer<T>(program, new NativeLayer<T>(model, t, head), layer, head, model.Scale[head]))];
        embedding = new OpenClArray<T>(device).Fill(program.Queue, Embedding());
        state = new(program, layers);
        exact = new(() => new MaceEngine<T>(model, head, NativeKernels.AreAvailable));
    }

    /// <summary>Why a device cannot evaluate a model in this precision, or null.</summary>
    public static string? Problem(MaceModel model, OpenClDeviceInfo device) =>
        typeof(T) == typeof(double) && !device.HasFloat64 ? "it has no double precision; choose --precision float32, or another executor"
        : model.Layers.Max(layer => layer.Degrees.Input) > OpenClPath<T>.MostFeatureDegree
            ? $"there are no kernels for features of degree {model.Layers.Max(layer => layer.Degrees.Input)}; choose another executor"
        : null;

    /// <inheritdoc/>
    public Executor Executor => Executor.OpenCl;

    /// <inheritdoc/>
    public string Describe()
    {
        double error = layers.Max(layer => layer.Plan.Table.MeasureAll());
        return FormattableString.Invariant($"OpenCL on {program.Device.Info.Describe()}; radial functions from tables, ")
            + FormattableString.Invariant($"error at most {error:0.0e0} of the largest path weight; networks on the host below {RadialTable<T>.Shortest} Å");
    }

    /// <inheritdoc/>
    public void Evaluate(NeighbourList graph, int[] elements, int threads, PotentialArrays results, CancellationToken cancellation)
    {
        if (NativeMaceEngine<T>.HasDistanceBelow(graph, RadialTable<T>.Shortest))
        {
            exact.Value.Evaluate(graph, elements, threads, results, cancellation);
            return;
        }

        lock (gate)
        {
            Sweep([(graph, elements)], elements, cancellation);
            Collect(0, 0, results);
        }
    }

    /// <inheritdoc/>
    public void EvaluateMany(PotentialBatch batch, int threads, CancellationToken cancellation)
    {
        List<(NeighbourList Graph, int[] Elements, PotentialArrays Results)> together = [];
        int atoms = 0;
        foreach ((NeighbourList Graph, int[] Elements, PotentialArrays Results) item in batch.Items)
        {
            if (NativeMaceEngine<T>.HasDistanceBelow(item.Graph, RadialTable<T>.Shortest))
            {
                exact.Value.Evaluate(item.Graph, item.Elements, threads, item.Results, cancellation);
                continue;
            }

            if (atoms > 0 && atoms + item.Elements.Length > MostAtomsTogether)
            {
                EvaluateTogether(together, cancellation);
                together.Clear();
                atoms = 0;
            }

            together.Add(item);
            atoms += item.Elements.Length;
        }

        EvaluateTogether(together, cancellation);
    }

    void EvaluateTogether(List<(NeighbourList Graph, int[] Elements, PotentialArrays Results)> items, CancellationToken cancellation)
    {
        if (items.Count == 0)
        {
            return;
        }

        lock (gate)
        {
            Sweep([.. items.Select(item => (item.Graph, item.Elements))], [.. items.SelectMany(item => item.Elements)], cancellation);
            for (int k = 0, row = 0; k < items.Count; row += items[k++].Elements.Length)
            {
                Collect(k, row, items[k].Results);
            }
        }
    }

    void Sweep(ReadOnlySpan<(NeighbourList Graph, int[] Elements)> structures, int[] elements, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        state.Prepare(structures, elements, layers);
        OpenClGraph<T> graph = state.Graph;
        program.RunRows(
            program.Call("harmonics").Ints(graph.PairCount, model.HarmonicDegree).Array(graph.Vectors).Array(state.Harmonics), graph.PairCount);
        int channels = layers[0].Plan.InputLayout.Size;
        program.RunChannels(
            program.Call("embed").Ints(graph.AtomCount, channels).Array(graph.Elements).Array(embedding).Array(state.Features[0]), channels, graph.AtomCount);
        for (int t = 0; t < layers.Length; t++)
        {
            OpenClForward<T>.Locate(program, layers[t], t, state);
            OpenClForward<T>.Compute(program, layers[t], t, state);
            Pause(cancellation);
        }

        for (int t = layers.Length - 1; t >= 0; t--)
        {
            OpenClReverse<T>.Compute(program, layers, t, state);
            Pause(cancellation);
        }

        program.RunRows(
            program.Call("collect").Ints(graph.AtomCount).Array(graph.First).Array(graph.SentFirst).Array(graph.SentEdges).Array(graph.Vectors)
                .Array(state.EdgeGradients).Array(state.Energies).Array(state.Results),
            graph.AtomCount);
        program.Queue.Read(state.Results.Buffer, rows.Resize(graph.AtomCount * OpenClState<T>.ResultWidth));
    }

    // A device cannot be stopped amid its commands; so that it has few of them.
    void Pause(CancellationToken cancellation)
    {
        if (cancellation.CanBeCanceled)
        {
            program.Queue.Finish();
            cancellation.ThrowIfCancellationRequested();
        }
    }

    // Results of one structure, whose atoms begin at a row.
    void Collect(int structure, int firstRow, PotentialArrays results)
    {
        OrderedGraph graph = state.Graph.Structures[structure];
        Array.Clear(results.Forces);
        Matrix3d strain = AddRepulsion(graph, results);
        double total = 0;
        Span<double> row = stackalloc double[OpenClState<T>.ResultWidth];
        for (int i = 0; i < graph.AtomCount; i++)
        {
            for (int k = 0; k < row.Length; k++)
            {
                row[k] = double.CreateTruncating(rows.Span[((firstRow + i) * row.Length) + k]);
            }

            int atom = graph.Order.Span[i];
            results.AtomEnergies[atom] += row[0] + model.AtomicEnergies[head][graph.Elements.Span[i]] + model.Shift[head];
            results.Forces[atom] += new Vector3d(row[1], row[2], row[3]);
            strain += new Matrix3d(new(row[4], row[9], row[8]), new(row[9], row[5], row[7]), new(row[8], row[7], row[6]));
        }

        foreach (double energy in results.AtomEnergies)
        {
            total += energy;
        }

        (results.Energy, results.StrainGradient) = (total, strain);
    }

    // The screened repulsion of nuclei, of the few pairs that are close enough; and its part of the strain gradient.
    Matrix3d AddRepulsion(OrderedGraph graph, PotentialArrays results)
    {
        Array.Clear(results.AtomEnergies);
        Matrix3d strain = default;
        if (model.Repulsion is not ZblRepulsion zbl)
        {
            return strain;
        }

        for (int i = 0; i < graph.AtomCount; i++)
        {
            for (int e = graph.First.Span[i]; e < graph.First.Span[i + 1]; e++)
            {
                Vector3d vector = graph.Vector.Span[e];
                double r = vector.Norm;
                (double v, double slope) = zbl.Evaluate(
                    r, model.AtomicNumbers[graph.Elements.Span[i]], model.AtomicNumbers[graph.Elements.Span[graph.Sender.Span[e]]]);
                if (v == 0 && slope == 0)
                {
                    continue;
                }

                // Each of the two directions of a pair carries half of its energy.
                Vector3d gradient = (0.5 * model.Scale[head] * slope / r) * vector;
                results.AtomEnergies[graph.Order.Span[i]] += 0.5 * model.Scale[head] * v;
                results.Forces[graph.Order.Span[i]] -= gradient;
                results.Forces[graph.Order.Span[graph.Sender.Span[e]]] += gradient;
                strain += Matrix3d.Outer(vector, gradient);
            }
        }

        return strain;
    }

    // [nElements × channels].
    T[] Embedding()
    {
        int channels = layers[0].Plan.InputLayout.Size;
        T[] values = new T[model.Embedding.Length * channels];
        for (int z = 0; z < model.Embedding.Length; z++)
        {
            for (int c = 0; c < model.Embedding[z].Length; c++)
            {
                values[(z * channels) + c] = T.CreateTruncating(model.Embedding[z][c]);
            }
        }

        return values;
    }
}
