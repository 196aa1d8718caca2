namespace InsCore.Structures.Files;

/// <summary>Collects the atoms of a file and makes a crystal of them, once they have been checked.</summary>
/// <param name="text">The file.</param>
/// <param name="capacity">Number of atoms expected; known not to exceed the file's lines.</param>
internal sealed class StructureBuilder(StructureText text, int capacity)
{
    /// <summary>Atoms nearer than this are the same atom, or a mistake, Å.</summary>
    public const double OverlapDistance = 0.1;

    /// <summary>Largest number of atoms that is read.</summary>
    public const int MaximumAtoms = 100_000;

    // Å.
    const double LargestCoordinate = 1e6;

    // Å around a molecule, so that none of its atoms meets an image in the box that holds it.
    const double Margin = 10;

    readonly List<(Species Species, Vector3d Position, int Line)> atoms = new(capacity);

    /// <summary>Number of atoms so far.</summary>
    public int Count => atoms.Count;

    /// <summary>Adds an atom.</summary>
    /// <param name="species">Its element and mass.</param>
    /// <param name="position">Cartesian, Å.</param>
    /// <param name="line">Where it stands, index from 0.</param>
    public void Add(Species species, Vector3d position, int line)
    {
        bool isNear = Math.Abs(position.X) <= LargestCoordinate && Math.Abs(position.Y) <= LargestCoordinate
            && Math.Abs(position.Z) <= LargestCoordinate;
        if (!isNear)
        {
            throw text.Error(line, "the atom lies farther out than any cell reaches", "correct the coordinates or their unit");
        }

        if (Count == MaximumAtoms)
        {
            throw text.Error(line, $"there are more than {MaximumAtoms} atoms", "give the unit cell, not a supercell");
        }

        atoms.Add((species, position, line));
    }

    /// <summary>Makes the crystal, or the molecule.</summary>
    /// <param name="lattice">The lattice, or null.</param>
    public Crystal Build(Lattice? lattice)
    {
        if (Count == 0)
        {
            throw text.Error(-1, "holds no atoms", "give a file with a structure, complete");
        }

        CheckOverlaps(lattice ?? Box());
        return new(
            lattice,
            atoms.Select(a => a.Species.AtomicNumber).ToArray(),
            atoms.Select(a => a.Position).ToArray(),
            atoms.Select(a => a.Species.Mass).ToArray());
    }

    void CheckOverlaps(Lattice lattice)
    {
        AtomGrid grid = new(lattice, Count);
        foreach ((_, Vector3d position, int line) in atoms)
        {
            Vector3d fractional = lattice.ToFractional(position);
            int other = grid.Nearest(fractional, OverlapDistance);
            if (other >= 0)
            {
                throw text.Error(
                    line,
                    FormattableString.Invariant($"atoms {other + 1} and {grid.Count + 1} are nearer than {OverlapDistance} Å (the first is in line {atoms[other].Line + 1})"),
                    "remove the one that is there twice, or correct coordinates and symmetry");
            }

            grid.Add(fractional, 0);
        }
    }

    Lattice Box()
    {
        Vector3d low = atoms[0].Position, high = low;
        foreach ((_, Vector3d p, _) in atoms)
        {
            low = new(Math.Min(low.X, p.X), Math.Min(low.Y, p.Y), Math.Min(low.Z, p.Z));
            high = new(Math.Max(high.X, p.X), Math.Max(high.Y, p.Y), Math.Max(high.Z, p.Z));
        }

        Vector3d size = high - low;
        return new(Matrix3d.Diagonal(size.X + Margin, size.Y + Margin, size.Z + Margin));
    }
}
