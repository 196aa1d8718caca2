using InsCore.Structures;

namespace InsCore.Kernels;

/// <summary>Directed pairs within a cutoff, sorted by receiver: receiver i owns pairs First[i] to First[i + 1].</summary>
internal sealed class NeighbourList
{
    // Distance below which two atoms are a mistake of the input, Å; the same as in libinscore.
    const double Overlap = 1e-3;

    /// <summary>[nAtoms + 1], start of each receiver's pairs.</summary>
    public required int[] First { get; init; }

    /// <summary>[nPairs], the sender j of each pair.</summary>
    public required int[] Sender { get; init; }

    /// <summary>[nPairs], x_i - x_j + S·cell, Å: from the neighbour (sender) to the centre (receiver).</summary>
    public required Vector3d[] Vector { get; init; }

    /// <summary>[nPairs × 3], the integer shift S of each pair.</summary>
    public required int[] Shift { get; init; }

    /// <summary>Finds all pairs closer than a cutoff, images of an atom itself included, in time linear in the atoms.</summary>
    /// <param name="crystal">Any cell (skewed, left-handed, smaller than the cutoff) or a molecule; atoms may lie outside the cell.</param>
    /// <param name="cutoff">Å; pairs at exactly this distance are not neighbours.</param>
    /// <exception cref="InsNumericalException">Two atoms overlap.</exception>
    public static NeighbourList Build(Crystal crystal, double cutoff) =>
        NativeKernels.AreAvailable ? NativeNeighbourList.Build(crystal, cutoff) : BuildManaged(crystal, cutoff);

    /// <summary>The same without libinscore, at half the speed.</summary>
    internal static NeighbourList BuildManaged(Crystal crystal, double cutoff)
    {
        CellGrid grid = crystal.Lattice is null
            ? CellGrid.AroundMolecule(crystal.Positions, cutoff)
            : CellGrid.OfCrystal(crystal.Lattice, crystal.Positions, cutoff);
        int atoms = crystal.AtomCount;
        int[] first = new int[atoms + 1];
        List<int> sender = new(32 * atoms), shift = new(96 * atoms);
        List<Vector3d> vector = new(32 * atoms);
        for (int i = 0; i < atoms; i++)
        {
            grid.Visit(i, (j, s) =>
            {
                Vector3d r = crystal.Positions[i] - crystal.Positions[j] + grid.Translation(s);
                double square = Vector3d.Dot(r, r);
                if (square < cutoff * cutoff && !(i == j && s == default))
                {
                    ThrowIfOverlapping(i, j, square);
                    sender.Add(j);
                    vector.Add(r);
                    shift.AddRange([s.A, s.B, s.C]);
                }
            });
            first[i + 1] = sender.Count;
        }

        return new NeighbourList { First = first, Sender = [.. sender], Vector = [.. vector], Shift = [.. shift] };
    }

    static void ThrowIfOverlapping(int i, int j, double square)
    {
        if (square < Overlap * Overlap)
        {
            throw new InsNumericalException($"atoms {i + 1} and {j + 1} overlap: {Math.Sqrt(square):g3} Å apart");
        }
    }
}
