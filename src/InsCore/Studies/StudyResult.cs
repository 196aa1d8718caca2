using System.Text.Json.Nodes;
using InsCore.Phonons.Tracking;
using InsCore.Pressure;
using InsCore.Reports;
using InsCore.Scattering;
using InsCore.Spectra;

namespace InsCore.Studies;

/// <summary>The outcome of a study.</summary>
/// <param name="Points">One for each pressure, in the order asked for.</param>
/// <param name="Tracking">The modes at Γ followed from the lowest pressure to the highest; null for one pressure.</param>
/// <param name="Shifts">How they move from the lowest pressure to each further one.</param>
/// <param name="Provenance">Where it all comes from.</param>
public sealed record StudyResult(
    IReadOnlyList<PressurePoint> Points, ModeTracking? Tracking, IReadOnlyList<PressureShift> Shifts, Provenance Provenance)
{
    /// <summary>What the relaxed structures say together; null where there is none.</summary>
    public PressureSeries? Series { get; init; }

    /// <summary>Volumes and spectra at temperature and pressure; null where none were wanted.</summary>
    public QuasiHarmonicResult? QuasiHarmonic { get; init; }

    /// <summary>Names of the files that compare the pressures.</summary>
    public IReadOnlyList<string> Files =>
        [StudyReport.FileName, "spectra.png", "spectra.svg", .. Tracking is null ? [] : TrackingOutput.Files(Tracking), .. Series is null ? [] : SeriesOutput.Files(Series), .. QuasiHarmonic?.Files ?? [], "summary.json"];

    /// <summary>What a reader of the results must know.</summary>
    public IReadOnlyList<string> Warnings =>
    [
        .. Points.SelectMany(p => p.Warnings.Select(w => $"{StudyNames.Label(p.Relaxed.TargetPressure)}: {w}")),
        .. Series?.Warnings ?? [],
        .. QuasiHarmonic?.Warnings ?? [],
        .. Tracking?.Notes ?? [],
    ];

    /// <summary>The figures in short, without the spectra.</summary>
    public JsonObject ToJson() => new()
    {
        ["points"] = new JsonArray([.. Points.Select(p => new JsonObject
        {
            ["relaxed"] = p.Relaxed.ToJson(),
            ["phonons"] = p.Phonons.ToJson(),
            ["spectrum"] = new JsonObject
            {
                ["settings"] = p.Spectrum.Settings,
                ["diagnostics"] = new JsonArray([.. p.Spectrum.Diagnostics.Select(d => JsonValue.Create(d))]),
            },
            ["comparison"] = p.Comparison?.ToJson(),
            ["dynamics"] = p.Dynamics?.ToJson(),
            ["replicas"] = p.Replicas.Count == 0 ? null : new JsonArray([.. p.Replicas.Select(r => r.ToJson())]),
            ["thermodynamics"] = p.Thermodynamics?.ToJson(),
        })]),
        ["warnings"] = new JsonArray([.. Warnings.Select(w => JsonValue.Create(w))]),
        ["pressureSeries"] = Series?.ToJson(),
        ["quasiHarmonic"] = QuasiHarmonic?.ToJson(),
        ["shifts"] = new JsonArray([.. Shifts.Select(s => s.ToJson())]),
        ["provenance"] = Provenance.ToJson(),
    };

    internal static StudyResult Of(IReadOnlyList<PressurePoint> points, StudyContext context)
    {
        PressurePoint[] ordered = [.. points.OrderBy(p => p.Relaxed.TargetPressure)];
        if (ordered.Length < 2)
        {
            return new(points, null, [], context.Provenance);
        }

        ModeTracking tracking = ModeTracker.Follow(
            [.. ordered.Select(p => new TrackingPoint(p.Relaxed.TargetPressure, p.Phonons.Modes))],
            context.Options.Threads,
            context.Progress,
            context.Cancellation);
        double[] intensities = TrackingOutput.Intensities(ordered[0].Phonons.Modes, context.Options.Scattering);
        return new(points, tracking, PressureShift.Of(tracking, intensities), context.Provenance);
    }

    internal void Write(string folder, ScatteringOptions options)
    {
        string title = StudyNames.Title(Points[0].Relaxed.Crystal, "", options, (string?)Provenance.Model["name"], Points[0].Spectrum.Parts[0].IncidentEnergy);
        new SpectrumFigure(title, InsSpectrum.IntensityUnit).WriteOffset(
            Path.Combine(folder, "spectra"),
            [.. Points.Select(p => p.Spectrum.Total(StudyNames.Label(p.Relaxed.TargetPressure)))]);
        if (Tracking is not null)
        {
            TrackingOutput.Write(folder, Tracking, Shifts, Provenance);
        }

        AtomicFile.WriteAllText(Path.Combine(folder, "summary.json"), ToJson().ToJsonString(StudyJson.Indented) + "\n");
    }
}
