using System.Text.Json;
using System.Text.Json.Nodes;
using InsCore.Backends;
using InsCore.Phonons;
using InsCore.Phonons.Tracking;
using InsCore.Structures;

namespace InsCore.Studies;

/// <summary>Follows modes through files of phonon modes, one for each pressure.</summary>
public static class TrackingStudy
{
    const string Remedy = "give one pressure for each file, e.g. --pressure \"0 0.5 1\"";

    /// <summary>Reads the files, follows the modes, writes the results.</summary>
    /// <param name="files">Files of modes of the same crystal, at least two.</param>
    /// <param name="pressures">GPa, one for each file; empty to take them from relax.json beside each file.</param>
    /// <param name="options">Instrument and temperature, for intensities; the output folder.</param>
    /// <param name="commandLine">How the program was called, for the provenance.</param>
    /// <param name="progress">Where progress goes.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    /// <returns>The modes, and how they move from the lowest pressure to each further one.</returns>
    /// <exception cref="InsInputException">A file cannot be used, or the files belong to different crystals.</exception>
    public static (ModeTracking Tracking, IReadOnlyList<PressureShift> Shifts) Run(
        IReadOnlyList<string> files,
        IReadOnlyList<double> pressures,
        StudyOptions options,
        string commandLine = "",
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        if (files.Count < 2)
        {
            throw new InsInputException(files.FirstOrDefault() ?? "track", null, "is one file; modes are followed through two or more", "name the files of all pressures");
        }

        if (pressures.Count > 0 && pressures.Count != files.Count)
        {
            throw new InsInputException("--pressure", null, $"has {pressures.Count} pressures for {files.Count} files", Remedy);
        }

        TrackingPoint[] points = [.. files.Select((f, k) => new TrackingPoint(pressures.Count > 0 ? pressures[k] : PressureBeside(f), ReadModes(f)))];
        CheckAtoms(files, points);
        points = [.. points.OrderBy(p => p.Pressure)];
        for (int k = 1; k < points.Length; k++)
        {
            if (points[k].Pressure == points[k - 1].Pressure)
            {
                throw new InsInputException("--pressure", null, FormattableString.Invariant($"has {points[k].Pressure} GPa twice"), "give each pressure once");
            }
        }

        ModeTracking tracking = ModeTracker.Follow(points, options.Threads, progress, cancellation);
        IReadOnlyList<PressureShift> shifts = PressureShift.Of(tracking, TrackingOutput.Intensities(points[0].Modes, options.Scattering));
        Provenance provenance = StudyProvenance.Of(commandLine, options, files, [], []);
        TrackingOutput.Write(options.Output, tracking, shifts, provenance);
        return (tracking, shifts);
    }

    static void CheckAtoms(IReadOnlyList<string> files, TrackingPoint[] points)
    {
        Crystal first = points[0].Modes.Crystal;
        for (int k = 1; k < points.Length; k++)
        {
            Crystal other = points[k].Modes.Crystal;
            if (!first.AtomicNumbers.SequenceEqual(other.AtomicNumbers) || !first.Masses.SequenceEqual(other.Masses))
            {
                throw new InsInputException(
                    files[k], null, $"has other atoms than {files[0]} ({other.Formula}, not {first.Formula}), other masses, or another order", "give files of one crystal");
            }
        }
    }

    static PhononModes ReadModes(string file)
    {
        PhononModes modes = PhononInput.Read(file).Modes
            ?? throw new InsInputException(file, null, "holds no modes", "compute them with `inscore phonons`");
        if (modes.Crystal.Lattice is null)
        {
            throw new InsInputException(file, null, "holds the modes of a molecule", "give modes of a crystal");
        }

        return !modes.HasEigenvectors || !modes.QPoints.Any(AcousticModes.IsGamma)
            ? throw new InsInputException(file, null, "has no eigenvectors at Γ", "compute modes on a mesh that includes Γ")
            : modes;
    }

    static double PressureBeside(string file)
    {
        string beside = Path.Combine(Path.GetDirectoryName(file) ?? "", "relax.json");
        try
        {
            if (File.Exists(beside) && (double?)JsonNode.Parse(File.ReadAllText(beside))?["targetPressure"] is { } pressure && double.IsFinite(pressure))
            {
                return pressure;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or IOException)
        {
        }

        throw new InsInputException(file, null, "says nothing of its pressure, nor does a relax.json beside it", Remedy);
    }
}
