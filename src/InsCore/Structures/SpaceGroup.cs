namespace InsCore.Structures;

/// <summary>The space group of a crystal, its operations, and how they permute the atoms.</summary>
public sealed class SpaceGroup
{
    SpaceGroup(int number, string symbol, SymmetryOperation[] operations, int[][] atomImages, string? warning)
    {
        Number = number;
        Symbol = symbol;
        Operations = operations;
        AtomImages = atomImages;
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

    /// <summary>Why the symmetry could not be found (no spglib), or null.</summary>
    public string? Warning { get; }

    /// <summary>The first atom of each atom's orbit, [nAtoms].</summary>
    public int[] Representatives()
    {
        int[] representatives = new int[AtomImages[0].Length];
        for (int i = 0; i < representatives.Length; i++)
        {
            representatives[i] = AtomImages.Min(image => image[i]);
        }

        return representatives;
    }

    /// <summary>Finds the space group of a crystal by spglib; P1 with a warning where the library is missing.</summary>
    /// <param name="crystal">A crystal; atoms of different mass count as different.</param>
    /// <param name="tolerance">Distance within which positions count as equal, Å.</param>
    public static SpaceGroup Find(Crystal crystal, double tolerance = 1e-3) => throw new NotImplementedException();

    /// <summary>The trivial group of a crystal.</summary>
    public static SpaceGroup Trivial(Crystal crystal, string? warning = null) =>
        new(1, "P1", [SymmetryOperation.Identity], [Enumerable.Range(0, crystal.AtomCount).ToArray()], warning);
}
