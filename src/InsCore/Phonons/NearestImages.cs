using System.Numerics;
using InsCore.Structures;

namespace InsCore.Phonons;

/// <summary>For each home atom and each supercell atom, the lattice vectors that bring the second nearest to the first.</summary>
internal sealed class NearestImages
{
    // Å. Images that are equally far by symmetry differ by as much as the structure obeys its symmetry; others rarely come so close.
    const double DistanceTolerance = 1e-3;

    // The nearest point of a Minkowski-reduced lattice is at most this many steps away along each vector (with one to spare).
    const int Reach = 2;

    readonly Vector3d[] cells;
    readonly int[] first;
    readonly int[] list;
    readonly int atoms;

    public NearestImages(Supercell supercell)
    {
        atoms = supercell.Crystal.AtomCount;
        Dictionary<Vector3d, int> known = [];
        List<int> all = [];
        first = new int[(supercell.Unit.AtomCount * atoms) + 1];
        Matrix3d reduced = LatticeReduction.Reduce(supercell.Crystal.PeriodicLattice.Vectors).Reduced;
        Search search = new(supercell, new Lattice(reduced));
        for (int i = 0; i < supercell.Unit.AtomCount; i++)
        {
            for (int s = 0; s < atoms; s++)
            {
                foreach (Vector3d cell in search.Nearest(i, s))
                {
                    known.TryAdd(cell, known.Count);
                    all.Add(known[cell]);
                }

                first[(i * atoms) + s + 1] = all.Count;
            }
        }

        cells = [.. known.OrderBy(c => c.Value).Select(c => c.Key)];
        list = [.. all];
    }

    /// <summary>exp(2πi q·R) of every lattice vector in use.</summary>
    public Complex[] Phases(Vector3d q)
    {
        Complex[] phases = new Complex[cells.Length];
        for (int k = 0; k < phases.Length; k++)
        {
            // In half turns: exact at multiples of a quarter turn, so that D(q) is real to the last bit where it should be.
            double halfTurns = 2 * Vector3d.Dot(q, cells[k]);
            phases[k] = new Complex(double.CosPi(halfTurns), double.SinPi(halfTurns));
        }

        return phases;
    }

    /// <summary>Mean phase of the nearest images of a supercell atom as seen from a home atom.</summary>
    public Complex MeanPhase(int unitAtom, int supercellAtom, Complex[] phases)
    {
        int pair = (unitAtom * atoms) + supercellAtom, from = first[pair], to = first[pair + 1];
        Complex sum = 0;
        for (int k = from; k < to; k++)
        {
            sum += phases[list[k]];
        }

        return sum / (to - from);
    }

    /// <summary>The search for nearest images in a reduced lattice of the supercell.</summary>
    sealed class Search(Supercell supercell, Lattice reduced)
    {
        public List<Vector3d> Nearest(int unitAtom, int supercellAtom)
        {
            Lattice unit = supercell.Unit.PeriodicLattice;
            Vector3d direct = supercell.Crystal.Positions[supercellAtom] - supercell.Unit.Positions[unitAtom];
            Vector3d wrapped = reduced.ToCartesian(reduced.ToFractional(direct).WrapToNearest());
            List<(double Distance, Vector3d Vector)> found = [];
            for (int k = 0; k < 125; k++)
            {
                Vector3d steps = new((k / 25) - Reach, (k / 5 % 5) - Reach, (k % 5) - Reach);
                Vector3d vector = wrapped + reduced.ToCartesian(steps);
                found.Add((vector.Norm, vector));
            }

            double shortest = found.Min(f => f.Distance);
            return
            [
                .. found.Where(f => f.Distance < shortest + DistanceTolerance)
                    .Select(f => supercell.Shifts[supercellAtom] + Round(unit.ToFractional(f.Vector - direct)))
            ];
        }

        static Vector3d Round(Vector3d v) => new(Math.Round(v.X), Math.Round(v.Y), Math.Round(v.Z));
    }
}
