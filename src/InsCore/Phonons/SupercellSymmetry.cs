using InsCore.Structures;

namespace InsCore.Phonons;

/// <summary>How the operations of a crystal's space group act on the atoms of a supercell.</summary>
/// <remarks>Operations that do not map the supercell's lattice onto itself are left out; the others form a group.</remarks>
internal sealed class SupercellSymmetry
{
    readonly SpaceGroup group;
    readonly int[] operations;
    readonly SupercellIndex index;

    public SupercellSymmetry(Supercell supercell, SpaceGroup group)
    {
        if (group.AtomImages[0].Length != supercell.Unit.AtomCount)
        {
            throw new ArgumentException("the space group belongs to a crystal with another number of atoms", nameof(group));
        }

        Supercell = supercell;
        this.group = group;
        index = supercell.Index;
        operations = [.. Enumerable.Range(0, group.Operations.Count).Where(o => KeepsLattice(group.Operations[o].Rotation))];
        Rotations = Array.ConvertAll(
            operations, o => NearestRotation(group.Operations[o].CartesianRotation(supercell.Unit.PeriodicLattice)));
    }

    public Supercell Supercell { get; }

    /// <summary>Where atoms of the unit cell, shifted by lattice vectors, are found in the supercell.</summary>
    public SupercellIndex Index => index;

    /// <summary>Cartesian rotations of the operations kept, acting on columns; the identity first.</summary>
    public Matrix3d[] Rotations { get; }

    /// <summary>The atom of the unit cell that an operation takes another to.</summary>
    public int Image(int operation, int unitAtom) => group.AtomImages[operations[operation]][unitAtom];

    /// <summary>The first atom of each atom's orbit, [nAtoms of the unit cell].</summary>
    public int[] Representatives() =>
        [.. Enumerable.Range(0, Supercell.Unit.AtomCount).Select(i => Enumerable.Range(0, operations.Length).Min(o => Image(o, i)))];

    /// <summary>
    /// The permutation of all supercell atoms by an operation followed by the lattice vector that puts the image of a home atom
    /// (shift 0) into the home cell.
    /// </summary>
    public int[] Permutation(int operation, int unitAtom)
    {
        int o = operations[operation];
        Matrix3d rotation = group.Operations[o].Rotation;
        Vector3d home = group.AtomShifts[o][unitAtom];
        int[] permutation = new int[Supercell.UnitAtoms.Count];
        for (int s = 0; s < permutation.Length; s++)
        {
            int atom = Supercell.UnitAtoms[s];
            Vector3d cell = (rotation * Supercell.Shifts[s]) + group.AtomShifts[o][atom] - home;
            permutation[s] = index[group.AtomImages[o][atom], cell];
        }

        return permutation;
    }

    // W maps the rows of M onto integer combinations of themselves.
    bool KeepsLattice(Matrix3d rotation)
    {
        Matrix3d k = Supercell.Matrix * rotation.Transpose * Supercell.Matrix.Inverse;
        return IsInteger(k.Row0) && IsInteger(k.Row1) && IsInteger(k.Row2);
    }

    static bool IsInteger(Vector3d v) => v.WrapToNearest().Norm < 1e-9;

    /// <summary>The orthogonal matrix nearest to a matrix.</summary>
    /// <remarks>
    /// A lattice that obeys its symmetry only within a tolerance gives rotations that are not quite orthogonal. Polar decomposition by
    /// Newton's iteration, X ← (X + X⁻ᵀ)/2: N. J. Higham, SIAM J. Sci. Stat. Comput. 7, 1160 (1986).
    /// </remarks>
    internal static Matrix3d NearestRotation(Matrix3d x)
    {
        for (int i = 0; i < 20; i++)
        {
            x = 0.5 * (x + x.Inverse.Transpose);
        }

        return x;
    }
}
