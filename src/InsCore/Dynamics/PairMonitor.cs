using InsCore.Kernels;
using InsCore.Structures;

namespace InsCore.Dynamics;

/// <summary>Counts pairs of atoms by distance over a trajectory, images included, but no atom with its own images, which the cell alone keeps where they are.</summary>
internal sealed class PairMonitor
{
    readonly Crystal start;
    readonly Molecules molecules;
    readonly (int A, int B, int C)[] translations;
    readonly string[] elements;
    readonly int[] kind, members;
    readonly double[,][] total, between;
    int samples;
    double inverseVolume;

    /// <summary>Begins with the structure at the start.</summary>
    public PairMonitor(Crystal start, Molecules molecules)
    {
        (this.start, this.molecules) = (start, molecules);
        translations = new (int, int, int)[start.AtomCount];
        foreach (Molecule molecule in molecules.All)
        {
            for (int k = 0; k < molecule.Atoms.Count; k++)
            {
                translations[molecule.Atoms[k]] = molecule.Translations[k];
            }
        }

        string[] symbols = [.. start.AtomicNumbers.ToArray().Select(Element.Symbol)];
        elements = [.. symbols.Distinct().Order(StringComparer.Ordinal)];
        kind = Array.ConvertAll(symbols, s => Array.IndexOf(elements, s));
        members = [.. elements.Select(e => symbols.Count(s => s == e))];
        (total, between) = (Histograms(), Histograms());
    }

    /// <summary>Counts the pairs of one sample.</summary>
    public void Add(Matrix3d cell, ReadOnlySpan<Vector3d> positions)
    {
        samples++;
        inverseVolume += 1 / Math.Abs(cell.Determinant);
        NeighbourList list = NeighbourList.Build(start.With(new Lattice(cell), positions), RadialDistribution.End);
        for (int i = 0; i < positions.Length; i++)
        {
            for (int e = list.First[i]; e < list.First[i + 1]; e++)
            {
                int j = list.Sender[e];
                if (i == j)
                {
                    continue;
                }

                int a = Math.Min(kind[i], kind[j]), b = Math.Max(kind[i], kind[j]);
                int bin = Math.Min((int)(list.Vector[e].Norm / RadialDistribution.Bin), RadialDistribution.Distances.Length - 1);
                total[a, b][bin]++;
                if (!IsWithinMolecule(i, j, (list.Shift[3 * e], list.Shift[(3 * e) + 1], list.Shift[(3 * e) + 2])))
                {
                    between[a, b][bin]++;
                }
            }
        }
    }

    /// <summary>g(r) of every pair of elements; none without samples.</summary>
    public IReadOnlyList<RadialDistribution> Report()
    {
        List<RadialDistribution> report = [];
        for (int a = 0; a < elements.Length && samples > 0; a++)
        {
            for (int b = a; b < elements.Length; b++)
            {
                // Pairs are counted from both ends: of unlike elements twice as often as N_a N_b/V says.
                double uniform = inverseVolume * members[a] * (a == b ? Math.Max(1, members[a] - 1) : 2 * members[b]);
                report.Add(new($"{elements[a]}-{elements[b]}", Normalized(total[a, b], uniform), Normalized(between[a, b], uniform)));
            }
        }

        return report;
    }

    // The list's vector is x_i - x_j + S; the molecule is in one piece at x + T, so that S = T_i - T_j there.
    bool IsWithinMolecule(int i, int j, (int A, int B, int C) shift)
    {
        ((int a, int b, int c), (int d, int e, int f)) = (translations[i], translations[j]);
        return molecules.OfAtom[i] == molecules.OfAtom[j] && shift == (a - d, b - e, c - f);
    }

    static double[] Normalized(double[] counts, double uniform) =>
        [.. counts.Select((n, k) => n / (uniform * Shell(k)))];

    static double Shell(int bin)
    {
        double inner = bin * RadialDistribution.Bin, outer = inner + RadialDistribution.Bin;
        return 4 * Math.PI / 3 * ((outer * outer * outer) - (inner * inner * inner));
    }

    double[,][] Histograms()
    {
        double[,][] all = new double[elements.Length, elements.Length][];
        for (int a = 0; a < elements.Length; a++)
        {
            for (int b = 0; b < elements.Length; b++)
            {
                all[a, b] = new double[RadialDistribution.Distances.Length];
            }
        }

        return all;
    }
}
