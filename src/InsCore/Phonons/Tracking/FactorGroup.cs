using InsCore.Structures;

namespace InsCore.Phonons.Tracking;

/// <summary>The operations of a space group modulo lattice translations: a finite group, and what it does to the atoms of a cell.</summary>
/// <remarks>Displacements at Γ are its representation (T(g) u)_g(i) = R(g) u_i, R the Cartesian rotation.</remarks>
internal sealed class FactorGroup
{
    FactorGroup(Crystal crystal, SpaceGroup group, int[] kept)
    {
        AtomCount = crystal.AtomCount;
        Images = Array.ConvertAll(kept, o => group.AtomImages[o]);
        Fractional = Array.ConvertAll(kept, o => group.Operations[o].Rotation);
        Rotations = crystal.Lattice is { } lattice
            ? Array.ConvertAll(kept, o => SupercellSymmetry.NearestRotation(group.Operations[o].CartesianRotation(lattice)))
            : Array.ConvertAll(kept, _ => Matrix3d.Identity);
        Product = Multiply();
        Inverse = [.. Enumerable.Range(0, Order).Select(g => Array.IndexOf(Product[g], 0))];
        ClassOf = Classify();
    }

    /// <summary>Number of atoms of the cell.</summary>
    public int AtomCount { get; }

    /// <summary>Number of operations.</summary>
    public int Order => Rotations.Length;

    /// <summary>Cartesian rotations acting on columns, the identity first, [nOperations].</summary>
    public Matrix3d[] Rotations { get; }

    /// <summary>Rotations in fractional coordinates, integers, [nOperations].</summary>
    public Matrix3d[] Fractional { get; }

    /// <summary>[nOperations][nAtoms]: where an operation takes each atom.</summary>
    public int[][] Images { get; }

    /// <summary>[g][h]: the operation "first h, then g".</summary>
    public int[][] Product { get; }

    /// <summary>[nOperations].</summary>
    public int[] Inverse { get; }

    /// <summary>[nOperations]: number of the class of conjugate operations.</summary>
    public int[] ClassOf { get; }

    /// <summary>True if an operation only shifts the crystal, which happens in cells that are not primitive.</summary>
    public bool IsTranslation(int g) => Fractional[g] == Matrix3d.Identity;

    /// <summary>The operations of a crystal that all the others have as well.</summary>
    /// <param name="crystals">The same atoms in the same order, in cells that were deformed into each other; the first gives the axes.</param>
    /// <param name="groups">Their space groups.</param>
    public static FactorGroup Common(IReadOnlyList<Crystal> crystals, IReadOnlyList<SpaceGroup> groups)
    {
        SpaceGroup first = groups[0];
        int[] kept = [.. Enumerable.Range(0, first.Operations.Count).Where(o => groups.All(g => Has(g, first.Operations[o].Rotation, first.AtomImages[o])))];
        return new(crystals[0], first, kept);
    }

    static bool Has(SpaceGroup group, Matrix3d rotation, int[] images) => Enumerable.Range(0, group.Operations.Count)
        .Any(o => group.Operations[o].Rotation == rotation && group.AtomImages[o].AsSpan().SequenceEqual(images));

    int[][] Multiply()
    {
        int[][] product = new int[Order][];
        for (int g = 0; g < Order; g++)
        {
            product[g] = new int[Order];
            for (int h = 0; h < Order; h++)
            {
                Matrix3d rotation = Fractional[g] * Fractional[h];
                int[] images = Array.ConvertAll(Images[h], i => Images[g][i]);
                product[g][h] = Enumerable.Range(0, Order).First(k => Fractional[k] == rotation && images.AsSpan().SequenceEqual(Images[k]));
            }
        }

        return product;
    }

    int[] Classify()
    {
        int[] classOf = new int[Order];
        Array.Fill(classOf, -1);
        int count = 0;
        for (int g = 0; g < Order; g++)
        {
            if (classOf[g] >= 0)
            {
                continue;
            }

            for (int h = 0; h < Order; h++)
            {
                classOf[Product[Product[h][g]][Inverse[h]]] = count;
            }

            count++;
        }

        return classOf;
    }
}
