using InsCore.Kernels;

namespace InsCore.Structures;

/// <summary>The molecules of a crystal, found from its covalent bonds, across the borders of the cell.</summary>
/// <remarks>
/// Two atoms are bonded if they are closer than the sum of their covalent radii and a tolerance: the rule of the Cambridge Structural
/// Database (E. C. Meng and R. A. Lewis, J. Comput. Chem. 12 (1991) 891, doi:10.1002/jcc.540120716) with the radii of
/// <see cref="Element.CovalentRadius"/>.
/// </remarks>
public sealed class Molecules
{
    /// <summary>How much longer than the sum of the radii a bond may be, Å.</summary>
    public const double DefaultTolerance = 0.4;

    readonly int[] ofAtom;

    Molecules(Bond[] bonds, Molecule[] all, int[] ofAtom) => (Bonds, All, this.ofAtom) = (bonds, all, ofAtom);

    /// <summary>All bonds, each once, sorted by first and second atom.</summary>
    public IReadOnlyList<Bond> Bonds { get; }

    /// <summary>The molecules in the order of their first atoms; an atom without bonds is one by itself.</summary>
    public IReadOnlyList<Molecule> All { get; }

    /// <summary>Which molecule an atom belongs to, [nAtoms].</summary>
    public ReadOnlySpan<int> OfAtom => ofAtom;

    /// <summary>Finds the bonds and molecules of a structure.</summary>
    /// <param name="crystal">A crystal with any cell, or a structure without lattice.</param>
    /// <param name="tolerance">How much longer than the sum of the radii a bond may be, Å.</param>
    /// <exception cref="InsNumericalException">Two atoms overlap.</exception>
    public static Molecules Find(Crystal crystal, double tolerance = DefaultTolerance)
    {
        Bond[] bonds = FindBonds(crystal, tolerance);
        int[] ofAtom = new int[crystal.AtomCount];
        Array.Fill(ofAtom, -1);
        List<(int Atom, Bond Bond)>[] ends = Ends(crystal.AtomCount, bonds);
        (int A, int B, int C)[] translations = new (int, int, int)[crystal.AtomCount];
        List<Molecule> all = [];
        for (int seed = 0; seed < crystal.AtomCount; seed++)
        {
            if (ofAtom[seed] < 0)
            {
                int[] atoms = Collect(seed, all.Count, ends, ofAtom, translations);
                Bond[] own = [.. bonds.Where(b => ofAtom[b.First] == all.Count)];
                bool isFinite = Array.TrueForAll(own, b => Difference(translations[b.Second], translations[b.First]) == b.Translation);
                all.Add(new Molecule(crystal, atoms, Array.ConvertAll(atoms, i => translations[i]), own, isFinite));
            }
        }

        return new Molecules(bonds, [.. all], ofAtom);
    }

    static Bond[] FindBonds(Crystal crystal, double tolerance)
    {
        double[] radii = [.. crystal.AtomicNumbers.ToArray().Select(Element.CovalentRadius)];
        NeighbourList list = NeighbourList.Build(crystal, (2 * radii.Max()) + tolerance);
        List<Bond> bonds = [];
        for (int i = 0; i < crystal.AtomCount; i++)
        {
            for (int e = list.First[i]; e < list.First[i + 1]; e++)
            {
                // The list's vector is x_i - x_j + S: the sender's image is at x_j - S.
                (int j, double length) = (list.Sender[e], list.Vector[e].Norm);
                (int A, int B, int C) translation = (-list.Shift[3 * e], -list.Shift[(3 * e) + 1], -list.Shift[(3 * e) + 2]);
                bool isFirstOfTwo = i < j || (i == j && translation.CompareTo(default) > 0);
                if (isFirstOfTwo && length < radii[i] + radii[j] + tolerance)
                {
                    bonds.Add(new Bond(i, j, translation, length));
                }
            }
        }

        return [.. bonds.OrderBy(b => b.First).ThenBy(b => b.Second).ThenBy(b => b.Translation)];
    }

    static List<(int Atom, Bond Bond)>[] Ends(int atoms, Bond[] bonds)
    {
        List<(int Atom, Bond Bond)>[] ends = [.. Enumerable.Range(0, atoms).Select(_ => new List<(int, Bond)>())];
        foreach (Bond bond in bonds)
        {
            ends[bond.First].Add((bond.Second, bond));
            ends[bond.Second].Add((bond.First, bond with { Translation = Difference(default, bond.Translation) }));
        }

        return ends;
    }

    // By breadth from the first atom, which stays where it is.
    static int[] Collect(
        int seed, int molecule, List<(int Atom, Bond Bond)>[] ends, int[] ofAtom, (int A, int B, int C)[] translations)
    {
        List<int> found = [seed];
        ofAtom[seed] = molecule;
        for (int head = 0; head < found.Count; head++)
        {
            (int a, int b, int c) = translations[found[head]];
            foreach ((int atom, Bond bond) in ends[found[head]])
            {
                if (ofAtom[atom] < 0)
                {
                    ofAtom[atom] = molecule;
                    translations[atom] = (a + bond.Translation.A, b + bond.Translation.B, c + bond.Translation.C);
                    found.Add(atom);
                }
            }
        }

        return [.. found.Order()];
    }

    static (int A, int B, int C) Difference((int A, int B, int C) x, (int A, int B, int C) y) => (x.A - y.A, x.B - y.B, x.C - y.C);
}
