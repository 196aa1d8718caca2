using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using InsCore.Phonons;
using InsCore.Phonons.Tracking;
using InsCore.Scattering;
using InsCore.Spectra;

namespace InsCore.Studies;

/// <summary>Writes modes followed through pressures: a table, JSON, figures.</summary>
public static class TrackingOutput
{
    // Above it, lines of wavenumbers against pressure are flat, cm⁻¹.
    const double LowRegion = 260;

    // Bands that harden most, shown beside all that soften.
    const int BlueBands = 4;

    /// <summary>Names of the files.</summary>
    public static IReadOnlyList<string> Files(ModeTracking tracking) =>
        ["shifts.csv", "shifts.json", .. tracking.Waves.Count > 0 ? ["shifts-mesh.csv"] : (string[])[], "modes-low.png", "modes-shift.png", "modes-reasons.png"];

    /// <summary>One-phonon intensities of the modes at Γ, [nModes], barn/sr per cell.</summary>
    internal static double[] Intensities(PhononModes modes, ScatteringOptions options)
    {
        int gamma = Array.FindIndex(modes.QPoints, AcousticModes.IsGamma);
        Instrument instrument = Instrument.ByName(options.Instrument, options.IncidentEnergies, options.Frequencies);
        return ModeIntensity.At(modes, gamma, instrument, options.Temperature);
    }

    /// <summary>Writes all files.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="tracking">The modes.</param>
    /// <param name="shifts">How they move from the first pressure to each further one.</param>
    /// <param name="provenance">Where it all comes from.</param>
    /// <exception cref="InsInputException">A file cannot be written.</exception>
    public static void Write(string folder, ModeTracking tracking, IReadOnlyList<PressureShift> shifts, Provenance provenance)
    {
        AtomicFile.WriteAllText(Path.Combine(folder, "shifts.csv"), Table(tracking, shifts[^1]));
        AtomicFile.WriteAllText(Path.Combine(folder, "shifts.json"), Json(tracking, shifts[^1], provenance).ToJsonString(StudyJson.Indented) + "\n");
        if (tracking.Waves.Count > 0)
        {
            AtomicFile.WriteAllText(Path.Combine(folder, "shifts-mesh.csv"), MeshTable(tracking));
        }

        WriteFigures(folder, tracking, shifts[^1]);
    }

