using System.Text.Json;

namespace InsCore.Spectra;

/// <summary>Spectra and maps as Euphonic's JSON: Spectrum1D, Spectrum1DCollection, Spectrum2D.</summary>
/// <remarks>Energies in Euphonic's axes are edges where there is one more of them than intensities; here they are centres, in cm⁻¹. NaN is written as Python does.</remarks>
public static class EuphonicSpectra
{
    const string Wavenumber = "1 / centimeter";

    /// <summary>Reads a Spectrum1D or all lines of a Spectrum1DCollection.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Spectra with energies in cm⁻¹ (centres of the bins) and intensities as they stand in the file, and their unit.</returns>
    /// <exception cref="InsInputException">The file is absent, damaged, or holds something else.</exception>
    public static (IReadOnlyList<Spectrum1D> Spectra, string Unit) Read(string path)
    {
        using EuphonicSpectrumFile file = EuphonicSpectrumFile.Open(path);
        return file.Lines();
    }

    /// <summary>Reads a Spectrum2D.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The map, Q in Å⁻¹ and energies in cm⁻¹ at the centres of the bins, and the unit of its intensities.</returns>
    /// <exception cref="InsInputException">The file is absent, damaged, or holds something else.</exception>
    public static (Spectrum2D Map, string Unit) ReadMap(string path)
    {
        using EuphonicSpectrumFile file = EuphonicSpectrumFile.Open(path);
        return file.Map();
    }

    /// <summary>What a spectrum or a map of Euphonic holds, in words; null where a file is none.</summary>
    /// <param name="path">Any file.</param>
    /// <exception cref="InsInputException">The file is a spectrum, and damaged.</exception>
    public static IReadOnlyList<(string Name, string Value)>? Describe(string path)
    {
        string? kind = EuphonicSpectrumFile.KindOf(path);
        switch (kind)
        {
            case "Spectrum1D" or "Spectrum1DCollection":
                (IReadOnlyList<Spectrum1D> spectra, string unit) = Read(path);
                return [("format", $"Euphonic {kind} (JSON)"), ("energies", Axis(spectra[0].Energies, "cm⁻¹")), ("intensities", Values(unit, [.. spectra.SelectMany(s => s.Intensities)])),
                    .. spectra.Select((s, k) => (spectra.Count == 1 ? "spectrum" : $"spectrum {k + 1}", s.Label.Length > 0 ? s.Label : "without a label"))];
            case "Spectrum2D":
                (Spectrum2D map, string mapUnit) = ReadMap(path);
                return [("format", "Euphonic Spectrum2D (JSON)"), ("energies", Axis(map.Energies, "cm⁻¹")), ("momentum transfer", Axis(map.Q, "Å⁻¹")), ("intensities", Values(mapUnit, map.Intensities))];
            default:
                return null;
        }
    }

    static string Axis(double[] values, string unit) => FormattableString.Invariant($"{values.Length} bins, {values[0]:F3} to {values[^1]:F3} {unit}");

    static string Values(string unit, double[] values)
    {
        double[] known = [.. values.Where(double.IsFinite)];
        string range = known.Length == 0 ? "no number among them" : FormattableString.Invariant($"{known.Min():G4} to {known.Max():G4}");
        string masked = known.Length < values.Length ? $"; {values.Length - known.Length} of {values.Length} are NaN, masked" : "";
        return $"{range} {unit}{masked}";
    }

    /// <summary>Writes spectra: Spectrum1D of one, Spectrum1DCollection of several.</summary>
    /// <param name="path">The file.</param>
    /// <param name="unit">Unit of the intensities in pint's notation, e.g. "barn * centimeter".</param>
    /// <param name="spectra">Spectra with the same energies.</param>
    /// <exception cref="InsInputException">The file cannot be written.</exception>
    public static void Write(string path, string unit, IReadOnlyList<Spectrum1D> spectra) => AtomicFile.Write(path, stream =>
    {
        using Utf8JsonWriter json = new(stream);
        json.WriteStartObject();
        json.WriteString("__euphonic_class__", spectra.Count == 1 ? "Spectrum1D" : "Spectrum1DCollection");
        json.WriteStartObject("metadata");
        if (spectra.Count == 1)
        {
            json.WriteString("label", spectra[0].Label);
        }
        else
        {
            json.WriteStartArray("line_data");
            foreach (Spectrum1D spectrum in spectra)
            {
                json.WriteStartObject();
                json.WriteString("label", spectrum.Label);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        WriteAxis(json, "x_data", Wavenumber, NexusFile.Edges(spectra[0].Energies));
        json.WriteString("y_data_unit", unit);
        json.WritePropertyName("y_data");
        WriteRows(json, spectra.Count == 1, spectra.Select(s => s.Intensities));
        json.WriteEndObject();
    });

    /// <summary>Writes a map: x is Q (centres), y the energy (edges).</summary>
    /// <exception cref="InsInputException">The file cannot be written.</exception>
    public static void Write(string path, string unit, Spectrum2D map) => AtomicFile.Write(path, stream =>
    {
        using Utf8JsonWriter json = new(stream);
        json.WriteStartObject();
        json.WriteString("__euphonic_class__", "Spectrum2D");
        json.WriteStartObject("metadata");
        json.WriteString("label", map.Label);
        json.WriteEndObject();
        WriteAxis(json, "x_data", "1 / angstrom", map.Q);
        WriteAxis(json, "y_data", Wavenumber, NexusFile.Edges(map.Energies));
        json.WriteString("z_data_unit", unit);
        json.WritePropertyName("z_data");
        WriteRows(json, false, Enumerable.Range(0, map.Q.Length).Select(q => map.Row(q).ToArray()));
        json.WriteEndObject();
    });

    static void WriteAxis(Utf8JsonWriter json, string name, string unit, double[] values)
    {
        json.WriteString(name + "_unit", unit);
        json.WritePropertyName(name);
        WriteRow(json, values);
    }

    static void WriteRows(Utf8JsonWriter json, bool single, IEnumerable<double[]> rows)
    {
        if (single)
        {
            WriteRow(json, rows.Single());
            return;
        }

        json.WriteStartArray();
        foreach (double[] row in rows)
        {
            WriteRow(json, row);
        }

        json.WriteEndArray();
    }

    static void WriteRow(Utf8JsonWriter json, double[] values)
    {
        json.WriteStartArray();
        foreach (double value in values)
        {
            if (double.IsFinite(value))
            {
                json.WriteNumberValue(value);
            }
            else
            {
                json.WriteRawValue("NaN", skipInputValidation: true);
            }
        }

        json.WriteEndArray();
    }
}
