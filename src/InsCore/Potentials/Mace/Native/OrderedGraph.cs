using InsCore.Kernels;
using InsCore.Structures;

namespace InsCore.Potentials.Mace;

/// <summary>
/// Pairs with the atoms in another order: near ones together, so that neighbours share what they read of others' features, and among
/// these one element after the other, so that they share tables and coefficients.
/// </summary>
internal sealed class OrderedGraph
{
    // Atoms with most of their neighbours among or close to them, and still several of each element (EnergyForcesBenchmarks).
    const int Neighbourhood = 256;

    readonly GrowingArray<int> places = new();

    /// <summary>[nAtoms], the caller's number of each atom.</summary>
    public GrowingArray<int> Order { get; } = new();

    /// <summary>[nAtoms], row of each atom's element in the model's tables.</summary>
    public GrowingArray<int> Elements { get; } = new();

    /// <summary>[nAtoms + 1], start of each receiver's pairs.</summary>
    public GrowingArray<int> First { get; } = new();

    /// <summary>[nPairs], sender.</summary>
    public GrowingArray<int> Sender { get; } = new();

    /// <summary>[nPairs], x_i - x_j + S·cell, Å.</summary>
    public GrowingArray<Vector3d> Vector { get; } = new();

    /// <summary>Number of atoms.</summary>
    public int AtomCount => Order.Length;

    /// <summary>Number of pairs.</summary>
    public int PairCount => Sender.Length;

    /// <summary>Orders the pairs of a structure.</summary>
    public void Fill(NeighbourList graph, int[] elements)
    {
        FindOrder(graph, elements);
        int atoms = elements.Length, count = 0;
        Span<int> order = Order.Span, place = places.Span, first = First.Resize(atoms + 1), sender = Sender.Resize(graph.Count), own = Elements.Resize(atoms);
        Span<Vector3d> vector = Vector.Resize(graph.Count);
        first[0] = 0;
        for (int i = 0; i < atoms; i++)
        {
            own[i] = elements[order[i]];
            for (int e = graph.First[order[i]]; e < graph.First[order[i] + 1]; e++, count++)
            {
                sender[count] = place[graph.Sender[e]];
                vector[count] = graph.Vector[e];
            }

            first[i + 1] = count;
        }
    }

    // Neighbourhoods grow from a seed by breadth; the next one begins beside the last.
    void FindOrder(NeighbourList graph, int[] elements)
    {
        int atoms = elements.Length;
        Span<int> order = Order.Resize(atoms), place = places.Resize(atoms);
        Span<int> keys = stackalloc int[Neighbourhood];
        place.Fill(-1);
        int count = 0, seed = 0;
        while (count < atoms)
        {
            int begin = count;
            Visit(seed, order, place, ref count);
            for (int head = begin; head < count && count - begin < Neighbourhood; head++)
            {
                for (int e = graph.First[order[head]]; e < graph.First[order[head] + 1] && count - begin < Neighbourhood; e++)
                {
                    Visit(graph.Sender[e], order, place, ref count);
                }
            }

            seed = NextSeed(graph, order[begin..count], place, seed);
            for (int i = begin; i < count; i++)
            {
                keys[i - begin] = elements[order[i]];
            }

            keys[..(count - begin)].Sort(order[begin..count]);
        }

        for (int i = 0; i < atoms; i++)
        {
            place[order[i]] = i;
        }
    }

    static void Visit(int atom, Span<int> order, Span<int> place, ref int count)
    {
        if (place[atom] < 0)
        {
            place[atom] = count;
            order[count++] = atom;
        }
    }

    // A neighbour of the last neighbourhood that is in none yet; else the first such atom.
    static int NextSeed(NeighbourList graph, ReadOnlySpan<int> last, ReadOnlySpan<int> place, int before)
    {
        foreach (int atom in last)
        {
            for (int e = graph.First[atom]; e < graph.First[atom + 1]; e++)
            {
                if (place[graph.Sender[e]] < 0)
                {
                    return graph.Sender[e];
                }
            }
        }

        int free = place.IndexOf(-1);
        return free < 0 ? before : free;
    }
}
