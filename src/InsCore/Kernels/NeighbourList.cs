using System.Diagnostics.CodeAnalysis;
using InsCore.Structures;

namespace InsCore.Kernels;

/// <summary>Directed pairs within a cutoff, sorted by receiver: receiver i owns pairs First[i] to First[i + 1].</summary>
internal sealed class NeighbourList
{
    // Distance below which two atoms are a mistake of the input, Å; the same as in libinscore.
    internal const double Overlap = 1e-3;

    // Room for a first attempt; 5 Å at the density of organic crystals.
    const int PairsPerAtom = 64;

    /// <summary>[nAtoms + 1], start of each receiver's pairs.</summary>
    public int[] First { get; private set; } = [0];

    /// <summary>[at least <see cref="Count"/>], the sender j of each pair.</summary>
    public int[] Sender { get; private set; } = [];

    /// <summary>[at least <see cref="Count"/>], x_i - x_j + S·cell, Å: from the neighbour (sender) to the centre (receiver).</summary>
    public Vector3d[] Vector { get; private set; } = [];

    /// <summary>[at least <see cref="Count"/> × 3], the integer shift S of each pair.</summary>
    public int[] Shift { get; private set; } = [];

    /// <summary>Number of pairs.</summary>
    public int Count => First[^1];

    /// <summary>Finds all pairs closer than a cutoff, images of an atom itself included, in time linear in the atoms.</summary>
    /// <param name="crystal">Any cell (skewed, left-handed, smaller than the cutoff) or a molecule; atoms may lie outside the cell.</param>
    /// <param name="cutoff">Å; pairs at exactly this distance are not neighbours.</param>
    /// <returns>A list whose arrays are no longer than needed.</returns>
    /// <exception cref="InsNumericalException">Two atoms overlap.</exception>
    public static NeighbourList Build(Crystal crystal, double cutoff)
    {
        NeighbourList list = new();
        list.Find(crystal.Lattice?.Vectors, crystal.Positions, cutoff);
        list.Trim();
        return list;
    }

    /// <summary>The same without libinscore, at half the speed.</summary>
    internal static NeighbourList BuildManaged(Crystal crystal, double cutoff)
    {
        NeighbourList list = new();
        list.FindManaged(crystal.Lattice?.Vectors, crystal.Positions, cutoff);
        list.Trim();
        return list;
    }

    /// <summary>Fills this list anew, in its own arrays as far as they reach.</summary>
    /// <param name="cell">Lattice vectors in rows, Å; null for a molecule.</param>
    /// <param name="positions">[nAtoms], Å.</param>
    /// <param name="cutoff">Å.</param>
    /// <exception cref="InsNumericalException">Two atoms overlap, or a position is not finite.</exception>
    public void Find(Matrix3d? cell, ReadOnlySpan<Vector3d> positions, double cutoff)
    {
        if (NativeKernels.AreAvailable)
        {
            NativeNeighbourList.Find(cell, positions, cutoff, this);
        }
        else
        {
            FindManaged(cell, positions, cutoff);
        }
    }

    /// <summary>Makes room; what the arrays hold is lost where they must grow.</summary>
    /// <param name="atoms">Number of atoms.</param>
    /// <param name="pairs">Pairs that must fit; 0 for a first guess.</param>
    public void Reserve(int atoms, int pairs)
    {
        if (First.Length != atoms + 1)
        {
            First = new int[atoms + 1];
        }

        int capacity = Math.Max(pairs, PairsPerAtom * atoms);
        if (Sender.Length < pairs || Sender.Length == 0)
        {
            (Sender, Vector, Shift) = (new int[capacity], new Vector3d[capacity], new int[3 * capacity]);
        }
    }

    /// <summary>Appends a pair behind the ones there are, unless it is not one.</summary>
    /// <param name="count">Pairs so far; one more afterwards.</param>
    /// <param name="pair">Receiver, sender and shift.</param>
    /// <param name="r">x_i - x_j + S·cell.</param>
    /// <param name="cutoff">Å.</param>
    /// <exception cref="InsNumericalException">The atoms overlap.</exception>
    public void AppendIfNear(ref int count, (int I, int J, int A, int B, int C) pair, Vector3d r, double cutoff)
    {
        double square = Vector3d.Dot(r, r);
        if (!(square < cutoff * cutoff) || (pair.I == pair.J && (pair.A, pair.B, pair.C) == default))
        {
            return;
        }

        if (square < Overlap * Overlap)
        {
            RefuseOverlap(pair.I, pair.J, square);
        }

        if (count == Sender.Length)
        {
            Resize(2 * count);
        }

        (Sender[count], Vector[count]) = (pair.J, r);
        (Shift[3 * count], Shift[(3 * count) + 1], Shift[(3 * count) + 2]) = (pair.A, pair.B, pair.C);
        count++;
    }

    /// <summary>Says that two atoms are too near to each other.</summary>
    /// <exception cref="InsNumericalException">Always.</exception>
    [DoesNotReturn]
    public static void RefuseOverlap(int i, int j, double square) =>
        throw new InsNumericalException($"atoms {i + 1} and {j + 1} overlap: {Math.Sqrt(square):g3} Å apart");

    void FindManaged(Matrix3d? cell, ReadOnlySpan<Vector3d> positions, double cutoff)
    {
        Vector3d[] x = positions.ToArray();
        if (cell is { } m && !(m.Row0.IsFinite && m.Row1.IsFinite && m.Row2.IsFinite))
        {
            throw new InsNumericalException("the lattice vectors are not finite");
        }

        if (Array.FindIndex(x, p => !p.IsFinite) is >= 0 and int bad)
        {
            throw new InsNumericalException($"the position of atom {bad + 1} is not finite");
        }

        CellGrid grid = cell is Matrix3d vectors
            ? CellGrid.OfCrystal(new Lattice(vectors), x, cutoff)
            : CellGrid.AroundMolecule(x, cutoff);
        Reserve(x.Length, 0);
        int count = 0;
        for (int i = 0; i < x.Length; i++)
        {
            grid.Visit(i, (j, s) => AppendIfNear(ref count, (i, j, s.A, s.B, s.C), x[i] - x[j] + grid.Translation(s), cutoff));
            First[i + 1] = count;
        }
    }

    void Trim() => Resize(Count);

    void Resize(int pairs)
    {
        int[] sender = Sender, shift = Shift;
        Vector3d[] vector = Vector;
        Array.Resize(ref sender, pairs);
        Array.Resize(ref vector, pairs);
        Array.Resize(ref shift, 3 * pairs);
        (Sender, Vector, Shift) = (sender, vector, shift);
    }
}
