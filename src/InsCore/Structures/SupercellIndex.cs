namespace InsCore.Structures;

/// <summary>Finds atoms of a supercell by atom of the unit cell and lattice vector, modulo the supercell's lattice.</summary>
internal sealed class SupercellIndex
{
    readonly Matrix3d adjugate;
    readonly double determinant;
    readonly Dictionary<(int Atom, Vector3d Cell), int> atoms = [];

    public SupercellIndex(Supercell supercell)
    {
        determinant = Math.Round(supercell.Matrix.Determinant);
        adjugate = determinant * supercell.Matrix.Inverse;
        for (int s = 0; s < supercell.UnitAtoms.Count; s++)
        {
            atoms.Add((supercell.UnitAtoms[s], Key(supercell.Shifts[s])), s);
        }
    }

    /// <summary>The supercell atom that is an atom of the unit cell shifted by a lattice vector (integers), or an image of it.</summary>
    public int this[int unitAtom, Vector3d cell] => atoms[(unitAtom, Key(cell))];

    // n adj(M) modulo det M, in exact integers: equal for equal points of the supercell.
    Vector3d Key(Vector3d cell)
    {
        Vector3d scaled = cell * adjugate;
        return new(Modulo(scaled.X), Modulo(scaled.Y), Modulo(scaled.Z));
    }

    double Modulo(double value)
    {
        double rounded = Math.Round(value), size = Math.Abs(determinant);
        return rounded - (size * Math.Floor(rounded / size));
    }
}
