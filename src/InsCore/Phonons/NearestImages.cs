using InsCore.Structures;

namespace InsCore.Phonons;

/// <summary>The lattice vectors that bring a supercell atom nearest to a home atom: several on the Wigner–Seitz boundary around it.</summary>
internal sealed class NearestImages
{
    // The nearest point of a Minkowski-reduced lattice is at most this many steps away along each vector (with one to spare).
    const int Reach = 2;

    readonly Supercell supercell;
    readonly Lattice reduced;
    readonly double tolerance;
    readonly Vector3d[] steps, candidates;
    readonly double[] distances;

    /// <summary>Prepares the search.</summary>
    /// <param name="supercell">The supercell.</param>
    /// <param name="tolerance">Images farther than the nearest by less than this, Å, count as equally near.</param>
    public NearestImages(Supercell supercell, double tolerance)
    {
        this.supercell = supercell;
        this.tolerance = tolerance;
        reduced = new Lattice(LatticeReduction.Reduce(supercell.Crystal.PeriodicLattice.Vectors).Reduced);
        const int Side = (2 * Reach) + 1;
        steps = new Vector3d[Side * Side * Side];
        for (int k = 0; k < steps.Length; k++)
        {
            steps[k] = reduced.ToCartesian(new((k / (Side * Side)) - Reach, (k / Side % Side) - Reach, (k % Side) - Reach));
        }

        candidates = new Vector3d[steps.Length];
        distances = new double[steps.Length];
    }

    /// <summary>Finds the images.</summary>
    /// <param name="unitAtom">The home atom i.</param>
    /// <param name="supercellAtom">The supercell atom s, an image of atom j of the unit cell.</param>
    /// <param name="cells">Cleared and filled with R, integers: atom j moved by R is an image of s nearest to atom i.</param>
    public void Find(int unitAtom, int supercellAtom, List<Vector3d> cells)
    {
        Vector3d direct = supercell.Crystal.Positions[supercellAtom] - supercell.Unit.Positions[unitAtom];
        Vector3d wrapped = reduced.ToCartesian(reduced.ToFractional(direct).WrapToNearest());
        double shortest = double.PositiveInfinity;
        for (int k = 0; k < steps.Length; k++)
        {
            candidates[k] = wrapped + steps[k];
            distances[k] = candidates[k].Norm;
            shortest = Math.Min(shortest, distances[k]);
        }

        cells.Clear();
        for (int k = 0; k < steps.Length; k++)
        {
            if (distances[k] < shortest + tolerance)
            {
                cells.Add(supercell.Shifts[supercellAtom] + Round(supercell.Unit.PeriodicLattice.ToFractional(candidates[k] - direct)));
            }
        }
    }

    static Vector3d Round(Vector3d v) => new(Math.Round(v.X) + 0.0, Math.Round(v.Y) + 0.0, Math.Round(v.Z) + 0.0);
}
