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

    /// <inheritdoc/>
    public Executor Executor => IsNative ? Executor.Native : Executor.Managed;

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
    public void Evaluate(NeighbourList graph, int[] elements, int threads, PotentialArrays results, CancellationToken cancellation)
    {
        Workspace workspace = workspaces.TryTake(out Workspace? idle) ? idle : new Workspace();
        try
        {
            Sweep(graph, elements, threads, workspace, cancellation);
            MaceState<T> state = workspace.State;
            EdgeSums.Collect(model, head, graph, elements, state.AtomEnergies.Span, state.EdgeGradients.Span, results);
        }
        finally
        {
            workspaces.Add(workspace);
        }
    }

    /// <summary>Runs both sweeps and leaves all arrays in the workspace.</summary>
    internal void Sweep(NeighbourList graph, int[] elements, int threads, Workspace workspace, CancellationToken cancellation)
    {
        workspace.State.Prepare(graph, elements, edges, layers);
        workspace.Share(graph.First, Math.Clamp(threads, 1, elements.Length));
        int last = layers.Length - 1;
        ForEachChunk(Stage.Start, 0, workspace, cancellation);
        for (int t = 0; t < last; t++)
        {
            ForEachChunk(Stage.Forward, t, workspace, cancellation);
        }

        ForEachChunk(Stage.ForwardAndReverse, last, workspace, cancellation);
        for (int t = last - 1; t >= 0; t--)
        {
            ForEachChunk(Stage.Reverse, t, workspace, cancellation);
        }
    }

    void ForEachChunk(Stage stage, int t, Workspace workspace, CancellationToken cancellation)
    {
        if (workspace.Workers == 1)
        {
            Work(stage, t, 0, workspace, cancellation);
        }
        else
        {
            WorkInParallel(stage, t, workspace, cancellation);
        }
    }

    // By itself, because what a lambda captures is allocated when its method is entered.
    void WorkInParallel(Stage stage, int t, Workspace workspace, CancellationToken cancellation) =>
        Parallelism.Run(workspace.Workers, cancellation, worker => Work(stage, t, worker, workspace, cancellation));

    void Work(Stage stage, int t, int worker, Workspace workspace, CancellationToken cancellation)
    {
        (MaceState<T> state, MaceScratch<T> scratch) = (workspace.State, workspace.Scratch[worker]);
        scratch.SentGradients[t % 2].Resize(t > 0 ? state.Elements.Length * layers[t].SentLayout.Size : 0).Clear();
        scratch.Chunks.Clear();
        Chunk.Cut(state.Graph.First, workspace.Bounds[worker], workspace.Bounds[worker + 1], EdgesPerChunk(t), MostAtomsPerChunk, scratch.Chunks);
        foreach (Chunk chunk in scratch.Chunks)
        {
            cancellation.ThrowIfCancellationRequested();
            switch (stage)
            {
                case Stage.Start:
                    Start(chunk, state);
                    break;
                case Stage.Forward:
                    Forward(t, chunk, state, scratch);
                    break;
                case Stage.ForwardAndReverse:
                    ForwardAndReverse(t, chunk, state, scratch);
                    break;
                default:
                    Reverse(t, chunk, workspace, scratch);
                    break;
            }
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
    void Reverse(int t, Chunk chunk, Workspace workspace, MaceScratch<T> scratch)
    {
        MaceState<T> state = workspace.State;
        LayerStages<T> next = layers[t + 1];
        for (int worker = 0; worker < workspace.Workers; worker++)
        {
            next.Up.Reverse(
                chunk.AtomCount, chunk.Rows(workspace.Scratch[worker].SentGradients[(t + 1) % 2].Span, next.SentLayout.Size),
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

        /// <summary>One for each worker, or more.</summary>
        public List<MaceScratch<T>> Scratch { get; } = [];

        /// <summary>[<see cref="Workers"/> + 1], first atom of each worker.</summary>
        public int[] Bounds { get; private set; } = [];

        /// <summary>Number of workers.</summary>
        public int Workers => Bounds.Length - 1;

        /// <summary>Divides the atoms among workers.</summary>
        public void Share(int[] first, int workers)
        {
            Bounds = Bounds.Length == workers + 1 ? Bounds : new int[workers + 1];
            Chunk.Split(first, Bounds);
            while (Scratch.Count < workers)
            {
                Scratch.Add(new MaceScratch<T>());
            }
        }
    }

    enum Stage
    {
        Start,
        Forward,
        ForwardAndReverse,
        Reverse,
    }
}

/// <summary>Evaluates one model, in one precision, for one head.</summary>
internal interface IMaceEngine
{
    /// <summary>What it is.</summary>
    Executor Executor { get; }

    /// <summary>One line for people: what evaluates it, and with what error; measured when asked for.</summary>
    string Describe();

    /// <summary>Energy, forces and strain gradient.</summary>
    /// <param name="graph">Pairs within the cutoff.</param>
    /// <param name="elements">[nAtoms], row of each atom's element in the model's tables.</param>
    /// <param name="threads">Workers, at least 1.</param>
    /// <param name="results">Out.</param>
    /// <param name="cancellation">Looked at between chunks of atoms.</param>
    void Evaluate(NeighbourList graph, int[] elements, int threads, PotentialArrays results, CancellationToken cancellation);

    /// <summary>The same of several structures; one after the other where together they are no faster.</summary>
    /// <param name="batch">Structures in, results out.</param>
    /// <param name="threads">Workers, at least 1.</param>
    /// <param name="cancellation">Looked at between chunks of atoms.</param>
    void EvaluateMany(PotentialBatch batch, int threads, CancellationToken cancellation)
    {
        foreach ((NeighbourList graph, int[] elements, PotentialArrays results) in batch.Items)
        {
            Evaluate(graph, elements, threads, results, cancellation);
        }
    }
}
