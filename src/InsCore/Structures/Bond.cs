namespace InsCore.Structures;

/// <summary>A covalent bond: from an atom of the cell to an atom of the same or another cell.</summary>
/// <param name="First">Index of one atom; not larger than <paramref name="Second"/>.</param>
/// <param name="Second">Index of the other.</param>
/// <param name="Translation">Lattice vector R, integers, by which the other atom is moved: the bond goes from x_First to x_Second + R.</param>
/// <param name="Length">Å, in the structure that the bonds were found in.</param>
public readonly record struct Bond(int First, int Second, (int A, int B, int C) Translation, double Length)
{
    /// <summary>The bond as a vector from the first atom to the second, Å, in a structure of the same atoms.</summary>
    /// <param name="cell">Lattice vectors in rows, Å.</param>
    /// <param name="positions">[nAtoms], Å, continuous with those that the bonds were found for (not wrapped since).</param>
    public Vector3d Vector(Matrix3d cell, ReadOnlySpan<Vector3d> positions)
    {
        (int a, int b, int c) = Translation;
        return positions[Second] + (a * cell.Row0) + (b * cell.Row1) + (c * cell.Row2) - positions[First];
    }
}
