using System.Collections.Concurrent;
using System.Numerics;
using InsCore.Kernels;
using InsCore.Structures;

namespace InsCore.Potentials.Mace;

/// <summary>
/// The native executor: the sweeps of <see cref="MaceEngine{T}"/> with radial functions from tables and the inner loops in libinscore.
/// No linear map is left in the first layer, and nothing of the size edges × channels is kept.
/// </summary>
/// <typeparam name="T">double or float.</typeparam>
internal sealed class NativeMaceEngine<T> : IMaceEngine
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // A slice of the radial tables is then read often enough while it is in cache (EnergyForcesBenchmarks).
    const int EdgesPerChunk = 9000;
    const int MostAtomsPerChunk = 96;

    readonly MaceModel model;
    readonly int head;
    readonly NativeLayer<T>[] layers;
    readonly Lazy<MaceEngine<T>> exact;
    readonly ConcurrentBag<NativeState<T>> states = [];

    /// <summary>Lays out a model and makes its tables.</summary>
    /// <param name="model">The model.</param>
    /// <param name="head">Which of its heads.</param>
    public NativeMaceEngine(MaceModel model, int head)
    {
        (this.model, this.head) = (model, head);
        layers = [.. model.Layers.Select((_, t) => new NativeLayer<T>(model, t, head))];
        exact = new(() => new MaceEngine<T>(model, head, isNative: true));
    }

    /// <inheritdoc/>
    public Executor Executor => Executor.Native;

    /// <inheritdoc/>
    public string Describe()
    {
        double error = layers.Max(layer => layer.Table.MeasureAll());
        string intervals = string.Join(" and ", layers.Select(layer => layer.Table.Intervals));
        return FormattableString.Invariant($"{NativeKernels.Describe()}; radial functions from tables of {intervals} intervals, ")
            + FormattableString.Invariant($"error at most {error:0.0e0} of the largest path weight; networks below {RadialTable<T>.Shortest} Å");
    }

    /// <inheritdoc/>
    public void Evaluate(NeighbourList graph, int[] elements, int threads, PotentialArrays results, CancellationToken cancellation)
    {
        if (HasDistanceBelow(graph, RadialTable<T>.Shortest))
        {
            exact.Value.Evaluate(graph, elements, threads, results, cancellation);
            return;
        }

        NativeState<T> state = states.TryTake(out NativeState<T>? idle) ? idle : new NativeState<T>();
        try
        {
            Sweep(graph, elements, threads, state, cancellation);
            EdgeSums.Collect(model, head, state.Graph, state.AtomEnergies.Span, state.EdgeGradients.Span, results);
        }
        finally
        {
            states.Add(state);
        }
    }

    /// <summary>True if two atoms are closer than the tables begin.</summary>
    internal static bool HasDistanceBelow(NeighbourList graph, double shortest)
    {
        foreach (Vector3d r in graph.Vector.AsSpan(0, graph.Count))
        {
            if (Vector3d.Dot(r, r) < shortest * shortest)
            {
                return true;
            }
        }

        return false;
    }

    void Sweep(NeighbourList graph, int[] elements, int threads, NativeState<T> state, CancellationToken cancellation)
    {
        state.Prepare(graph, elements, layers, threads, (EdgesPerChunk, MostAtomsPerChunk));
        int last = layers.Length - 1;
        ForEachChunk(Stage.Start, 0, state, cancellation);
        for (int t = 0; t < last; t++)
        {
            ForEachChunk(Stage.Forward, t, state, cancellation);
        }

        ForEachChunk(Stage.ForwardAndReverse, last, state, cancellation);
        for (int t = last - 1; t >= 0; t--)
        {
            ForEachChunk(Stage.Reverse, t, state, cancellation);
        }
    }

    void ForEachChunk(Stage stage, int t, NativeState<T> state, CancellationToken cancellation)
    {
        if (state.Chunks.Length == 1)
        {
            Work(stage, t, 0, state, cancellation);
        }
        else
        {
            WorkInParallel(stage, t, state, cancellation);
        }
    }

    // By itself, because what a lambda captures is allocated when its method is entered.
    void WorkInParallel(Stage stage, int t, NativeState<T> state, CancellationToken cancellation) =>
        Parallelism.Run(state.Chunks.Length, cancellation, worker => Work(stage, t, worker, state, cancellation));

    void Work(Stage stage, int t, int worker, NativeState<T> state, CancellationToken cancellation)
    {
        NativeScratch<T> scratch = state.Scratch[worker];
        if (stage is Stage.ForwardAndReverse or Stage.Reverse)
        {
            scratch.SentGradients[t % 2].Resize(t > 0 ? state.Layers[t].SentBlocks.Length : 0).Clear();
        }

        foreach (Chunk chunk in state.Chunks[worker])
        {
            cancellation.ThrowIfCancellationRequested();
            switch (stage)
            {
                case Stage.Start:
                    Start(chunk, state);
                    break;
                case Stage.Forward:
                    NativeForward<T>.Compute(layers[t], t, chunk, state, scratch);
                    NativeForward<T>.Send(layers[t + 1], t + 1, chunk, state);
                    break;
                case Stage.ForwardAndReverse:
                    NativeForward<T>.Compute(layers[t], t, chunk, state, scratch);
                    chunk.Rows(state.FeatureGradients[t + 1].Span, layers[t].OutputLayout.Size).Clear();
                    NativeReverse<T>.Compute(layers[t], t, chunk, state, scratch);
                    break;
                default:
                    NativeReverse<T>.Receive(layers[t + 1], t + 1, chunk, state, scratch);
                    NativeReverse<T>.Compute(layers[t], t, chunk, state, scratch);
                    break;
            }
        }
    }

    void Start(Chunk chunk, NativeState<T> state)
    {
        EdgeFunctions<T>.Compute(model, model.Scale[head], layers, chunk, state);
        int size = layers[0].InputLayout.Size;
        Span<T> features = chunk.Rows(state.Features[0].Span, size);
        features.Clear();
        for (int i = 0; i < chunk.AtomCount; i++)
        {
            double[] embedding = model.Embedding[state.Graph.Elements.Span[chunk.FirstAtom + i]];
            for (int c = 0; c < embedding.Length; c++)
            {
                features[(i * size) + c] = T.CreateChecked(embedding[c]);
            }
        }

        NativeForward<T>.Send(layers[0], 0, chunk, state);
    }

    enum Stage
    {
        Start,
        Forward,
        ForwardAndReverse,
        Reverse,
    }
}
