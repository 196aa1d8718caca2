using System.Collections.Concurrent;
using System.Numerics;
using InsCore.Kernels;

namespace InsCore.Potentials.Mace;

/// <summary>
/// The managed executor: energy, forces and strain gradient of a MACE model by one forward sweep and one hand-written reverse
/// sweep through the layers, chunk of atoms by chunk of atoms. The last layer goes forward and back while its chunk is in
/// cache; the radial networks of earlier layers are evaluated again in the reverse, so that nothing of the size
/// edges × paths × channels is ever kept.
/// </summary>
/// <typeparam name="T">double or float.</typeparam>
internal sealed class MaceEngine<T> : IMaceEngine
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Rows of the path weights that stay in the second-level cache together with their gradient.
    const int ChunkBytes = 400_000;
    const int MostAtomsPerChunk = 32;

    readonly MaceModel model;
    readonly int head;
    readonly EdgeStage<T> edges;
    readonly LayerStages<T>[] layers;
    readonly ConcurrentBag<Workspace> workspaces = [];

    /// <summary>Lays out a model for the processor.</summary>
    /// <param name="model">The model.</param>
    /// <param name="head">Which of its heads.</param>
    /// <param name="isNative">Multiply matrices by libinscore instead of managed code.</param>
    public MaceEngine(MaceModel model, int head, bool isNative = false)
    {
        (this.model, this.head, IsNative) = (model, head, isNative);
        edges = new EdgeStage<T>(model, model.Scale[head]);
        layers = Array.ConvertAll(model.Layers, layer => new LayerStages<T>(layer, model, head, isNative));
    }

    /// <summary>True if matrices are multiplied by libinscore.</summary>
    public bool IsNative { get; }

    /// <summary>Stages of the edges, for tests.</summary>
    internal EdgeStage<T> Edges => edges;

    /// <summary>Stages of the layers, for tests.</summary>
    internal IReadOnlyList<LayerStages<T>> Layers => layers;

    /// <inheritdoc/>
    public string Describe() => (IsNative ? $"managed code with matrix products by {NativeKernels.Describe()}" : "managed code")
        + ", radial networks evaluated at every distance";

    /// <inheritdoc/>
    public PotentialResult Evaluate(NeighbourList graph, int[] elements, int threads, CancellationToken cancellation)
    {
        Workspace workspace = workspaces.TryTake(out Workspace? idle) ? idle : new Workspace();
        try
        {
            Sweep(graph, elements, threads, workspace, cancellation);
            MaceState<T> state = workspace.State;
            return EdgeSums.Collect(model, head, graph, elements, state.AtomEnergies.Span, state.EdgeGradients.Span);
        }
        finally
        {
            workspaces.Add(workspace);
        }
    }

    /// <summary>Runs both sweeps and leaves all arrays in the workspace.</summary>
    internal void Sweep(NeighbourList graph, int[] elements, int threads, Workspace workspace, CancellationToken cancellation)
    {
        MaceState<T> state = workspace.State;
        state.Prepare(graph, elements, edges, layers);
        int[] bounds = Chunk.Split(graph.First, Math.Clamp(threads, 1, elements.Length));
        int workers = bounds.Length - 1;
        while (workspace.Scratch.Count < workers)
        {
            workspace.Scratch.Add(new MaceScratch<T>());
        }

        void ForEachChunk(int layer, Action<Chunk, MaceScratch<T>> work) => Parallelism.Run(workers, cancellation, worker =>
        {
            MaceScratch<T> scratch = workspace.Scratch[worker];
            scratch.SentGradients[layer % 2].Resize(layer > 0 ? elements.Length * layers[layer].SentLayout.Size : 0).Clear();
            scratch.Chunks.Clear();
            Chunk.Cut(graph.First, bounds[worker], bounds[worker + 1], EdgesPerChunk(layer), MostAtomsPerChunk, scratch.Chunks);
            foreach (Chunk chunk in scratch.Chunks)
            {
                cancellation.ThrowIfCancellationRequested();
                work(chunk, scratch);
            }
        });

        int last = layers.Length - 1;
        ForEachChunk(0, (chunk, _) => Start(chunk, state));
        for (int layer = 0; layer < last; layer++)
        {
            int t = layer;
            ForEachChunk(t, (chunk, scratch) => Forward(t, chunk, state, scratch));
        }

        ForEachChunk(last, (chunk, scratch) => ForwardAndReverse(last, chunk, state, scratch));
        for (int layer = last - 1; layer >= 0; layer--)
        {
            int t = layer;
            ForEachChunk(t, (chunk, scratch) => Reverse(t, chunk, state, scratch, workspace.Scratch.Take(workers)));
        }
    }

    int EdgesPerChunk(int layer) => Math.Max(MatrixKernel.RowTile, ChunkBytes / (layers[layer].PathWeights.OutputWidth * System.Runtime.CompilerServices.Unsafe.SizeOf<T>()));

    void Start(Chunk chunk, MaceState<T> state)
    {
        edges.Compute(chunk.FirstAtom, chunk.FirstAtom + chunk.AtomCount, state);
        Span<T> features = chunk.Rows(state.Layers[0].Features.Span, layers[0].InputLayout.Size);
        features.Clear();
        for (int i = 0; i < chunk.AtomCount; i++)
        {
            double[] embedding = model.Embedding[state.Elements[chunk.FirstAtom + i]];
            Span<T> row = features.Slice(i * layers[0].InputLayout.Size, embedding.Length);
            for (int c = 0; c < embedding.Length; c++)
            {
                row[c] = T.CreateChecked(embedding[c]);
            }
        }

        Send(0, chunk, state);
    }

    void Send(int t, Chunk chunk, MaceState<T> state) => layers[t].Up.Compute(
        chunk.AtomCount, chunk.Rows(state.Layers[t].Features.Span, layers[t].InputLayout.Size),
        chunk.Rows(state.Layers[t].Sent.Span, layers[t].SentLayout.Size));

    void Forward(int t, Chunk chunk, MaceState<T> state, MaceScratch<T> scratch)
    {
        LayerForward<T>.ComputeRadial(layers[t], t, edges, chunk, state, scratch);
        LayerForward<T>.ComputeNodes(layers[t], t, chunk, state, scratch);
        Send(t + 1, chunk, state);
    }

    void ForwardAndReverse(int t, Chunk chunk, MaceState<T> state, MaceScratch<T> scratch)
    {
        LayerForward<T>.ComputeRadial(layers[t], t, edges, chunk, state, scratch);
        LayerForward<T>.ComputeNodes(layers[t], t, chunk, state, scratch);
        chunk.Rows(state.Layers[t + 1].FeatureGradients.Span, layers[t].OutputLayout.Size).Clear();
        LayerReverse<T>.Reverse(layers[t], t, edges, chunk, state, scratch);
    }

    // All receivers have said what they ask of the features sent by this chunk; each worker collected its share.
    void Reverse(int t, Chunk chunk, MaceState<T> state, MaceScratch<T> scratch, IEnumerable<MaceScratch<T>> workers)
    {
        LayerStages<T> next = layers[t + 1];
        foreach (MaceScratch<T> worker in workers)
        {
            next.Up.Reverse(
                chunk.AtomCount, chunk.Rows(worker.SentGradients[(t + 1) % 2].Span, next.SentLayout.Size),
                chunk.Rows(state.Layers[t + 1].FeatureGradients.Span, next.InputLayout.Size), add: true);
        }

        LayerForward<T>.ComputeRadial(layers[t], t, edges, chunk, state, scratch);
        LayerReverse<T>.Reverse(layers[t], t, edges, chunk, state, scratch);
    }

    /// <summary>Memory of one evaluation at a time.</summary>
    internal sealed class Workspace
    {
        /// <summary>Arrays of the whole structure.</summary>
        public MaceState<T> State { get; } = new();

        /// <summary>One for each worker.</summary>
        public List<MaceScratch<T>> Scratch { get; } = [];
    }
}

/// <summary>Evaluates one model, in one precision, for one head.</summary>
internal interface IMaceEngine
{
    /// <summary>One line for people: what evaluates it, and with what error; measured when asked for.</summary>
    string Describe();

    /// <summary>Energy, forces and strain gradient.</summary>
    /// <param name="graph">Pairs within the cutoff.</param>
    /// <param name="elements">[nAtoms], row of each atom's element in the model's tables.</param>
    /// <param name="threads">Workers, at least 1.</param>
    /// <param name="cancellation">Looked at between chunks of atoms.</param>
    PotentialResult Evaluate(NeighbourList graph, int[] elements, int threads, CancellationToken cancellation);
}
