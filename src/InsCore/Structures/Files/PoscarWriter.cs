using System.Globalization;
using System.Text;
using static InsCore.Structures.Files.StructureFormat;

namespace InsCore.Structures.Files;

/// <summary>Writes POSCAR (VASP 5, fractional coordinates); atoms keep their order, a new column begins where the species changes.</summary>
internal static class PoscarWriter
{
    /// <summary>The file's content.</summary>
    public static string Write(Crystal crystal)
    {
        List<(string Symbol, int Count)> runs = [];
        for (int i = 0; i < crystal.AtomCount; i++)
        {
            string symbol = SpeciesOf(crystal, i).ToString();
            if (runs.Count > 0 && runs[^1].Symbol == symbol)
            {
                runs[^1] = (symbol, runs[^1].Count + 1);
            }
            else
            {
                runs.Add((symbol, 1));
            }
        }

        Matrix3d vectors = crystal.PeriodicLattice.Vectors;
        StringBuilder text = new();
        text.Append(crystal.Formula).Append("\n1.0\n");
        text.Append(Text(vectors.Row0)).Append('\n').Append(Text(vectors.Row1)).Append('\n').Append(Text(vectors.Row2)).Append('\n');
        text.AppendJoin(' ', runs.Select(r => r.Symbol)).Append('\n');
        text.AppendJoin(' ', runs.Select(r => r.Count.ToString(CultureInfo.InvariantCulture))).Append("\nDirect\n");
        foreach (Vector3d x in crystal.FractionalPositions())
        {
            text.Append(Text(x)).Append('\n');
        }

        return text.ToString();
    }
}
