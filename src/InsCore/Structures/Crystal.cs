namespace InsCore.Structures;

/// <summary>Atoms in a cell (or, without a lattice, a molecule). Immutable.</summary>
public sealed class Crystal
{
    readonly int[] atomicNumbers;
    readonly Vector3d[] positions;
    readonly double[] masses;

    /// <summary>Makes a crystal.</summary>
    /// <param name="lattice">The lattice, periodic in all three directions; null for a molecule.</param>
    /// <param name="atomicNumbers">[nAtoms], 1 to 118.</param>
    /// <param name="positions">[nAtoms], Å, Cartesian; need not lie inside the cell.</param>
    /// <param name="masses">[nAtoms], u; null for the standard atomic masses.</param>
    /// <exception cref="ArgumentException">Lengths differ, no atoms, or a value is not finite or out of range.</exception>
    public Crystal(
        Lattice? lattice,
        ReadOnlySpan<int> atomicNumbers,
        ReadOnlySpan<Vector3d> positions,
        ReadOnlySpan<double> masses = default)
    {
        if (atomicNumbers.IsEmpty || atomicNumbers.Length != positions.Length)
        {
            throw new ArgumentException("a crystal needs at least one atom, and one position for each");
        }

        for (int i = 0; i < positions.Length; i++)
        {
            if (!positions[i].IsFinite)
            {
                throw new ArgumentException($"the position of atom {i + 1} is not a finite number", nameof(positions));
            }
        }

        Lattice = lattice;
        this.atomicNumbers = atomicNumbers.ToArray();
        this.positions = positions.ToArray();
        this.masses = masses.IsEmpty ? Array.ConvertAll(this.atomicNumbers, Element.Mass) : masses.ToArray();
        if (this.masses.Length != atomicNumbers.Length || !Array.TrueForAll(this.masses, m => double.IsFinite(m) && m > 0))
        {
            throw new ArgumentException("masses must be positive and one for each atom", nameof(masses));
        }
    }

    /// <summary>The lattice, or null for a molecule.</summary>
    public Lattice? Lattice { get; }

    /// <summary>Number of atoms.</summary>
    public int AtomCount => atomicNumbers.Length;

    /// <summary>Atomic numbers, [nAtoms].</summary>
    public ReadOnlySpan<int> AtomicNumbers => atomicNumbers;

    /// <summary>Cartesian positions, [nAtoms], Å.</summary>
    public ReadOnlySpan<Vector3d> Positions => positions;

    /// <summary>Masses, [nAtoms], u.</summary>
    public ReadOnlySpan<double> Masses => masses;

    /// <summary>Volume of the cell, Å³.</summary>
    /// <exception cref="InvalidOperationException">This is a molecule.</exception>
    public double Volume => PeriodicLattice.Volume;

    /// <summary>The lattice of what must be a crystal.</summary>
    /// <exception cref="InvalidOperationException">This is a molecule.</exception>
    public Lattice PeriodicLattice =>
        Lattice ?? throw new InvalidOperationException("the structure has no lattice; a crystal is needed here");

    /// <summary>Chemical formula in Hill order (C, H, then alphabetical), e.g. C32H16I16S8.</summary>
    public string Formula
    {
        get
        {
            bool organic = atomicNumbers.Contains(6);
            return string.Concat(atomicNumbers.GroupBy(z => z)
                .OrderBy(g => organic ? (g.Key == 6 ? 0 : g.Key == 1 ? 1 : 2) : 2)
                .ThenBy(g => Element.Symbol(g.Key), StringComparer.Ordinal)
                .Select(g => Element.Symbol(g.Key) + (g.Count() == 1 ? "" : g.Count())));
        }
    }

    /// <summary>Fractional coordinates, [nAtoms], not wrapped.</summary>
    /// <exception cref="InvalidOperationException">This is a molecule.</exception>
    public Vector3d[] FractionalPositions() => Array.ConvertAll(positions, PeriodicLattice.ToFractional);

    /// <summary>The same atoms at other places in the same or another lattice.</summary>
    public Crystal With(Lattice? lattice, ReadOnlySpan<Vector3d> newPositions) =>
        new(lattice, atomicNumbers, newPositions, masses);
}
