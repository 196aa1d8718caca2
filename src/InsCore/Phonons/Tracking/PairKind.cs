using InsCore.Structures;

namespace InsCore.Phonons.Tracking;

/// <summary>Pairs of atoms that are equivalent, or look so: same names, same distance.</summary>
/// <param name="First">Name of one atom.</param>
/// <param name="Second">Name of the other.</param>
/// <param name="IsIntramolecular">True within a molecule.</param>
/// <param name="IsBonded">True for a bond of that molecule.</param>
/// <param name="Distance">Å, at the first pressure.</param>
/// <param name="DistanceAfter">Å, at the last.</param>
/// <param name="Pairs">The atoms, first below second.</param>
internal sealed record PairKind(
    string First, string Second, bool IsIntramolecular, bool IsBonded, double Distance, double DistanceAfter, IReadOnlyList<(int I, int J)> Pairs)
{
    // Å; equivalent pairs agree within the accuracy of a relaxation.
    const double SameDistance = 0.005;

    /// <summary>The contribution as a result.</summary>
    public PairContribution Contribution(double shift) => new(First, Second, IsIntramolecular, IsBonded, Distance, DistanceAfter, shift);

    /// <summary>All kinds: pairs within molecules, and pairs summed over the cells of all other images.</summary>
    /// <param name="labels">[nAtoms].</param>
    /// <param name="molecules">Molecules of the first structure.</param>
    /// <param name="first">First pressure.</param>
    /// <param name="last">Last pressure.</param>
    public static PairKind[] Of(string[] labels, Molecules molecules, PressureForces first, PressureForces last)
    {
        List<Pair> all = [];
        for (int m = 0; m < molecules.All.Count; m++)
        {
            IReadOnlyList<int> atoms = molecules.All[m].Atoms;
            HashSet<(int, int)> bonds = [.. molecules.All[m].Bonds.Select(b => (Math.Min(b.First, b.Second), Math.Max(b.First, b.Second)))];
            for (int a = 0; a < atoms.Count && molecules.All[m].IsFinite; a++)
            {
                for (int b = a + 1; b < atoms.Count; b++)
                {
                    Add(true, bonds.Contains((atoms[a], atoms[b])), atoms[a], atoms[b], (first.Members[m][a] - first.Members[m][b]).Norm, (last.Members[m][a] - last.Members[m][b]).Norm);
                }
            }
        }

        for (int i = 0; i < labels.Length; i++)
        {
            for (int j = i + 1; j < labels.Length; j++)
            {
                Add(false, false, i, j, Nearest(first, i, j), Nearest(last, i, j));
            }
        }

        return
        [
            .. all.GroupBy(p => (p.A, p.B, p.Inside, p.Bonded)).SelectMany(g => Split([.. g.OrderBy(p => p.Before)]))
                .Select(g => new PairKind(g[0].A, g[0].B, g[0].Inside, g[0].Bonded, g.Average(p => p.Before), g.Average(p => p.After), [.. g.Select(p => (p.I, p.J))])),
        ];

        void Add(bool inside, bool bonded, int i, int j, double before, double after)
        {
            (string a, string b) = string.CompareOrdinal(labels[i], labels[j]) <= 0 ? (labels[i], labels[j]) : (labels[j], labels[i]);
            all.Add(new(a, b, inside, bonded, before, after, i, j));
        }

        // Of all images but those in the same molecule.
        double Nearest(PressureForces at, int i, int j)
        {
            Vector3d between = at.Positions[j] - at.Positions[i];
            (int, int, int)? own = molecules.OfAtom[i] == molecules.OfAtom[j] && molecules.All[molecules.OfAtom[i]] is { IsFinite: true } m
                ? Difference(m.Translations[IndexOf(m, j)], m.Translations[IndexOf(m, i)])
                : null;
            Vector3d fractional = at.Cell.ToFractional(between), nearest = fractional.WrapToNearest() - fractional;
            double best = double.MaxValue;
            for (int k = 0; k < 27; k++)
            {
                (int x, int y, int z) = ((int)Math.Round(nearest.X) + (k / 9) - 1, (int)Math.Round(nearest.Y) + (k / 3 % 3) - 1, (int)Math.Round(nearest.Z) + (k % 3) - 1);
                if ((x, y, z) != own)
                {
                    best = Math.Min(best, (between + at.Cell.ToCartesian(new(x, y, z))).Norm);
                }
            }

            return best;
        }
    }

    // At each gap.
    static IEnumerable<Pair[]> Split(Pair[] sorted)
    {
        int from = 0;
        for (int k = 1; k <= sorted.Length; k++)
        {
            if (k == sorted.Length || sorted[k].Before - sorted[k - 1].Before > SameDistance)
            {
                yield return sorted[from..k];
                from = k;
            }
        }
    }

    static int IndexOf(Molecule molecule, int atom)
    {
        for (int k = 0; k < molecule.Atoms.Count; k++)
        {
            if (molecule.Atoms[k] == atom)
            {
                return k;
            }
        }

        return -1;
    }

    static (int, int, int) Difference((int A, int B, int C) x, (int A, int B, int C) y) => (x.A - y.A, x.B - y.B, x.C - y.C);

    readonly record struct Pair(string A, string B, bool Inside, bool Bonded, double Before, double After, int I, int J);
}
