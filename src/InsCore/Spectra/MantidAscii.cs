using System.Globalization;
using System.Text;

namespace InsCore.Spectra;

/// <summary>Spectra as the text that Mantid's LoadAscii reads: X, Y, E separated by commas, one block for each spectrum.</summary>
/// <remarks>
/// Comment lines begin with #. A block begins with the number of its spectrum, from 1. X is the centre of each bin, so that LoadAscii makes point
/// data: LoadAscii(Filename="…", Separator="CSV", Unit="DeltaE_inWavenumber"); ConvertToHistogram restores the edges. E is zero: nothing was counted.
/// </remarks>
public static class MantidAscii
{
    /// <summary>Writes spectra, all or nothing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="unit">Unit of the intensities, for the header.</param>
    /// <param name="spectra">Spectra.</param>
    /// <param name="comments">Header lines: what, settings, provenance.</param>
    /// <exception cref="InsInputException">The file cannot be written.</exception>
    public static void Write(string path, string unit, IReadOnlyList<Spectrum1D> spectra, IEnumerable<string> comments)
    {
        StringBuilder text = new();
        foreach (string line in comments)
        {
            text.Append("# ").Append(line.ReplaceLineEndings(" ")).Append('\n');
        }

        text.Append("# X: energy transfer, 1/cm, centre of the bin (Unit=DeltaE_inWavenumber). Y: ").Append(unit.ReplaceLineEndings(" ")).Append(". E: none\n");
        for (int k = 0; k < spectra.Count; k++)
        {
            text.Append(CultureInfo.InvariantCulture, $"# spectrum {k + 1}: {spectra[k].Label.ReplaceLineEndings(" ")}\n");
        }

        text.Append("# X , Y , E\n");
        for (int k = 0; k < spectra.Count; k++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{k + 1}\n");
            for (int bin = 0; bin < spectra[k].Energies.Length; bin++)
            {
                text.Append(CultureInfo.InvariantCulture, $"{spectra[k].Energies[bin]:R},{spectra[k].Intensities[bin]:R},0\n");
            }
        }

        AtomicFile.WriteAllText(path, text.ToString());
    }
}
