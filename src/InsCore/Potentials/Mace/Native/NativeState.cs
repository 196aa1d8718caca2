using System.Numerics;
using InsCore.Kernels;
using InsCore.Structures;

namespace InsCore.Potentials.Mace;

/// <summary>All arrays of one evaluation by libinscore; kept and reused, so that a step allocates nothing.</summary>
/// <typeparam name="T">double or float.</typeparam>
internal sealed class NativeState<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // [nWorkers + 1], first atom of each.
    int[] bounds = [];

    /// <summary>Atoms and edges, in the order of all arrays here.</summary>
    public OrderedGraph Graph { get; } = new();

    /// <summary>[nEdges × HarmonicCount].</summary>
    public GrowingArray<T> Harmonics { get; } = new();

    /// <summary>dE/dr_e, [nEdges], eV/Å.</summary>
    public GrowingArray<Vector3d> EdgeGradients { get; } = new();

    /// <summary>[nAtoms], eV: interaction energy, scaled.</summary>
    public GrowingArray<double> AtomEnergies { get; } = new();

    /// <summary>Arrays of each layer.</summary>
    public NativeLayerState<T>[] Layers { get; private set; } = [];

    /// <summary>[nLayers + 1], features that enter each layer and those that leave the last, [nAtoms × features].</summary>
    public GrowingArray<T>[] Features { get; private set; } = [];

    /// <summary>dE/d(Features).</summary>
    public GrowingArray<T>[] FeatureGradients { get; private set; } = [];

    /// <summary>One for each worker.</summary>
    public List<NativeScratch<T>> Scratch { get; } = [];

    /// <summary>[nWorkers], chunks of each.</summary>
    public List<Chunk>[] Chunks { get; private set; } = [];

    /// <summary>Makes room for a structure and divides it among workers.</summary>
    public void Prepare(NeighbourList graph, int[] elements, NativeLayer<T>[] layers, int workers, (int Edges, int Atoms) mostPerChunk)
    {
        Graph.Fill(graph, elements);
        int atoms = elements.Length, count = Graph.PairCount;
        Harmonics.Resize(count * layers[0].Plan.HarmonicCount);
        EdgeGradients.Resize(count);
        AtomEnergies.Resize(atoms);
        if (Layers.Length == 0)
        {
            Layers = [.. layers.Select(_ => new NativeLayerState<T>())];
            Features = [.. Enumerable.Range(0, layers.Length + 1).Select(_ => new GrowingArray<T>())];
            FeatureGradients = [.. Features.Select(_ => new GrowingArray<T>())];
        }

        for (int t = 0; t < layers.Length; t++)
        {
            Layers[t].Prepare(elements, count, layers[t]);
            Features[t].Resize(atoms * layers[t].InputLayout.Size);
            FeatureGradients[t].Resize(atoms * layers[t].InputLayout.Size);
        }

        Features[^1].Resize(atoms * layers[^1].OutputLayout.Size);
        FeatureGradients[^1].Resize(atoms * layers[^1].OutputLayout.Size);

        workers = Math.Clamp(workers, 1, Math.Max(1, atoms));
        if (Chunks.Length != workers)
        {
            (Chunks, bounds) = ([.. Enumerable.Range(0, workers).Select(_ => new List<Chunk>())], new int[workers + 1]);
        }

        Chunk.Split(Graph.First.Span, bounds);

        for (int worker = 0; worker < Chunks.Length; worker++)
        {
            if (Scratch.Count == worker)
            {
                Scratch.Add(new());
            }

            Chunks[worker].Clear();
            Chunk.Cut(Graph.First.Span, bounds[worker], bounds[worker + 1], mostPerChunk.Edges, mostPerChunk.Atoms, Chunks[worker]);
        }
    }
}

