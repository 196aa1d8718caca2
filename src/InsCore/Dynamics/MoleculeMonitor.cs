using InsCore.Scattering;
using InsCore.Structures;

namespace InsCore.Dynamics;

/// <summary>Watches bonds and planes of the molecules of a trajectory.</summary>
/// <remarks>
/// Bonds are those of the start. One is taken for broken when it is longer than the tolerance of <see cref="Molecules"/> allows and half as
/// much again, so that the largest amplitudes of a vibration do not count; one is new where <see cref="Molecules.Find"/> finds it within two thirds of the tolerance.
/// </remarks>
internal sealed class MoleculeMonitor
{
    const double BrokenTolerance = 1.5 * Molecules.DefaultTolerance, NewTolerance = Molecules.DefaultTolerance * 2 / 3;

    // Molecules whose atoms lie nearer to a plane, rms in Å, are flat; of three atoms all are.
    const double FlatLimit = 0.1;
    const int FewestForPlane = 4, MostNamed = 3;

    readonly Crystal start;
    readonly Molecules molecules;
    readonly Molecule[] flat;
    readonly HashSet<(int, int, (int, int, int))> known;
    readonly (string Name, double[] Sums)[] kinds;
    readonly int[] kindOfBond;
    readonly double[] limits;
    double planeSum, planeLargest;
    long planeCount;
    double? changedAt;
    string change = "";
    List<string> lastBroken = [], lastNew = [];

    /// <summary>Begins with the structure at the start.</summary>
    public MoleculeMonitor(Crystal start, Molecules molecules)
    {
        (this.start, this.molecules) = (start, molecules);
        Matrix3d cell = start.PeriodicLattice.Vectors;
        Vector3d[] positions = start.Positions.ToArray();
        flat = [.. molecules.All.Where(m => m.IsFinite && m.Atoms.Count >= FewestForPlane && OutOfPlane(m.Positions(cell, positions)) < FlatLimit)];
        known = [.. molecules.Bonds.Select(b => (b.First, b.Second, b.Translation))];
        string[] names = [.. molecules.Bonds.Select(Name)];
        string[] distinct = [.. names.Distinct().Order(StringComparer.Ordinal)];
        kindOfBond = Array.ConvertAll(names, n => Array.IndexOf(distinct, n));
        kinds = [.. distinct.Select(n => (n, new double[] { 0, 0, 0, double.MaxValue, 0 }))];
        limits = [.. molecules.Bonds.Select(b => Radii(b) + BrokenTolerance)];
    }

    /// <summary>Looks at lengths and planes.</summary>
    /// <param name="time">ps.</param>
    /// <param name="cell">Lattice vectors in rows, Å.</param>
    /// <param name="positions">[nAtoms], Å.</param>
    public void Add(double time, Matrix3d cell, ReadOnlySpan<Vector3d> positions)
    {
        List<string> broken = [];
        for (int k = 0; k < kindOfBond.Length; k++)
        {
            Bond bond = molecules.Bonds[k];
            double length = bond.Vector(cell, positions).Norm;
            double[] sums = kinds[kindOfBond[k]].Sums;
            sums[0]++;
            sums[1] += length;
            sums[2] += length * length;
            (sums[3], sums[4]) = (Math.Min(sums[3], length), Math.Max(sums[4], length));
            if (length > limits[k])
            {
                broken.Add(Describe("broken", bond, length));
            }
        }

        lastBroken = broken;
        Note(time, broken);
        foreach (Molecule molecule in flat)
        {
            double distance = OutOfPlane(molecule.Positions(cell, positions));
            planeSum += distance * distance;
            planeLargest = Math.Max(planeLargest, distance);
            planeCount++;
        }
    }

    /// <summary>Looks for bonds that were not there at the start; takes longer.</summary>
    public void AddTopology(double time, Matrix3d cell, ReadOnlySpan<Vector3d> positions)
    {
        Crystal now = start.With(new Lattice(cell), positions);
        lastNew = [.. Molecules.Find(now, NewTolerance).Bonds.Where(b => !known.Contains((b.First, b.Second, b.Translation))).Select(b => Describe("new", b, b.Length))];
        Note(time, lastNew);
    }

    /// <summary>What was seen.</summary>
    public MoleculeReport Report() => new()
    {
        Start = string.Join(", ", molecules.All.GroupBy(m => (m.Formula, m.IsFinite)).Select(g => $"{g.Count()} × {g.Key.Formula}{(g.Key.IsFinite ? "" : " (endless)")}")),
        IsMolecular = molecules.All.All(m => m.IsFinite) && molecules.Bonds.Count > 0,
        Bonds = [.. kinds.Select((kind, k) => Kind(kind.Name, kind.Sums, k)).Where(k => k.Count > 0)],
        ChangedAt = changedAt,
        Change = change,
        ChangeAtEnd = Named([.. lastBroken, .. lastNew]),
        OutOfPlane = planeCount > 0 ? Math.Sqrt(planeSum / planeCount) : null,
        LargestOutOfPlane = planeCount > 0 ? planeLargest : null,
    };

    BondKind Kind(string name, double[] sums, int kind)
    {
        double mean = sums[1] / sums[0];
        double[] lengths = [.. molecules.Bonds.Where((_, k) => kindOfBond[k] == kind).Select(b => b.Length)];
        return new(name, lengths.Length, lengths.Average(), mean, Math.Sqrt(Math.Max(0, (sums[2] / sums[0]) - (mean * mean))), sums[3], sums[4]);
    }

    void Note(double time, List<string> events)
    {
        if (events.Count > 0 && changedAt is null)
        {
            changedAt = time;
            change = Named(events);
        }
    }

    static string Named(List<string> events) =>
        string.Join(", ", events.Take(MostNamed)) + (events.Count > MostNamed ? $" and {events.Count - MostNamed} more" : "");

    // Distance of the points from their best plane, rms: the smallest eigenvalue of their spread.
    static double OutOfPlane(Vector3d[] points)
    {
        Vector3d centre = default;
        foreach (Vector3d x in points)
        {
            centre += 1.0 / points.Length * x;
        }

        Matrix3d spread = default;
        foreach (Vector3d x in points)
        {
            spread += Matrix3d.Outer(x - centre, x - centre);
        }

        return Math.Sqrt(Math.Max(0, SymmetricTensor.FromMatrix(spread).Eigen().Values.X / points.Length));
    }

    string Describe(string what, Bond bond, double length) =>
        FormattableString.Invariant($"{what} {Label(bond.First)}-{Label(bond.Second)} {length:F2} Å");

    string Label(int atom) => $"{Element.Symbol(start.AtomicNumbers[atom])}{atom + 1}";

    string Name(Bond bond)
    {
        string a = Element.Symbol(start.AtomicNumbers[bond.First]), b = Element.Symbol(start.AtomicNumbers[bond.Second]);
        return string.CompareOrdinal(a, b) <= 0 ? $"{a}-{b}" : $"{b}-{a}";
    }

    double Radii(Bond bond) =>
        Element.CovalentRadius(start.AtomicNumbers[bond.First]) + Element.CovalentRadius(start.AtomicNumbers[bond.Second]);
}
