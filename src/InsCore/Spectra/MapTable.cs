using System.Globalization;
using System.Text;
using InsCore.Structures;

namespace InsCore.Spectra;

/// <summary>A map as comma-separated text: a row for each energy, a column for each |Q| or point of a path, commented header lines.</summary>
public static class MapTable
{
    /// <summary>Writes a table, all or nothing; bins where nothing is measured are left empty.</summary>
    /// <param name="path">The file.</param>
    /// <param name="comments">Header lines: what, settings.</param>
    /// <param name="map">The map.</param>
    /// <param name="intensityUnit">Unit of the intensities as written.</param>
    /// <param name="unit">Unit of the energies.</param>
    /// <param name="points">[nQ], Q along a path of a single crystal in reciprocal lattice vectors; null for a powder.</param>
    /// <exception cref="InsInputException">The file cannot be written.</exception>
    public static void Write(
        string path, IEnumerable<string> comments, Spectrum2D map, string intensityUnit, EnergyUnit unit, IReadOnlyList<Vector3d>? points = null)
    {
        StringBuilder text = new();
        foreach (string line in comments)
        {
            text.Append("# ").Append(line.ReplaceLineEndings(" ")).Append('\n');
        }

        text.Append(points is null ? "# S(|Q|, ω) in " : "# S(Q, ω) in ").Append(intensityUnit).Append("; rows: energy transfer in ").Append(unit.Symbol)
            .Append(points is null ? "; columns: |Q| in Å⁻¹; both are bin centres; empty: not measured\n" : ", bin centres; columns: length of the path in Å⁻¹\n");
        if (points is not null)
        {
            text.Append("# Q of the columns in reciprocal lattice vectors: ")
                .AppendJoin("; ", points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.X:G10} {p.Y:G10} {p.Z:G10}"))).Append('\n');
        }

        text.Append("energy_transfer_").Append(unit.Name).Append(',')
            .AppendJoin(',', map.Q.Select(q => q.ToString("R", CultureInfo.InvariantCulture))).Append('\n');
        for (int e = 0; e < map.Energies.Length; e++)
        {
            text.Append((map.Energies[e] / unit.Wavenumbers).ToString("R", CultureInfo.InvariantCulture));
            for (int q = 0; q < map.Q.Length; q++)
            {
                double value = map.Row(q)[e] * unit.Wavenumbers;
                text.Append(',').Append(double.IsNaN(value) ? "" : value.ToString("G9", CultureInfo.InvariantCulture));
            }

            text.Append('\n');
        }

        AtomicFile.WriteAllText(path, text.ToString());
    }
}
