namespace InsCore.Structures;

/// <summary>Atoms that bonds hold together: a molecule, or one cell of a chain, layer or framework.</summary>
public sealed class Molecule
{
    internal Molecule(Crystal crystal, int[] atoms, (int A, int B, int C)[] translations, Bond[] bonds, bool isFinite)
    {
        (Atoms, Translations, Bonds, IsFinite) = (atoms, translations, bonds, isFinite);
        Formula = new Crystal(null, [.. atoms.Select(i => crystal.AtomicNumbers[i])], [.. atoms.Select(i => crystal.Positions[i])]).Formula;
    }

    /// <summary>Indices of its atoms in the crystal, ascending, [nMembers].</summary>
    public IReadOnlyList<int> Atoms { get; }

    /// <summary>Lattice vectors, integers, that bring the atoms together, [nMembers]: 0 for the first.</summary>
    public IReadOnlyList<(int A, int B, int C)> Translations { get; }

    /// <summary>Its bonds, with the crystal's numbers of the atoms.</summary>
    public IReadOnlyList<Bond> Bonds { get; }

    /// <summary>False if bonds lead from an atom to its own image: a chain, layer or framework.</summary>
    public bool IsFinite { get; }

    /// <summary>Formula in Hill order, e.g. C4H2I2S.</summary>
    public string Formula { get; }

    /// <summary>Positions in one piece, [nMembers], Å, in a structure of the same atoms.</summary>
    /// <param name="cell">Lattice vectors in rows, Å; null for a structure without lattice.</param>
    /// <param name="positions">[nAtoms] of the crystal, Å, continuous with those that the molecules were found for.</param>
    public Vector3d[] Positions(Matrix3d? cell, ReadOnlySpan<Vector3d> positions)
    {
        Vector3d[] together = new Vector3d[Atoms.Count];
        for (int k = 0; k < together.Length; k++)
        {
            (int a, int b, int c) = Translations[k];
            together[k] = positions[Atoms[k]];
            if (cell is Matrix3d m)
            {
                together[k] += (a * m.Row0) + (b * m.Row1) + (c * m.Row2);
            }
        }

        return together;
    }
}