/// <summary>Arrays of one layer.</summary>
internal sealed class NativeLayerState<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The radial table as it was when the evaluation began.</summary>
    public (T[] Values, int Rows) Table { get; private set; }

    /// <summary>[nElements × nElements], first row of each pair of sender and receiver that occurs.</summary>
    public GrowingArray<int> FirstRows { get; } = new();

    /// <summary>[nEdges], row of the radial table.</summary>
    public GrowingArray<int> Rows { get; } = new();

    /// <summary>[nEdges], place within the row's interval.</summary>
    public GrowingArray<T> Local { get; } = new();

    /// <summary>Derivative of the edges' densities by that place, [nEdges]; empty where messages are divided by a constant.</summary>
    public GrowingArray<double> DensitySlopes { get; } = new();

    /// <summary>Features as sent, [nAtoms × sent]; empty where they are in the table.</summary>
    public GrowingArray<T> Sent { get; } = new();

    /// <summary>The same, [nBlocks × nAtoms × components × block]: what one block of channels reads lies together.</summary>
    public GrowingArray<T> SentBlocks { get; } = new();

    /// <summary>1/(constant + slope · density), [nAtoms].</summary>
    public GrowingArray<T> Normalization { get; } = new();

    /// <summary>What enters the gate, [nAtoms × gate input].</summary>
    public GrowingArray<T> GateInput { get; } = new();

    /// <summary>What enters the contraction, [nAtoms × (l_max + 1)² × channels].</summary>
    public GrowingArray<T> Message { get; } = new();

    /// <summary>dE/d(Sent) by way of the receiver's own gate, [nAtoms × sent]; empty without a gate.</summary>
    public GrowingArray<T> OwnSentGradients { get; } = new();

    /// <summary>Makes room.</summary>
    public void Prepare(int[] elements, int edges, NativeLayer<T> layer)
    {
        int atoms = elements.Length;
        Table = layer.Table.For(elements, FirstRows);
        int sent = atoms * (layer.Plan.HasFeatures ? layer.SentLayout.Size : 0);
        Rows.Resize(edges);
        Local.Resize(edges);
        DensitySlopes.Resize(layer.Table.HasDensity ? edges : 0);
        Sent.Resize(sent);
        SentBlocks.Resize(sent);
        Normalization.Resize(atoms);
        GateInput.Resize(atoms * (layer.Gate?.InputLayout.Size ?? 0));
        Message.Resize(atoms * layer.NodeLayout.Size);
        OwnSentGradients.Resize(layer.Gate is null ? 0 : sent);
    }
}

/// <summary>What one worker needs for the chunk of atoms it is at, and where it collects gradients of other atoms' features.</summary>
internal sealed class NativeScratch<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Message sums and, later, their gradients.</summary>
    public GrowingArray<T> Messages { get; } = new();

    /// <summary>Between the linear maps of a node.</summary>
    public GrowingArray<T> Mixed { get; } = new();

    /// <summary>Gradient of what enters the gate.</summary>
    public GrowingArray<T> GateGradients { get; } = new();

    /// <summary>Gradient of what enters the contraction.</summary>
    public GrowingArray<T> MessageGradients { get; } = new();

    /// <summary>Products and, later, their gradients.</summary>
    public GrowingArray<T> Products { get; } = new();

    /// <summary>Rows of the atoms of one element.</summary>
    public GrowingArray<T> Gathered { get; } = new();

    /// <summary>What they are mapped to.</summary>
    public GrowingArray<T> Mapped { get; } = new();

    /// <summary>Atoms of the chunk, element by element.</summary>
    public GrowingArray<int> Order { get; } = new();

    /// <summary>Their elements.</summary>
    public GrowingArray<int> OrderElements { get; } = new();

    /// <summary>Gradients of the edges' functions, [edges × GradientWidth].</summary>
    public GrowingArray<T> EdgeGradients { get; } = new();

    /// <summary>Message sum times its gradient, of each atom.</summary>
    public GrowingArray<T> MessageProducts { get; } = new();

    /// <summary>dE/dρ of each atom.</summary>
    public GrowingArray<double> DensityGradients { get; } = new();

    /// <summary>dE/d(sent features) of all atoms, block by block, as far as this worker has seen; for even and for odd layers.</summary>
    public GrowingArray<T>[] SentGradients { get; } = [new(), new()];

    /// <summary>The same of the chunk's atoms, all workers together, atom by atom.</summary>
    public GrowingArray<T> ChunkSentGradients { get; } = new();
}
