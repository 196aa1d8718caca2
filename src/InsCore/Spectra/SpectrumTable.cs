using System.Globalization;
using System.Text;

namespace InsCore.Spectra;

/// <summary>Spectra on one energy axis as comma-separated text with commented header lines.</summary>
public static class SpectrumTable
{
    /// <summary>Writes a table, all or nothing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="comments">Header lines: what, units, settings.</param>
    /// <param name="columns">Spectra with the same energies.</param>
    /// <exception cref="InsInputException">The file cannot be written.</exception>
    public static void Write(string path, IEnumerable<string> comments, IReadOnlyList<Spectrum1D> columns)
    {
        StringBuilder text = new();
        foreach (string line in comments)
        {
            text.Append("# ").Append(line.ReplaceLineEndings(" ")).Append('\n');
        }

        text.Append("energy_transfer_cm-1,").AppendJoin(',', columns.Select(c => c.Label)).Append('\n');
        double[] energies = columns[0].Energies;
        for (int bin = 0; bin < energies.Length; bin++)
        {
            text.Append(energies[bin].ToString("R", CultureInfo.InvariantCulture));
            foreach (Spectrum1D column in columns)
            {
                text.Append(',').Append(column.Intensities[bin].ToString("R", CultureInfo.InvariantCulture));
            }

            text.Append('\n');
        }

        AtomicFile.WriteAllText(path, text.ToString());
    }
}
