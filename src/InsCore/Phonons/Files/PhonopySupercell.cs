using InsCore.Structures;

namespace InsCore.Phonons.Files;

/// <summary>The supercell that phonopy makes of a unit cell and a matrix, in phonopy's order of atoms.</summary>
/// <remarks>
/// phonopy repeats the cell over a box that surrounds the supercell, the first axis fastest, and keeps the first of all atoms that the supercell's
/// lattice takes into each other. With a diagonal matrix that is the order of <see cref="Supercell"/>.
/// </remarks>
internal static class PhonopySupercell
{
    /// <summary>Makes the supercell.</summary>
    /// <param name="unit">The unit cell.</param>
    /// <param name="matrix">M: supercell vectors = M × unit-cell vectors (in rows).</param>
    /// <exception cref="ArgumentException">The matrix is singular or not of integers, or the cell would be too large.</exception>
    public static Crystal Make(Crystal unit, Matrix3d matrix)
    {
        Supercell supercell = new(unit, matrix);
        Crystal all = supercell.Crystal;
        List<int> order = [];
        bool[] taken = new bool[all.AtomCount];
        Vector3d size = Extent(matrix);
        for (int i = 0; i < unit.AtomCount; i++)
        {
            for (int z = 0; z < size.Z; z++)
            {
                for (int y = 0; y < size.Y; y++)
                {
                    for (int x = 0; x < size.X; x++)
                    {
                        int s = supercell.IndexOf(i, new(x, y, z));
                        if (!taken[s])
                        {
                            taken[s] = true;
                            order.Add(s);
                        }
                    }
                }
            }
        }

        return order.Count == taken.Length
            ? new Crystal(
                all.PeriodicLattice, [.. order.Select(s => all.AtomicNumbers[s])], [.. order.Select(s => all.Positions[s])], [.. order.Select(s => all.Masses[s])])
            : throw new ArgumentException("the box that phonopy draws around this supercell does not hold all of its atoms", nameof(matrix));
    }

    // Of the parallelepiped of the three rows, along each axis.
    static Vector3d Extent(Matrix3d matrix)
    {
        Vector3d size = default;
        for (int row = 0; row < 3; row++)
        {
            Vector3d r = matrix.Row(row);
            size += new Vector3d(Math.Abs(r.X), Math.Abs(r.Y), Math.Abs(r.Z));
        }

        return size;
    }
}