    static string MeshTable(ModeTracking tracking)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"# Modes of {tracking.Crystals[0].Formula} away from the zone centre, followed from {StudyNames.Label(tracking.Pressures[0])} to {StudyNames.Label(tracking.Pressures[^1])} by continuity\n");
        text.Append("# q in fractions of the reciprocal cell, wavenumbers in 1/cm, negative for imaginary modes; gamma: mode Grueneisen parameter at the first pressure\n");
        text.Append("q1,q2,q3,weight,mode,wavenumber_first,wavenumber_last,shift,last_mode,overlap,confidence,gamma\n");
        foreach (WaveTracking w in tracking.Waves)
        {
            for (int n = 0; n < w.First.Length; n++)
            {
                text.Append(CultureInfo.InvariantCulture, $"{w.Q.X:G10},{w.Q.Y:G10},{w.Q.Z:G10},{w.Weight:G10},{n + 1},{w.First[n]:F4},{w.Last[n]:F4},{w.Last[n] - w.First[n]:F4},")
                    .Append(CultureInfo.InvariantCulture, $"{w.Partners[n] + 1},{w.Overlaps[n]:F4},{w.Confidences[n]:F4},{w.Grueneisen[n]:F4}\n");
            }
        }

        return text.ToString();
    }

    static JsonObject Json(ModeTracking tracking, PressureShift shift, Provenance provenance)
    {
        JsonObject json = tracking.ToJson();
        for (int n = 0; n < shift.Rows.Count; n++)
        {
            JsonObject mode = json["modes"]![n]!.AsObject();
            mode["hydrogenShare"] = shift.Rows[n].HydrogenShare;
            mode["insShare"] = shift.Rows[n].InsShare;
        }

        json["reasons"] = new JsonArray([.. ShiftReason.OfRed(shift).Select(r => r.ToJson())]);
        json["units"]!["reasons"] = "cm⁻¹, slopes and parts cm⁻¹/GPa";
        json["provenance"] = provenance.ToJson();
        return json;
    }

    static void WriteFigures(string folder, ModeTracking tracking, PressureShift shift)
    {
        string name = StudyNames.Formula(tracking.Crystals[0]);
        double[] pressures = [.. tracking.Pressures];
        (string, double[])[] low = [.. tracking.Modes.Where(m => m.Wavenumbers[0] < LowRegion).Select(m => (Kind(m), m.Wavenumbers))];
        if (low.Length > 0)
        {
            new PressureModesFigure($"Modes at Γ of {name}").WriteLines(
                Path.Combine(folder, "modes-low"),
                pressures,
                Kinds,
                low,
                [.. tracking.Crossings.Where(c => c.Wavenumber < LowRegion).Select(c => (c.Pressure, c.Wavenumber, $"{c.First} × {c.Second}, {c.Irrep}{(c.IsPassed ? "" : ", mixing")}"))],
                "Wavenumber (cm⁻¹)");
        }

        new PressureModesFigure($"Shifts of all modes at Γ of {name}").WriteLines(
            Path.Combine(folder, "modes-shift"),
            pressures,
            Kinds,
            [.. tracking.Modes.Select(m => (Kind(m), Array.ConvertAll(m.Wavenumbers, w => w - m.Wavenumbers[0])))],
            [],
            "Shift (cm⁻¹)");
        ShiftReason[] reasons = [.. ShiftReason.OfRed(shift), .. ShiftReason.OfBlue(shift, BlueBands)];
        if (reasons.Length > 0)
        {
            new PressureModesFigure($"What moves the modes of {name}: all bands that soften, and those that harden most").WriteBars(
                Path.Combine(folder, "modes-reasons"),
                ["intramolecular force constants", "intermolecular force constants", "geometry"],
                [.. reasons.Select(r => (Label(r), new[] { r.Intramolecular, r.Intermolecular, r.Geometry }))],
                "Contribution (cm⁻¹/GPa)");
        }
    }

    // A band of which others move the other way says how many of its modes it stands for.
    static string Label(ShiftReason reason) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(reason.Band.Count < reason.SetCount ? $"{reason.Band.Count} of {reason.SetCount} at " : "")}{reason.Band.FirstWavenumber:F0} cm⁻¹, {reason.Name}");

    static readonly string[] Kinds = ["translation", "libration", "out-of-plane, torsion", "bend", "stretch", "other"];

    // Lattice modes by what the molecules do, the others by the kind of their largest motion.
    static string Kind(TrackedMode mode)
    {
        ModeDescription d = mode.Description;
        if (d.Internal < 0.5)
        {
            return d[InternalMotion.Translation] > d[InternalMotion.Libration] ? "translation" : "libration";
        }

        return Enum.GetValues<InternalMotion>().Where(m => m > InternalMotion.Libration).MaxBy(m => d[m]) switch
        {
            InternalMotion.Stretch => "stretch",
            InternalMotion.Bend => "bend",
            InternalMotion.Other => "other",
            _ => "out-of-plane, torsion",
        };
    }

    static string Table(ModeTracking tracking, PressureShift shift)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"# Optical modes at the zone centre of {tracking.Crystals[0].Formula}, followed through pressures by their eigenvectors; point group {tracking.PointGroup}\n");
        text.Append("# wavenumbers in 1/cm, negative for imaginary modes; shift, its three parts (1/cm) and overlap from the first pressure to the last\n");
        text.Append("# gamma: mode Grueneisen parameters at the first and last pressure; shares of motions are of the kinetic energy and sum to 1\n");
        text.Append("mode,irrep,degeneracy,infrared,raman,name,")
            .AppendJoin(',', tracking.Pressures.Select(p => $"wavenumber_{StudyNames.Pressure(p)}"))
            .Append(",shift,colour,intramolecular,intermolecular,geometry,gamma_first,gamma_last,overlap,confidence,last_mode,")
            .Append("translation,libration,stretch,out_of_plane,bend,torsion,other,hydrogen_share,ins_share\n");
        foreach (ModeShift row in shift.Rows)
        {
            Append(text, row);
        }

        return text.ToString();
    }

    static void Append(StringBuilder text, ModeShift row)
    {
        TrackedMode m = row.Mode;
        ShiftDecomposition d = m.Decomposition;
        text.Append(CultureInfo.InvariantCulture, $"{m.Number},{m.Irrep},{m.Irrep.Degeneracy},{(m.Irrep.IsInfraredActive ? 1 : 0)},{(m.Irrep.IsRamanActive ? 1 : 0)},\"{m.Description}\",")
            .AppendJoin(',', m.Wavenumbers.Select(w => w.ToString("F4", CultureInfo.InvariantCulture)))
            .Append(CultureInfo.InvariantCulture, $",{row.Shift:F4},{row.Colour},{d.Intramolecular:F4},{d.Intermolecular:F4},{d.Geometry:F4},")
            .Append(CultureInfo.InvariantCulture, $"{m.Grueneisen[0]:F4},{m.Grueneisen[^1]:F4},{row.Overlap:F4},{row.Confidence:F4},{row.SecondNumber},")
            .AppendJoin(',', Enum.GetValues<InternalMotion>().Select(k => m.Description[k].ToString("F4", CultureInfo.InvariantCulture)))
            .Append(CultureInfo.InvariantCulture, $",{row.HydrogenShare:F4},{row.InsShare:G6}\n");
    }
}
