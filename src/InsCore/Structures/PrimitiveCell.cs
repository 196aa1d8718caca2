namespace InsCore.Structures;

/// <summary>The primitive cell of a crystal, not turned and not moved: its atoms are atoms of the crystal.</summary>
public sealed class PrimitiveCell
{
    PrimitiveCell(Crystal crystal, Matrix3d matrix, int[] primitiveAtoms, Vector3d[] shifts)
    {
        Crystal = crystal;
        Matrix = matrix;
        PrimitiveAtoms = primitiveAtoms;
        Shifts = shifts;
    }

    /// <summary>The primitive crystal: the first atom of each set of translated ones, at its own place.</summary>
    public Crystal Crystal { get; }

    /// <summary>M, integers: vectors of the cell given = M × primitive vectors (in rows).</summary>
    public Matrix3d Matrix { get; }

    /// <summary>Atom of the primitive cell, [nAtoms of the crystal given].</summary>
    public IReadOnlyList<int> PrimitiveAtoms { get; }

    /// <summary>n, integers, [nAtoms of the crystal given]: x = x of the primitive atom + n × primitive vectors.</summary>
    public IReadOnlyList<Vector3d> Shifts { get; }

    /// <summary>Finds the primitive cell from the pure translations of a crystal's space group.</summary>
    /// <param name="crystal">The crystal.</param>
    /// <param name="group">Its space group.</param>
    /// <returns>
    /// The crystal's own cell if that is primitive; else the cell of the three shortest vectors, of the same handedness.
    /// </returns>
    public static PrimitiveCell Of(Crystal crystal, SpaceGroup group)
    {
        int[] translations = [.. Enumerable.Range(0, group.Operations.Count).Where(o => group.Operations[o].IsPureTranslation)];
        Matrix3d vectors = PrimitiveVectors(
            crystal.PeriodicLattice, [.. translations.Select(o => group.Operations[o].Translation)]);
        Lattice lattice = new(vectors);

        int[] first = [.. Enumerable.Range(0, crystal.AtomCount).Select(i => translations.Min(o => group.AtomImages[o][i]))];
        int[] kept = [.. first.Distinct().Order()];
        Vector3d[] shifts = new Vector3d[crystal.AtomCount];
        for (int i = 0; i < shifts.Length; i++)
        {
            shifts[i] = Round(lattice.ToFractional(crystal.Positions[i] - crystal.Positions[first[i]]));
        }

        Crystal primitive = new(
            lattice,
            Array.ConvertAll(kept, i => crystal.AtomicNumbers[i]),
            Array.ConvertAll(kept, i => crystal.Positions[i]),
            Array.ConvertAll(kept, i => crystal.Masses[i]));
        Matrix3d matrix = Round(crystal.PeriodicLattice.Vectors * lattice.Inverse);
        return new(primitive, matrix, Array.ConvertAll(first, i => Array.BinarySearch(kept, i)), shifts);
    }

    // The lattice of the axes and the translations: in units of 1/count (the order of the translations' group divides count)
    // they are integers; elimination by Euclid's algorithm leaves three rows that generate all.
    static Matrix3d PrimitiveVectors(Lattice lattice, Vector3d[] translations)
    {
        int count = translations.Length;
        if (count == 1)
        {
            return lattice.Vectors;
        }

        List<Vector3d> rows = [new(count, 0, 0), new(0, count, 0), new(0, 0, count)];
        rows.AddRange(translations.Select(t => Round(count * t)));
        Vector3d[] basis = [Eliminate(rows, 0), Eliminate(rows, 1), Eliminate(rows, 2)];
        Matrix3d vectors = (1.0 / count) * (new Matrix3d(basis[0], basis[1], basis[2]) * lattice.Vectors);
        Matrix3d reduced = LatticeReduction.Reduce(vectors).Reduced;
        return reduced.Determinant > 0 == lattice.IsRightHanded ? reduced : -1 * reduced;
    }

    // Takes the one row out of the set that is left with a component along an axis.
    static Vector3d Eliminate(List<Vector3d> rows, int axis)
    {
        while (true)
        {
            int pivot = -1;
            for (int r = 0; r < rows.Count; r++)
            {
                bool isSmaller = rows[r][axis] != 0 && (pivot < 0 || Math.Abs(rows[r][axis]) < Math.Abs(rows[pivot][axis]));
                pivot = isSmaller ? r : pivot;
            }

            Vector3d row = rows[pivot];
            bool isAlone = true;
            for (int r = 0; r < rows.Count; r++)
            {
                if (r != pivot && rows[r][axis] != 0)
                {
                    rows[r] -= Math.Truncate(rows[r][axis] / row[axis]) * row;
                    isAlone &= rows[r][axis] == 0;
                }
            }

            if (isAlone)
            {
                rows.RemoveAt(pivot);
                return row;
            }
        }
    }

    static Vector3d Round(Vector3d v) => new(Math.Round(v.X), Math.Round(v.Y), Math.Round(v.Z));

    static Matrix3d Round(Matrix3d m) => new(Round(m.Row0), Round(m.Row1), Round(m.Row2));
}
