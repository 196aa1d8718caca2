using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using InsCore.Phonons;
using InsCore.Phonons.Tracking;
using InsCore.Scattering;

namespace InsCore.Studies;

/// <summary>Writes modes followed through pressures: a table, JSON, figures.</summary>
public static class TrackingOutput
{
    /// <summary>Names of the files.</summary>
    public static IReadOnlyList<string> Files { get; } = ["shifts.csv", "shifts.json"];

    /// <summary>One-phonon intensities of the modes at Γ, [nModes], barn/sr per cell.</summary>
    internal static double[] Intensities(PhononModes modes, ScatteringOptions options)
    {
        int gamma = Array.FindIndex(modes.QPoints, AcousticModes.IsGamma);
        Instrument instrument = Instrument.ByName(options.Instrument, options.IncidentEnergies, options.Frequencies);
        return ModeIntensity.At(modes, gamma, instrument, options.Temperature);
    }

    /// <summary>Writes shifts.csv and shifts.json.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="tracking">The modes.</param>
    /// <param name="shifts">How they move from the first pressure to each further one.</param>
    /// <param name="provenance">Where it all comes from.</param>
    /// <exception cref="InsInputException">A file cannot be written.</exception>
    public static void Write(string folder, ModeTracking tracking, IReadOnlyList<PressureShift> shifts, Provenance provenance)
    {
        AtomicFile.WriteAllText(Path.Combine(folder, "shifts.csv"), Table(tracking, shifts));
        JsonObject json = tracking.ToJson();
        json["provenance"] = provenance.ToJson();
        AtomicFile.WriteAllText(Path.Combine(folder, "shifts.json"), json.ToJsonString(StudyJson.Indented) + "\n");
    }

    static string Table(ModeTracking tracking, IReadOnlyList<PressureShift> shifts)
    {
        IReadOnlyList<ModeShift> last = shifts[^1].Rows;
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"# Optical modes at the zone centre of {tracking.Crystals[0].Formula}, followed through pressures by their eigenvectors; point group {tracking.PointGroup}\n");
        text.Append("# wavenumbers in 1/cm, negative for imaginary modes; shift and overlap from the first pressure to the last\n");
        text.Append("mode,irrep,degeneracy,infrared,raman,")
            .AppendJoin(',', tracking.Pressures.Select(p => $"wavenumber_{StudyNames.Pressure(p)}"))
            .Append(",shift,colour,overlap,confidence,last_mode,hydrogen_share,ins_weight\n");
        for (int n = 0; n < tracking.Modes.Count; n++)
        {
            TrackedMode m = tracking.Modes[n];
            ModeShift s = last[n];
            text.Append(CultureInfo.InvariantCulture, $"{m.Number},{m.Irrep},{m.Irrep.Degeneracy},{(m.Irrep.IsInfraredActive ? 1 : 0)},{(m.Irrep.IsRamanActive ? 1 : 0)},")
                .AppendJoin(',', m.Wavenumbers.Select(w => w.ToString("F4", CultureInfo.InvariantCulture)))
                .Append(CultureInfo.InvariantCulture, $",{s.Shift:F4},{s.Colour},{s.Overlap:F4},{s.Confidence:F4},{s.SecondNumber},{s.HydrogenShare:F4},{s.InsWeight:G6}\n");
        }

        return text.ToString();
    }
}
