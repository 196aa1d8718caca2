namespace InsCore.Structures;

/// <summary>The space group of a crystal, its operations, and how they permute the atoms.</summary>
/// <remarks>
/// The operations form a group exactly: their translations are the mean over all atoms, moved onto multiples of 1/24 where all of them
/// lie that near. <see cref="Symmetrize(Crystal)"/> gives the crystal that has the symmetry exactly too.
/// </remarks>
public sealed partial class SpaceGroup
{
    SpaceGroup(int number, string symbol, AtomMapping mapping, string? warning)
    {
        Number = number;
        Symbol = symbol;
        Operations = mapping.Operations;
        AtomImages = mapping.Images;
        AtomShifts = mapping.Shifts;
        Warning = warning;
    }

    /// <summary>Number in the International Tables, 1 to 230.</summary>
    public int Number { get; }

    /// <summary>Hermann–Mauguin symbol, e.g. Pbca.</summary>
    public string Symbol { get; }

    /// <summary>Operations of the cell given (not of the primitive one), the identity first.</summary>
    public IReadOnlyList<SymmetryOperation> Operations { get; }

    /// <summary>[nOperations][nAtoms]: operation o takes atom i to atom AtomImages[o][i] (and a lattice vector).</summary>
    public IReadOnlyList<int[]> AtomImages { get; }

    /// <summary>
    /// [nOperations][nAtoms]: that lattice vector R, integers: W x_i + w = x_j + R, with j the image and the positions of the
    /// crystal that the group was found for.
    /// </summary>
    public IReadOnlyList<Vector3d[]> AtomShifts { get; }

    /// <summary>Why the symmetry could not be found (no spglib), or null.</summary>
    public string? Warning { get; }

    /// <summary>Number of atoms in the cell.</summary>
    public int AtomCount => AtomImages[0].Length;

    /// <summary>The first atom of each atom's orbit, [nAtoms].</summary>
    public int[] Representatives()
    {
        int[] representatives = new int[AtomCount];
        for (int i = 0; i < representatives.Length; i++)
        {
            representatives[i] = AtomImages.Min(image => image[i]);
        }

        return representatives;
    }

    /// <summary>Indices of the operations that leave an atom where it is (or take it to its image in another cell).</summary>
    /// <param name="atom">0 to nAtoms - 1.</param>
    public int[] SiteOperations(int atom) =>
        [.. Enumerable.Range(0, Operations.Count).Where(o => AtomImages[o][atom] == atom)];

    /// <summary>Finds the space group of a crystal by spglib; P1 with a warning where the library is missing or finds none.</summary>
    /// <param name="crystal">A crystal; atoms of different mass count as different.</param>
    /// <param name="tolerance">Distance within which positions count as equal, Å.</param>
    /// <exception cref="InvalidOperationException">This is a molecule.</exception>
    public static SpaceGroup Find(Crystal crystal, double tolerance = 1e-3)
    {
        SpglibResult found = Spglib.Find(crystal, tolerance);
        if (found.Warning is not null)
        {
            return Trivial(crystal, found.Warning);
        }

        AtomMapping? mapping = AtomMapping.Find(crystal, found.Operations, tolerance);
        return mapping is null
            ? Trivial(crystal, FormattableString.Invariant(
                $"the operations of {found.Symbol} do not map the atoms onto each other within {tolerance} Å; P1 is used"))
            : new(found.Number, found.Symbol, mapping, null);
    }

    /// <summary>The trivial group of a crystal.</summary>
    public static SpaceGroup Trivial(Crystal crystal, string? warning = null)
    {
        int[] images = [.. Enumerable.Range(0, crystal.AtomCount)];
        return new(1, "P1", new([SymmetryOperation.Identity], [images], [new Vector3d[images.Length]]), warning);
    }
}
