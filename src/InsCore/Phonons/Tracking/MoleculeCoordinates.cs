using InsCore.Structures;

namespace InsCore.Phonons.Tracking;

/// <summary>Lists all bond lengths, angles, heights and dihedral angles of a molecule.</summary>
internal sealed class MoleculeCoordinates
{
    readonly string[] symbols;
    readonly int[][] neighbours;
    readonly Vector3d[] x;
    readonly double[] weights;
    readonly HashSet<(int, int)> inRing = [];

    MoleculeCoordinates(Crystal crystal, Molecule molecule, Vector3d[] positions)
    {
        x = positions;
        weights = [.. molecule.Atoms.Select(i => crystal.Masses[i])];
        symbols = [.. molecule.Atoms.Select(i => Element.Symbol(crystal.AtomicNumbers[i]))];
        Dictionary<int, int> member = molecule.Atoms.Select((atom, k) => (atom, k)).ToDictionary(p => p.atom, p => p.k);
        neighbours =
        [
            .. molecule.Atoms.Select(i => molecule.Bonds.Where(b => b.First == i).Select(b => member[b.Second])
                .Concat(molecule.Bonds.Where(b => b.Second == i).Select(b => member[b.First])).ToArray()),
        ];
        foreach ((int a, int b) in Bonds().Where(bond => IsInRing(bond.A, bond.B)))
        {
            inRing.Add((a, b));
            inRing.Add((b, a));
        }
    }

    /// <summary>The coordinates of a finite molecule.</summary>
    /// <param name="crystal">Gives the elements.</param>
    /// <param name="molecule">The molecule.</param>
    /// <param name="positions">Of its members, in one piece, Å.</param>
    public static IReadOnlyList<InternalCoordinate> Of(Crystal crystal, Molecule molecule, Vector3d[] positions)
    {
        MoleculeCoordinates all = new(crystal, molecule, positions);
        return [.. all.Stretches(), .. all.OutOfPlanes(), .. all.Bends(), .. all.Torsions()];
    }

    IEnumerable<(int A, int B)> Bonds() => from a in Enumerable.Range(0, x.Length) from b in neighbours[a] where a < b select (a, b);

    IEnumerable<InternalCoordinate> Stretches() => Bonds().Select(b => InternalCoordinate.Stretch(Pair(b.A, b.B), b.A, b.B, x));

    IEnumerable<InternalCoordinate> Bends() =>
        from b in Enumerable.Range(0, x.Length)
        from a in neighbours[b]
        from c in neighbours[b]
        where a < c
        let bend = InternalCoordinate.Bend(Ordered(symbols[a], symbols[c], symbols[b]), a, b, c, x)
        where bend is not null
        select bend;

    // Of an atom with three neighbours. Named after the bond that leads out of a ring; but where that ends in a heavier atom it is the ring that moves.
    IEnumerable<InternalCoordinate> OutOfPlanes()
    {
        for (int a = 0; a < x.Length; a++)
        {
            if (neighbours[a] is [var b, var c, var d] && InternalCoordinate.OutOfPlane(OutOfPlaneLabel(a), a, b, c, d, x) is { } height)
            {
                yield return height;
            }
        }
    }

    IEnumerable<InternalCoordinate> Torsions() =>
        from bond in Bonds()
        from a in neighbours[bond.A]
        from d in neighbours[bond.B]
        where a != bond.B && d != bond.A && a != d
        let torsion = InternalCoordinate.Torsion(inRing.Contains(bond) ? "ring" : Pair(bond.A, bond.B), a, bond.A, bond.B, d, x)
        where torsion is not null
        select torsion;

    string OutOfPlaneLabel(int a)
    {
        int[] outside = [.. neighbours[a].Where(b => !inRing.Contains((a, b)))];
        return outside is not [var only] ? symbols[a]
            : neighbours[a].Any(b => inRing.Contains((a, b))) && weights[only] > weights[a] ? "ring"
            : $"{symbols[a]}–{symbols[only]}";
    }

    // Carbon first, the others by the alphabet.
    string Pair(int a, int b) => string.CompareOrdinal(Rank(symbols[a]), Rank(symbols[b])) <= 0 ? $"{symbols[a]}–{symbols[b]}" : $"{symbols[b]}–{symbols[a]}";

    static string Ordered(string a, string c, string middle) =>
        string.CompareOrdinal(Rank(a), Rank(c)) <= 0 ? $"{a}–{middle}–{c}" : $"{c}–{middle}–{a}";

    static string Rank(string symbol) => symbol == "C" ? "" : symbol;

    // Whether a way leads around a bond.
    bool IsInRing(int a, int b)
    {
        HashSet<int> seen = [a];
        Queue<int> open = new([a]);
        while (open.TryDequeue(out int at))
        {
            foreach (int next in neighbours[at])
            {
                if ((at == a && next == b) || !seen.Add(next))
                {
                    continue;
                }

                open.Enqueue(next);
            }
        }

        return seen.Contains(b);
    }
}
