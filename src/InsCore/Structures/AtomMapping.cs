namespace InsCore.Structures;

/// <summary>Which atom each operation of a space group takes each atom to.</summary>
/// <param name="Operations">[nOperations], the identity first, translations refined.</param>
/// <param name="Images">[nOperations][nAtoms], j of each i.</param>
/// <param name="Shifts">[nOperations][nAtoms], integers: W x_i + w = x_j + shift.</param>
internal sealed record AtomMapping(SymmetryOperation[] Operations, int[][] Images, IReadOnlyList<Vector3d[]> Shifts)
{
    // Translations of the standard settings are multiples of 1/24. Below 1e-3 (fractional) rounding cannot break the group:
    // a product of two is off by at most 8e-3, its neighbours are 4e-2 apart.
    const int Denominator = 24;
    const double SnapLimit = 1e-3;

    // The translation of an operation comes from one pair of atoms, so other atoms may miss their images by several tolerances.
    const double SearchFactor = 10;
    const double LargestSearchRadius = 0.3;

    /// <summary>Maps the atoms; null if an operation does not permute them.</summary>
    /// <param name="crystal">The crystal.</param>
    /// <param name="operations">The operations, translations within the tolerance.</param>
    /// <param name="tolerance">Å.</param>
    public static AtomMapping? Find(Crystal crystal, IReadOnlyList<SymmetryOperation> operations, double tolerance)
    {
        Vector3d[] positions = crystal.FractionalPositions();
        int[] kinds = Kinds(crystal);
        AtomGrid grid = new(crystal.PeriodicLattice, positions.Length);
        for (int i = 0; i < positions.Length; i++)
        {
            grid.Add(positions[i], kinds[i]);
        }

        double radius = Math.Max(tolerance, Math.Min(SearchFactor * tolerance, LargestSearchRadius));
        SymmetryOperation[] sorted = [.. operations.OrderByDescending(o => o.Rotation == Matrix3d.Identity && IsLattice(o.Translation))];
        int[][] images = new int[sorted.Length][];
        for (int o = 0; o < sorted.Length; o++)
        {
            if (!TryPermute(grid, positions, kinds, sorted[o], radius, out images[o]))
            {
                return null;
            }

            sorted[o] = sorted[o] with { Translation = MeanTranslation(sorted[o], positions, images[o]) };
        }

        Snap(sorted, crystal.PeriodicLattice, tolerance);
        return new(sorted, images, new AtomShiftTable(sorted, images, positions));
    }

    /// <summary>Integers telling atoms apart by element and mass, [nAtoms].</summary>
    public static int[] Kinds(Crystal crystal)
    {
        Dictionary<(int, double), int> kinds = [];
        int[] result = new int[crystal.AtomCount];
        for (int i = 0; i < result.Length; i++)
        {
            (int, double) species = (crystal.AtomicNumbers[i], crystal.Masses[i]);
            kinds.TryAdd(species, kinds.Count);
            result[i] = kinds[species];
        }

        return result;
    }

    /// <summary>The lattice vectors between the images under an operation and the atoms they fall on, [nAtoms], integers.</summary>
    public static Vector3d[] ShiftsOf(SymmetryOperation operation, ReadOnlySpan<Vector3d> positions, int[] images)
    {
        Vector3d[] shifts = new Vector3d[images.Length];
        for (int i = 0; i < shifts.Length; i++)
        {
            Vector3d shift = operation.Apply(positions[i]) - positions[images[i]];
            shifts[i] = shift - shift.WrapToNearest();
        }

        return shifts;
    }

    static bool TryPermute(
        AtomGrid grid, Vector3d[] positions, int[] kinds, SymmetryOperation operation, double radius, out int[] images)
    {
        images = new int[positions.Length];
        bool[] taken = new bool[positions.Length];
        for (int i = 0; i < images.Length; i++)
        {
            images[i] = grid.Nearest(operation.Apply(positions[i]), radius, kinds[i]);
            if (images[i] < 0 || taken[images[i]])
            {
                return false;
            }

            taken[images[i]] = true;
        }

        return true;
    }

    // With c the mean position, the mean of x_j - W x_i is c - W c + (integers)/nAtoms, and such translations form a group
    // exactly: (W, c - W c + n/N)(W', c - W' c + n'/N) = (W W', c - W W' c + (W n' + n)/N).
    static Vector3d MeanTranslation(SymmetryOperation operation, Vector3d[] positions, int[] images)
    {
        Vector3d sum = default;
        for (int i = 0; i < images.Length; i++)
        {
            sum += (positions[images[i]] - operation.Apply(positions[i])).WrapToNearest();
        }

        return Wrap(operation.Translation + ((1.0 / images.Length) * sum));
    }

    // All or none, so that the group stays one.
    static void Snap(SymmetryOperation[] operations, Lattice lattice, double tolerance)
    {
        Vector3d[] snapped = Array.ConvertAll(operations, o => (1.0 / Denominator) * Round(Denominator * o.Translation));
        for (int o = 0; o < snapped.Length; o++)
        {
            Vector3d step = snapped[o] - operations[o].Translation;
            double largest = Math.Max(Math.Abs(step.X), Math.Max(Math.Abs(step.Y), Math.Abs(step.Z)));
            if (largest > SnapLimit || lattice.ToCartesian(step).Norm > tolerance)
            {
                return;
            }
        }

        for (int o = 0; o < snapped.Length; o++)
        {
            operations[o] = operations[o] with { Translation = Wrap(snapped[o]) };
        }
    }

    static bool IsLattice(Vector3d translation) => translation.WrapToNearest().Norm < SnapLimit;

    static Vector3d Round(Vector3d v) => new(Math.Round(v.X), Math.Round(v.Y), Math.Round(v.Z));

    static Vector3d Wrap(Vector3d v) => new(v.X - Math.Floor(v.X), v.Y - Math.Floor(v.Y), v.Z - Math.Floor(v.Z));
}
