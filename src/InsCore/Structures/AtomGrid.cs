namespace InsCore.Structures;

/// <summary>Finds atoms by place in a periodic cell, in a time that does not grow with their number.</summary>
/// <remarks>
/// Bins are about half an ångström wide and only those in use are stored. Exact for radii up to half the smallest distance
/// between faces of the cell: two points nearer than that are nearest images of each other in fractional coordinates.
/// </remarks>
internal sealed class AtomGrid
{
    const double BinWidth = 0.5;
    const int MaximumBins = 1 << 20;
    const int None = -1;

    readonly Lattice lattice;
    readonly Vector3d heights;
    readonly int[] bins = new int[3];
    readonly Dictionary<long, int> heads;
    readonly List<(Vector3d Fractional, int Kind, int Next)> atoms;

    /// <summary>Makes an empty grid.</summary>
    /// <param name="lattice">The lattice.</param>
    /// <param name="capacity">Number of atoms expected.</param>
    public AtomGrid(Lattice lattice, int capacity)
    {
        heads = new(capacity);
        atoms = new(capacity);
        this.lattice = lattice;
        heights = lattice.Heights;
        for (int axis = 0; axis < 3; axis++)
        {
            bins[axis] = (int)Math.Clamp(heights[axis] / BinWidth, 1, MaximumBins);
        }
    }

    /// <summary>Number of atoms added.</summary>
    public int Count => atoms.Count;

    /// <summary>Adds an atom; its index is the number of atoms before.</summary>
    /// <param name="fractional">Fractional coordinates, wrapped or not.</param>
    /// <param name="kind">What <see cref="Nearest"/> tells apart; not negative.</param>
    public void Add(Vector3d fractional, int kind)
    {
        long bin = Bin(Index(fractional.X, 0), Index(fractional.Y, 1), Index(fractional.Z, 2));
        atoms.Add((fractional, kind, heads.GetValueOrDefault(bin, None)));
        heads[bin] = atoms.Count - 1;
    }

    /// <summary>Index of the nearest atom within a radius, or -1.</summary>
    /// <param name="fractional">Where to look, fractional coordinates.</param>
    /// <param name="radius">Å.</param>
    /// <param name="kind">Kind of the atom, or -1 for any.</param>
    public int Nearest(Vector3d fractional, double radius, int kind = None)
    {
        int nearest = None;
        double least = radius;
        (int x0, int x1) = Range(fractional.X, radius, 0);
        (int y0, int y1) = Range(fractional.Y, radius, 1);
        (int z0, int z1) = Range(fractional.Z, radius, 2);
        for (int x = x0; x <= x1; x++)
        {
            for (int y = y0; y <= y1; y++)
            {
                for (int z = z0; z <= z1; z++)
                {
                    Search(Bin(x % bins[0], y % bins[1], z % bins[2]), fractional, kind, ref nearest, ref least);
                }
            }
        }

        return nearest;
    }

    void Search(long bin, Vector3d fractional, int kind, ref int nearest, ref double least)
    {
        for (int i = heads.GetValueOrDefault(bin, None); i != None; i = atoms[i].Next)
        {
            double distance = lattice.ToCartesian((fractional - atoms[i].Fractional).WrapToNearest()).Norm;
            bool matches = kind == None || kind == atoms[i].Kind;
            if (matches && (distance < least || (distance == least && i < nearest)))
            {
                nearest = i;
                least = distance;
            }
        }
    }

    // Bins from first to last may run past the end; the caller takes them modulo their number. None comes twice.
    (int First, int Last) Range(double fractional, double radius, int axis)
    {
        double reach = radius / heights[axis];
        int first = Index(fractional - reach, axis);
        double span = Math.Ceiling(2 * reach * bins[axis]) + 1;
        return span >= bins[axis] ? (0, bins[axis] - 1) : (first, first + (int)span);
    }

    int Index(double fractional, int axis) =>
        Math.Clamp((int)((fractional - Math.Floor(fractional)) * bins[axis]), 0, bins[axis] - 1);

    long Bin(int x, int y, int z) => (((long)x * bins[1]) + y) * bins[2] + z;
}
