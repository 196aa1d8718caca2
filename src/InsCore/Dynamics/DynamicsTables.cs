using System.Globalization;
using System.Text;

namespace InsCore.Dynamics;

/// <summary>Tables of a trajectory as comma-separated text: figures over time, distances, displacements.</summary>
internal static class DynamicsTables
{
    /// <summary>Writes md.csv, rdf.csv and msd.csv.</summary>
    /// <exception cref="InsInputException">A file cannot be written.</exception>
    public static void Write(string folder, string title, DynamicsResult result)
    {
        DynamicsSeries s = result.Series;
        List<(string, double[])> columns =
        [
            ("time_ps", s.Times), ("temperature_K", s.Temperatures), ("potential_eV", s.PotentialEnergies), ("total_eV", s.TotalEnergies),
            ("conserved_eV", s.ConservedEnergies), ("pressure_GPa", s.Pressures), ("volume_A3", s.Volumes),
            .. DynamicsSeries.CellNames.Select((name, k) => (k < 3 ? $"{name}_A" : $"{name}_deg", s.Cell(k))),
        ];
        Write(Path.Combine(folder, "md.csv"), $"{title}; means of blocks, all samples are in trajectory-*.h5", [.. columns.Select(c => (c.Item1, DynamicsFigures.Thin(c.Item2)))]);
        Write(Path.Combine(folder, "rdf.csv"), $"{title}; g(r) of all pairs, and between molecules",
        [
            ("r_A", RadialDistribution.Distances),
            .. result.Distances.Select(d => (d.Pair, d.Total)),
            .. result.Distances.Select(d => ($"{d.Pair} intermolecular", d.Intermolecular)),
        ]);
        Write(Path.Combine(folder, "msd.csv"), $"{title}; mean-square displacement, A2",
            [("time_ps", result.Displacements.Times), .. result.Displacements.MeanSquare]);
    }

    static void Write(string path, string comment, IReadOnlyList<(string Name, double[] Values)> columns)
    {
        StringBuilder text = new();
        text.Append("# ").Append(comment).Append('\n').AppendJoin(',', columns.Select(c => c.Name)).Append('\n');
        for (int row = 0; row < columns[0].Values.Length; row++)
        {
            text.AppendJoin(',', columns.Select(c => c.Values[row].ToString("G9", CultureInfo.InvariantCulture))).Append('\n');
        }

        AtomicFile.WriteAllText(path, text.ToString());
    }
}
