namespace InsCore.Potentials.Mace;

/// <summary>A few neighbouring rows of atoms with all their edges, worked on together while they are in cache.</summary>
/// <param name="FirstAtom">First atom.</param>
/// <param name="AtomCount">Number of atoms.</param>
/// <param name="FirstEdge">First edge.</param>
/// <param name="EdgeCount">Number of edges.</param>
internal readonly record struct Chunk(int FirstAtom, int AtomCount, int FirstEdge, int EdgeCount)
{
    /// <summary>The chunk's rows of an array by atom.</summary>
    public Span<T> Rows<T>(Span<T> all, int width) => all.Slice(FirstAtom * width, AtomCount * width);

    /// <summary>Cuts atoms into as many ranges of about equal numbers of edges.</summary>
    /// <param name="first">[nAtoms + 1], first edge of each atom.</param>
    /// <param name="count">Number of ranges.</param>
    /// <returns>[count + 1], first atom of each range.</returns>
    public static int[] Split(ReadOnlySpan<int> first, int count)
    {
        int[] bounds = new int[count + 1];
        Split(first, bounds);
        return bounds;
    }

    /// <summary>The same into an array that is there.</summary>
    public static void Split(ReadOnlySpan<int> first, Span<int> bounds)
    {
        int count = bounds.Length - 1, atoms = first.Length - 1, atom = 0;
        bounds[0] = 0;
        for (int k = 1; k < count; k++)
        {
            // Each atom costs something even without edges.
            double share = ((double)first[^1] + atoms) * k / count;
            while (atom < atoms && first[atom] + atom < share)
            {
                atom++;
            }

            bounds[k] = atom;
        }

        bounds[count] = atoms;
    }

    /// <summary>Cuts a range of atoms into chunks of about equal numbers of edges, as few as keep the limits, at least one atom each.</summary>
    public static void Cut(ReadOnlySpan<int> first, int begin, int end, int mostEdges, int mostAtoms, List<Chunk> chunks)
    {
        int count = Math.Max((first[end] - first[begin] + mostEdges - 1) / mostEdges, (end - begin + mostAtoms - 1) / mostAtoms);
        long edges = first[end] - first[begin], start = first[begin];
        for (int k = 1; begin < end; k++)
        {
            int stop = begin + 1;
            while (stop < end && stop - begin < mostAtoms && (first[stop] - start) * (long)count < edges * k)
            {
                stop++;
            }

            chunks.Add(new Chunk(begin, stop - begin, first[begin], first[stop] - first[begin]));
            begin = stop;
        }
    }
}
