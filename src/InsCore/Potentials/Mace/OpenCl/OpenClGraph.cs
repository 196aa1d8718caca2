using System.Numerics;
using System.Runtime.InteropServices;
using InsCore.Kernels;
using InsCore.Structures;

namespace InsCore.Potentials.Mace;

/// <summary>One or several structures as one graph, on the host and on a device.</summary>
/// <typeparam name="T">double or float.</typeparam>
internal sealed class OpenClGraph<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Where a work item goes through many atoms: a slice of the radial tables is then read often while it is in cache.
    const int EdgesPerChunk = 9000;
    const int MostAtomsPerChunk = 96;

    readonly OpenClMaceProgram<T> program;
    readonly GrowingArray<int> elements = new(), first = new(), sender = new(), receiver = new(), sentFirst = new(), sentEdges = new();
    readonly GrowingArray<int> byElement = new(), bounds = new();
    readonly GrowingArray<T> vectors = new();

    /// <summary>Makes an empty graph.</summary>
    public OpenClGraph(OpenClMaceProgram<T> program)
    {
        this.program = program;
        OpenClArray<int> Ints() => new(program.Device);
        (Elements, First, Sender, Receiver, SentFirst, SentEdges, ByElement, Bounds) = (Ints(), Ints(), Ints(), Ints(), Ints(), Ints(), Ints(), Ints());
        Vectors = new(program.Device);
    }

    /// <summary>Pairs of each structure, its atoms ordered; more than there are structures, perhaps.</summary>
    public List<OrderedGraph> Structures { get; } = [];

    /// <summary>Number of structures.</summary>
    public int StructureCount { get; private set; }

    /// <summary>Number of atoms of all structures.</summary>
    public int AtomCount { get; private set; }

    /// <summary>Number of pairs.</summary>
    public int PairCount { get; private set; }

    /// <summary>Ranges of atoms, one for each work item or group that goes through atoms.</summary>
    public int ChunkCount { get; private set; }

    /// <summary>[nAtoms], row of each atom's element in the model's tables.</summary>
    public OpenClArray<int> Elements { get; }

    /// <summary>[nAtoms + 1], start of each receiver's pairs.</summary>
    public OpenClArray<int> First { get; }

    /// <summary>[nPairs].</summary>
    public OpenClArray<int> Sender { get; }

    /// <summary>[nPairs].</summary>
    public OpenClArray<int> Receiver { get; }

    /// <summary>[nAtoms + 1], start of each sender's pairs in <see cref="SentEdges"/>.</summary>
    public OpenClArray<int> SentFirst { get; }

    /// <summary>[nPairs], numbers of pairs, sender by sender.</summary>
    public OpenClArray<int> SentEdges { get; }

    /// <summary>[nAtoms], atoms element by element.</summary>
    public OpenClArray<int> ByElement { get; }

    /// <summary>[ChunkCount + 1], first atom of each range.</summary>
    public OpenClArray<int> Bounds { get; }

    /// <summary>[nPairs × 4], (x_i - x_j + S·cell)/r and r, Å.</summary>
    public OpenClArray<T> Vectors { get; }

    /// <summary>Elements that occur, and where their atoms lie in <see cref="ByElement"/>.</summary>
    public List<(int Element, int First, int Count)> Segments { get; } = [];

    /// <summary>Orders structures and copies them to the device.</summary>
    public void Fill(ReadOnlySpan<(NeighbourList Graph, int[] Elements)> structures)
    {
        (StructureCount, AtomCount, PairCount) = (structures.Length, 0, 0);
        for (int s = 0; s < structures.Length; s++)
        {
            if (Structures.Count == s)
            {
                Structures.Add(new OrderedGraph());
            }

            Structures[s].Fill(structures[s].Graph, structures[s].Elements);
            AtomCount += Structures[s].AtomCount;
            PairCount = checked(PairCount + Structures[s].PairCount);
        }

        Join();
        ListSenders();
        SortByElement();
        Divide();
        Upload();
    }

    void Join()
    {
        Span<int> own = elements.Resize(AtomCount), start = first.Resize(AtomCount + 1), from = sender.Resize(PairCount), to = receiver.Resize(PairCount);
        Span<T> vector = vectors.Resize(checked(4 * PairCount));
        start[0] = 0;
        int atom = 0, pair = 0;
        foreach (OrderedGraph graph in CollectionsMarshal.AsSpan(Structures)[..StructureCount])
        {
            int firstAtom = atom, firstPair = pair;
            ReadOnlySpan<Vector3d> r = graph.Vector.Span;
            for (int i = 0; i < graph.AtomCount; i++, atom++)
            {
                own[atom] = graph.Elements.Span[i];
                for (int e = graph.First.Span[i]; e < graph.First.Span[i + 1]; e++, pair++)
                {
                    double length = r[e].Norm;
                    (from[pair], to[pair]) = (firstAtom + graph.Sender.Span[e], atom);
                    vector[4 * pair] = T.CreateTruncating(r[e].X / length);
                    vector[(4 * pair) + 1] = T.CreateTruncating(r[e].Y / length);
                    vector[(4 * pair) + 2] = T.CreateTruncating(r[e].Z / length);
                    vector[(4 * pair) + 3] = T.CreateTruncating(length);
                }

                start[atom + 1] = firstPair + graph.First.Span[i + 1];
            }
        }
    }

    void ListSenders()
    {
        Span<int> start = sentFirst.Resize(AtomCount + 1), edges = sentEdges.Resize(PairCount), from = sender.Span;
        start.Clear();
        foreach (int atom in from)
        {
            start[atom + 1]++;
        }

        for (int i = 0; i < AtomCount; i++)
        {
            start[i + 1] += start[i];
        }

        // Each start moves to the next one while its pairs are put down; then all are moved back.
        for (int e = 0; e < PairCount; e++)
        {
            edges[start[from[e]]++] = e;
        }

        for (int i = AtomCount; i > 0; i--)
        {
            start[i] = start[i - 1];
        }

        start[0] = 0;
    }

    void SortByElement()
    {
        Span<int> order = byElement.Resize(AtomCount);
        int largest = 0;
        foreach (int element in elements.Span)
        {
            largest = Math.Max(largest, element);
        }

        Segments.Clear();
        for (int element = 0, place = 0; element <= largest; element++)
        {
            int begin = place;
            for (int i = 0; i < AtomCount; i++)
            {
                if (elements.Span[i] == element)
                {
                    order[place++] = i;
                }
            }

            if (place > begin)
            {
                Segments.Add((element, begin, place - begin));
            }
        }
    }

    void Divide()
    {
        if (program.HasGroupForEachAtom)
        {
            Span<int> each = bounds.Resize(AtomCount + 1);
            for (int i = 0; i <= AtomCount; i++)
            {
                each[i] = i;
            }

            ChunkCount = AtomCount;
            return;
        }

        // As many for each core, of equal work.
        int cores = Math.Max(1, program.Device.Info.ComputeUnits);
        int least = Math.Max((PairCount + EdgesPerChunk - 1) / EdgesPerChunk, (AtomCount + MostAtomsPerChunk - 1) / MostAtomsPerChunk);
        ChunkCount = Math.Clamp((least + cores - 1) / cores * cores, 1, Math.Max(1, AtomCount));
        Chunk.Split(first.Span, bounds.Resize(ChunkCount + 1));
    }

    void Upload()
    {
        Elements.Fill(program.Queue, elements.Span);
        First.Fill(program.Queue, first.Span);
        Sender.Fill(program.Queue, sender.Span);
        Receiver.Fill(program.Queue, receiver.Span);
        SentFirst.Fill(program.Queue, sentFirst.Span);
        SentEdges.Fill(program.Queue, sentEdges.Span);
        ByElement.Fill(program.Queue, byElement.Span);
        Bounds.Fill(program.Queue, bounds.Span);
        Vectors.Fill(program.Queue, vectors.Span);
    }
}
