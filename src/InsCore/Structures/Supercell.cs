namespace InsCore.Structures;

/// <summary>A crystal repeated over a larger cell, and where each of its atoms comes from.</summary>
/// <remarks>
/// Atoms are ordered by atom of the unit cell; the images of one atom follow each other, by lattice vector n = (n1, n2, n3) with n1
/// running fastest, then n2, then n3 (the order of phonopy). With a diagonal matrix n1 runs from 0 to N1 - 1, and so on; otherwise n are the
/// points inside the cell, with fractional coordinates from 0 (included) to 1 (excluded) of the supercell's axes.
/// </remarks>
public sealed class Supercell
{
    const int MaximumAtoms = 1_000_000;
    const double MaximumBox = 1e8;
    readonly Lazy<SupercellIndex> index;

    // Relative; makes a distance of exactly two edges need two cells, whatever the rounding.
    const double Slack = 1e-9;

    /// <summary>Repeats a crystal along its axes.</summary>
    /// <param name="unit">The crystal.</param>
    /// <param name="a">Repetitions along a, at least 1.</param>
    /// <param name="b">Repetitions along b.</param>
    /// <param name="c">Repetitions along c.</param>
    public Supercell(Crystal unit, int a, int b, int c)
        : this(unit, Matrix3d.Diagonal(a, b, c))
    {
        if (a < 1 || b < 1 || c < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(a), "a crystal is repeated at least once along each axis");
        }
    }

    /// <summary>Repeats a crystal over any cell of its lattice.</summary>
    /// <param name="unit">The crystal.</param>
    /// <param name="matrix">M, integers: supercell vectors = M × unit-cell vectors (in rows).</param>
    /// <exception cref="ArgumentException">The matrix is singular or not of integers, or the cell would be too large.</exception>
    public Supercell(Crystal unit, Matrix3d matrix)
    {
        Unit = unit;
        Matrix = matrix;
        index = new(() => new SupercellIndex(this));
        Vector3d[] points = LatticePoints(matrix, unit.AtomCount);
        ImageCount = points.Length;
        int atoms = unit.AtomCount * ImageCount;
        int[] unitAtoms = new int[atoms], numbers = new int[atoms];
        Vector3d[] shifts = new Vector3d[atoms], positions = new Vector3d[atoms];
        double[] masses = new double[atoms];
        for (int i = 0; i < atoms; i++)
        {
            int atom = unitAtoms[i] = i / ImageCount;
            shifts[i] = points[i % ImageCount];
            positions[i] = unit.Positions[atom] + unit.PeriodicLattice.ToCartesian(shifts[i]);
            numbers[i] = unit.AtomicNumbers[atom];
            masses[i] = unit.Masses[atom];
        }

        UnitAtoms = unitAtoms;
        Shifts = shifts;
        Crystal = new(new Lattice(matrix * unit.PeriodicLattice.Vectors), numbers, positions, masses);
    }

    /// <summary>The repeated crystal.</summary>
    public Crystal Crystal { get; }

    /// <summary>The crystal that was repeated.</summary>
    public Crystal Unit { get; }

    /// <summary>M, integers: supercell vectors = M × unit-cell vectors (in rows).</summary>
    public Matrix3d Matrix { get; }

    /// <summary>Number of unit cells in the supercell, |det M|.</summary>
    public int ImageCount { get; }

    /// <summary>Atom of the unit cell, [nSupercellAtoms].</summary>
    public IReadOnlyList<int> UnitAtoms { get; }

    /// <summary>n, integers, [nSupercellAtoms]: x = x of the unit atom + n × unit-cell vectors.</summary>
    public IReadOnlyList<Vector3d> Shifts { get; }

    /// <summary>Where atoms are found by atom of the unit cell and lattice vector.</summary>
    internal SupercellIndex Index => index.Value;

    /// <summary>The supercell atom that is an atom of the unit cell moved by a lattice vector, or an image of it.</summary>
    /// <param name="unitAtom">Atom of the unit cell.</param>
    /// <param name="cell">n, integers: x = x of the unit atom + n × unit-cell vectors.</param>
    public int IndexOf(int unitAtom, Vector3d cell) => Index[unitAtom, cell];

    /// <summary>The wave vectors that the supercell holds, q with q·R an integer for all of its lattice vectors R; [ImageCount], fractional.</summary>
    public Vector3d[] WaveVectors()
    {
        // q = M⁻¹ n; n are the integers modulo the columns of M.
        Matrix3d inverse = Matrix.Inverse;
        return Array.ConvertAll(LatticePoints(Matrix.Transpose, Unit.AtomCount), n => inverse * n);
    }

    /// <summary>Finds which atom of this supercell each of another program's atoms is: the order is mapped, never assumed.</summary>
    /// <param name="positions">[nSupercellAtoms], Å, Cartesian, in any order and in any image of the supercell.</param>
    /// <param name="tolerance">Largest distance from the place of an atom here, Å.</param>
    /// <returns>[nSupercellAtoms]: index here of each position given; a permutation.</returns>
    /// <exception cref="ArgumentException">A position belongs to no atom, or two to the same one; the message names them.</exception>
    public int[] Locate(ReadOnlySpan<Vector3d> positions, double tolerance = 1e-2)
    {
        if (positions.Length != Crystal.AtomCount)
        {
            throw new ArgumentException($"{positions.Length} positions were given for a supercell of {Crystal.AtomCount} atoms", nameof(positions));
        }

        int[] found = new int[positions.Length], owner = new int[positions.Length];
        for (int k = 0; k < found.Length; k++)
        {
            found[k] = AtomAt(positions[k], tolerance);
            if (found[k] < 0)
            {
                throw new ArgumentException($"supercell atom {k + 1} is no image of an atom of the unit cell", nameof(positions));
            }

            if (owner[found[k]] > 0)
            {
                throw new ArgumentException($"supercell atoms {owner[found[k]]} and {k + 1} are images of each other", nameof(positions));
            }

            owner[found[k]] = k + 1;
        }

        return found;
    }

    // The atom at a place, or -1.
    int AtomAt(Vector3d position, double tolerance)
    {
        Lattice lattice = Unit.PeriodicLattice;
        for (int j = 0; j < Unit.AtomCount; j++)
        {
            Vector3d n = lattice.ToFractional(position - Unit.Positions[j]), off = n.WrapToNearest();
            if (lattice.ToCartesian(off).Norm <= tolerance)
            {
                return IndexOf(j, n - off);
            }
        }

        return -1;
    }

    /// <summary>
    /// The smallest supercell along the axes in which no atom is nearer to an image of itself than a distance. The true shortest
    /// lattice vector counts, not only the edges; of several of the same size, the one whose shortest vector is longest.
    /// </summary>
    /// <param name="lattice">The unit cell.</param>
    /// <param name="minimumImageDistance">Å, positive.</param>
    /// <returns>Repetitions along a, b, c.</returns>
    /// <exception cref="ArgumentException">The distance is not positive, or needs more than a million cells.</exception>
    public static (int A, int B, int C) ForDistance(Lattice lattice, double minimumImageDistance)
    {
        // Heights suffice (a vector with a component along a spans at least one height); edges are necessary.
        double distance = minimumImageDistance * (1 - Slack);
        Vector3d edges = lattice.Lengths, heights = lattice.Heights;
        double[] most = [.. Enumerable.Range(0, 3).Select(axis => Math.Max(1, Math.Ceiling(distance / heights[axis])))];
        if (!(minimumImageDistance > 0) || most[0] * most[1] * most[2] > MaximumAtoms)
        {
            throw new ArgumentException("the distance must be positive, and not need more than a million cells", nameof(minimumImageDistance));
        }

        int[] least = [.. Enumerable.Range(0, 3).Select(axis => Math.Max(1, (int)Math.Ceiling(distance / edges[axis])))];
        (int A, int B, int C) best = ((int)most[0], (int)most[1], (int)most[2]);
        double bestDistance = Distance(lattice, best);
        for (int a = least[0]; a <= most[0]; a++)
        {
            for (int b = least[1]; b <= most[1]; b++)
            {
                for (int c = least[2]; c <= most[2] && (long)a * b * c <= (long)best.A * best.B * best.C; c++)
                {
                    double shortest = Distance(lattice, (a, b, c));
                    bool smaller = (long)a * b * c < (long)best.A * best.B * best.C;
                    if (shortest >= distance && (smaller || shortest > bestDistance))
                    {
                        (best, bestDistance) = ((a, b, c), shortest);
                    }
                }
            }
        }

        return best;
    }

    static double Distance(Lattice lattice, (int A, int B, int C) n) =>
        new Lattice(Matrix3d.Diagonal(n.A, n.B, n.C) * lattice.Vectors).ShortestTranslation;

    // Points of the unit lattice in the supercell, first component fastest. In integers: n = f M with 0 <= f < 1 is
    // 0 <= sign · n adj(M) < |det M|.
    static Vector3d[] LatticePoints(Matrix3d matrix, int atoms)
    {
        double determinant = Math.Round(matrix.Determinant);
        bool isInteger = true;
        Vector3d low = default, high = default;
        for (int row = 0; row < 3; row++)
        {
            Vector3d r = matrix.Row(row);
            isInteger &= r.IsFinite && r.WrapToNearest() == default;
            low += new Vector3d(Math.Min(r.X, 0), Math.Min(r.Y, 0), Math.Min(r.Z, 0));
            high += new Vector3d(Math.Max(r.X, 0), Math.Max(r.Y, 0), Math.Max(r.Z, 0));
        }

        Vector3d size = high - low + new Vector3d(1, 1, 1);
        if (!isInteger || determinant == 0 || Math.Abs(determinant) * atoms > MaximumAtoms || size.X * size.Y * size.Z > MaximumBox)
        {
            throw new ArgumentException(
                $"a supercell needs an integer matrix that is not singular, and at most {MaximumAtoms} atoms", nameof(matrix));
        }

        return Enumerate(determinant * matrix.Inverse, determinant, low, high);
    }

    static Vector3d[] Enumerate(Matrix3d adjugate, double determinant, Vector3d low, Vector3d high)
    {
        List<Vector3d> points = [];
        for (double z = low.Z; z <= high.Z; z++)
        {
            for (double y = low.Y; y <= high.Y; y++)
            {
                for (double x = low.X; x <= high.X; x++)
                {
                    Vector3d n = new(x, y, z), f = Math.Sign(determinant) * (n * adjugate);
                    if (IsInside(f.X, determinant) && IsInside(f.Y, determinant) && IsInside(f.Z, determinant))
                    {
                        points.Add(n);
                    }
                }
            }
        }

        return [.. points];
    }

    static bool IsInside(double scaled, double determinant) =>
        Math.Round(scaled) >= 0 && Math.Round(scaled) < Math.Abs(determinant);
}
