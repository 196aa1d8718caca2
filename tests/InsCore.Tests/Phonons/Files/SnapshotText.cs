using System.Globalization;
using System.Text;
using InsCore.Phonons;
using InsCore.Structures;

namespace InsCore.Tests.Phonons.Files;

/// <summary>Supercells with all atoms displaced, the harmonic forces of known force constants, and the files that phonopy makes of them.</summary>
/// <param name="Displacements">[nSnapshots][nSupercellAtoms], Å.</param>
/// <param name="Forces">[nSnapshots][nSupercellAtoms], eV/Å.</param>
internal sealed record SnapshotText(Vector3d[][] Displacements, Vector3d[][] Forces)
{
    /// <summary>Random displacements, in our order of atoms.</summary>
    public static SnapshotText Random(ForceConstants constants, int count, double amplitude = 0.02, int seed = 1)
    {
        Random random = new(seed);
        double Number() => amplitude * ((2 * random.NextDouble()) - 1);
        Vector3d[][] displacements = [.. Enumerable.Range(0, count).Select(_ =>
            Enumerable.Range(0, constants.Supercell.Crystal.AtomCount).Select(_ => new Vector3d(Number(), Number(), Number())).ToArray())];
        return new(displacements, Array.ConvertAll(displacements, u => Harmonic(constants, u)));
    }

    /// <summary>In the order of a file's supercell.</summary>
    public SnapshotText Ordered(int[] order) => new(
        Array.ConvertAll(Displacements, d => Array.ConvertAll(order, s => d[s])), Array.ConvertAll(Forces, f => Array.ConvertAll(order, s => f[s])));

    /// <summary>FORCE_SETS.</summary>
    public string Text(string format = "R")
    {
        StringBuilder text = new();
        for (int d = 0; d < Forces.Length; d++)
        {
            for (int s = 0; s < Forces[d].Length; s++)
            {
                text.Append(Row(Displacements[d][s], "   ", format)).Append("   ").Append(Row(Forces[d][s], "   ", format)).Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>What phonopy_params.yaml holds besides the cells, in the layout since version 2.24.</summary>
    public string Yaml() => $"\ndataset:\n  random_seed: 1\n  displacements:\n{Lists(Displacements)}  forces:\n{Lists(Forces)}";

    /// <summary>The layout before.</summary>
    public string OldYaml()
    {
        StringBuilder text = new("\ndisplacements:\n");
        for (int d = 0; d < Forces.Length; d++)
        {
            text.Append(CultureInfo.InvariantCulture, $"- # {d + 1}\n");
            for (int s = 0; s < Forces[d].Length; s++)
            {
                text.Append(CultureInfo.InvariantCulture, $"  - displacement: # {s + 1}\n      [ {Row(Displacements[d][s], ", ", "R")} ]\n    force:\n      [ {Row(Forces[d][s], ", ", "R")} ]\n");
            }
        }

        return text.ToString();
    }

    static string Lists(Vector3d[][] fields) =>
        string.Concat(fields.Select((f, d) => $"  - # {d + 1}\n" + string.Concat(f.Select(v => $"    - [ {Row(v, ", ", "R")} ]\n"))));

    static string Row(Vector3d v, string separator, string format) =>
        string.Join(separator, new[] { v.X, v.Y, v.Z }.Select(x => Pointed(x.ToString(format, CultureInfo.InvariantCulture))));

    static string Pointed(string number) => number.Contains('.', StringComparison.Ordinal) || number.Contains('E', StringComparison.Ordinal) ? number : number + ".0";

    // F_ia(l) = -Σ_s,b Φ_ia,sb u_b of the atom that lies to cell l as s lies to the home cell: summed in real space, atom by atom.
    static Vector3d[] Harmonic(ForceConstants constants, Vector3d[] u)
    {
        Supercell supercell = constants.Supercell;
        int all = u.Length;
        Vector3d[] forces = new Vector3d[all];
        for (int t = 0; t < all; t++)
        {
            for (int s = 0; s < all; s++)
            {
                Vector3d there = u[supercell.IndexOf(supercell.UnitAtoms[s], supercell.Shifts[s] + supercell.Shifts[t])];
                double Element(int a, int b) => constants.Values[(((((3 * supercell.UnitAtoms[t]) + a) * all) + s) * 3) + b];
                Vector3d Row(int a) => new(Element(a, 0), Element(a, 1), Element(a, 2));
                forces[t] -= new Vector3d(Vector3d.Dot(Row(0), there), Vector3d.Dot(Row(1), there), Vector3d.Dot(Row(2), there));
            }
        }

        return forces;
    }
}
