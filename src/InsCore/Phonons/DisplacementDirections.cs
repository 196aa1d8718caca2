using InsCore.Structures;

namespace InsCore.Phonons;

/// <summary>Chooses the directions in which one atom is displaced.</summary>
internal sealed class DisplacementDirections
{
    // det A of the mean dyad A of a spanning set is 1/27 at best (isotropic); sets far below amplify errors of the forces.
    const double SmallestDeterminant = 0.05 / 27;

    // Cartesian components; site operations are orthogonal to rounding.
    const double SameDirection = 1e-6;

    readonly Matrix3d[] site;
    readonly bool bothSigns;
    readonly Vector3d[] candidates;

    public DisplacementDirections(SupercellSymmetry symmetry, int atom, bool bothSigns)
    {
        this.bothSigns = bothSigns;
        site = [.. symmetry.Rotations.Where((_, o) => symmetry.Image(o, atom) == atom)];
        candidates = Candidates(symmetry.Supercell.Unit.PeriodicLattice);
    }

    /// <summary>
    /// Unit vectors, opposite ones included where needed: of all sets with the fewest displacements the one whose images are
    /// spread most evenly.
    /// </summary>
    public Vector3d[] Choose()
    {
        Vector3d[] best = [];
        (int Cost, double Determinant) bestScore = (int.MaxValue, 0);
        foreach (Vector3d[] set in Sets())
        {
            (int cost, double determinant) = (set.Sum(Cost), Spread(set));
            bool isBetter = cost < bestScore.Cost || (cost == bestScore.Cost && determinant > bestScore.Determinant * (1 + SameDirection));
            if (determinant > SmallestDeterminant && isBetter)
            {
                (best, bestScore) = (set, (cost, determinant));
            }
        }

        return [.. best.SelectMany(d => Cost(d) == 2 ? new[] { d, -d } : [d])];
    }

    int Cost(Vector3d direction) =>
        !bothSigns && site.Any(r => ((r * direction) + direction).Norm < SameDirection) ? 1 : 2;

    double Spread(Vector3d[] set)
    {
        Matrix3d sum = default;
        foreach (Vector3d direction in set)
        {
            foreach (Matrix3d rotation in site)
            {
                Vector3d image = rotation * direction;
                sum += Matrix3d.Outer(image, image);
            }
        }

        return ((1.0 / (set.Length * site.Length)) * sum).Determinant;
    }

    IEnumerable<Vector3d[]> Sets()
    {
        for (int i = 0; i < candidates.Length; i++)
        {
            yield return [candidates[i]];
            for (int j = i + 1; j < candidates.Length; j++)
            {
                yield return [candidates[i], candidates[j]];
                for (int k = j + 1; k < candidates.Length; k++)
                {
                    yield return [candidates[i], candidates[j], candidates[k]];
                }
            }
        }
    }

    // The axes, then face and body diagonals of the cell with its axes made equally long, in one sense each.
    static Vector3d[] Candidates(Lattice lattice)
    {
        Vector3d[] axes = [Unit(lattice.Vectors.Row0), Unit(lattice.Vectors.Row1), Unit(lattice.Vectors.Row2)];
        List<(int Terms, Vector3d Direction)> all = [];
        for (int k = 14; k < 27; k++)
        {
            Vector3d n = new((k / 9) - 1, (k / 3 % 3) - 1, (k % 3) - 1);
            all.Add(((int)Vector3d.Dot(n, n), Unit((n.X * axes[0]) + (n.Y * axes[1]) + (n.Z * axes[2]))));
        }

        return [.. all.OrderBy(c => c.Terms).Select(c => c.Direction)];
    }

    static Vector3d Unit(Vector3d v) => (1 / v.Norm) * v;
}
