using System.Globalization;
using System.Text.Json.Nodes;
using InsCore.Comparison;
using InsCore.Dynamics;
using InsCore.Phonons;
using InsCore.Scattering;
using InsCore.Scattering.Instruments;
using InsCore.Structures;

namespace InsCore.Studies;

/// <summary>The options of a study as they held, defaults included, in the keys and forms of a study file, of which JSON is a dialect.</summary>
/// <remarks>
/// Files go by their names, without folders; where results go, whether they are computed again and on how many threads says nothing of them and is left out. What is
/// automatic is left out too, and remains automatic when the settings are read again.
/// </remarks>
internal static class StudySettings
{
    /// <summary>All settings.</summary>
    public static JsonObject ToJson(StudyOptions o) => Known(new()
    {
        ["structure"] = o.Structure.Length > 0 ? Name(o.Structure) : null,
        ["model"] = Name(o.Model),
        ["head"] = o.Head,
        ["precision"] = o.Precision,
        ["executor"] = Word(o.Executor),
        ["device"] = o.Device,
        ["radial"] = Word(o.Radial),
        ["pressures"] = List(o.Pressures),
        ["hysteresis"] = o.Hysteresis,
        ["elastic"] = o.Elastic,
        ["relaxation"] = new JsonObject
        {
            ["force"] = o.Relaxation.ForceTolerance, ["stress"] = o.Relaxation.StressTolerance, ["steps"] = o.Relaxation.MaximumSteps, ["cell"] = o.Relaxation.RelaxCell,
        },
        ["thermodynamics"] = Known(new()
        {
            ["temperatures"] = List(o.Thermodynamics.Temperatures),
            ["cif"] = Some(o.Thermodynamics.Displacements),
            ["quasiharmonic"] = o.Thermodynamics.QuasiHarmonic,
            ["spectra"] = Some(o.Thermodynamics.Spectra),
        }),
        ["phonons"] = Phonons(o.Phonons),
        ["phonon-file"] = PhononFile(o.PhononFile),
        ["scattering"] = Scattering(o),
        ["map"] = Map(o.Map),
        ["dispersion"] = Dispersion(o.Dispersion),
        ["compare"] = o.Comparisons.Count > 0 ? new JsonArray([.. o.Comparisons.Select(Comparison)]) : null,
        ["md"] = o.Dynamics is { } md ? Dynamics(md) : null,
    });

    static JsonObject Phonons(PhononSettings o) => Known(new()
    {
        ["mesh"] = List(o.Mesh),
        ["spacing"] = o.Mesh is null ? o.Spacing : null,
        ["method"] = Word(o.Method),
        ["supercell"] = List(o.Supercell),
        ["distance"] = o.Supercell is null ? o.SupercellDistance : null,
        ["displacement"] = o.Displacement,
    });

    static JsonObject PhononFile(PhononInputOptions o) => Known(new()
    {
        ["cells"] = Name(o.Cells),
        ["dim"] = Rows(o.SupercellMatrix),
        ["primitive-axes"] = Rows(o.PrimitiveAxes),
        ["forces"] = Name(o.Forces),
        ["born"] = Name(o.Born),
        ["nac"] = o.UseCharges,
        ["asr"] = Word(o.SumRule),
        ["dipoles"] = o.Dipoles is { } dipoles ? Word(dipoles) : null,
    });

    static JsonObject Scattering(StudyOptions study)
    {
        ScatteringOptions o = study.Scattering;
        return Known(new()
        {
            ["temperature"] = o.Temperature,
            ["instrument"] = Instrument(o.Instrument),
            ["ei"] = Some(o.IncidentEnergies),
            ["frequency"] = Some(o.Frequencies),
            ["resolution"] = o.Resolution,
            ["e-min"] = o.MinimumEnergy,
            ["e-max"] = o.MaximumEnergy,
            ["bin"] = o.BinWidth,
            ["orders"] = o.Orders,
            ["weighting"] = Word(o.Weighting),
            ["cross-sections"] = o.CrossSections.FileName,
            ["resolve"] = Word(o.Resolved),
            ["accuracy"] = o.Accuracy,
            ["imaginary"] = Word(o.Imaginary),
            ["lowest"] = o.LowestEnergy,
            ["acoustic"] = o.Acoustic.Enabled,
            ["sound-speeds"] = Some(o.Acoustic.SoundSpeeds),
            ["coherent"] = o.IsCoherent,
            ["directions"] = o.Directions,
            ["like"] = study.Like,
            ["difference"] = study.Difference,
        });
    }

    static JsonObject Map(MapSettings o) => Known(new()
    {
        ["instrument"] = o.Instrument is { } name ? Instrument(name) : null,
        ["q-max"] = o.QMaximum,
        ["q-bins"] = o.QBins,
        ["e-max"] = o.MaximumEnergy,
        ["bin"] = o.BinWidth,
        ["path"] = List(o.Path?.SelectMany(v => (double[])[v.X, v.Y, v.Z])),
        ["coherent"] = o.IsCoherent,
        ["directions"] = o.Directions,
        ["scale"] = o.Scale is { } scale ? Word(scale) : null,
        ["unit"] = o.Unit.Name,
    });

    static JsonObject Dispersion(DispersionOptions o) => Known(new()
    {
        ["interpolate"] = List(o.Interpolate),
        ["unit"] = o.Unit.Name,
        ["path"] = o.Path,
        ["step"] = o.Step,
        ["connect"] = o.Connect,
        ["eigenvectors"] = o.Eigenvectors,
        ["bin"] = o.Bin,
        ["width"] = o.IsAdaptive ? "adaptive" : List(o.Width),
        ["shape"] = Word(o.Shape),
    });

    static JsonObject Comparison(ComparisonOptions o) => Known(new()
    {
        ["experiment"] = Name(o.Experiment),
        ["pressure"] = o.Pressure,
        ["unit"] = o.File.Unit?.Name,
        ["spectrum"] = o.File.Spectrum,
        ["column"] = o.File.Column,
        ["bank"] = o.Bank,
        ["regions"] = Some(o.Regions),
        ["background"] = o.Background.ToString(),
        ["prominence"] = o.Prominence,
        ["significance"] = o.Significance,
        ["tolerance"] = o.Tolerance,
    });

    static JsonObject Dynamics(DynamicsSettings o) => Known(new()
    {
        ["ensemble"] = Word(o.Run.Ensemble),
        ["temperature"] = o.Run.Temperature,
        ["time"] = Time(o.Run.Time),
        ["equilibration"] = Time(o.Run.Equilibration),
        ["step"] = Time(o.Run.TimeStep),
        ["thermostat"] = Word(o.Run.Thermostat),
        ["thermostat-time"] = Time(o.Run.ThermostatTime),
        ["barostat-time"] = Time(o.Run.CellTime),
        ["sample"] = Time(o.Run.SampleTime),
        ["frame"] = Time(o.Run.FrameTime),
        ["restart"] = FormattableString.Invariant($"{o.Run.RestartInterval.TotalSeconds} s"),
        ["seed"] = o.Run.Seed,
        ["replicas"] = o.Replicas,
        ["cells"] = List(o.Cells),
        ["precision"] = o.Precision,
    });

    // What is automatic has no value.
    static JsonObject Known(JsonObject all)
    {
        foreach (string key in all.Where(p => p.Value is null).Select(p => p.Key).ToArray())
        {
            all.Remove(key);
        }

        return all;
    }

    static string? Name(string? path) => path is null ? null : Path.GetFileName(path);

    static string Instrument(string name) => InstrumentDefinition.IsFile(name) ? Path.GetFileName(name) : name;

    static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    static string Time(double femtoseconds) => femtoseconds.ToString("R", CultureInfo.InvariantCulture) + " fs";

    static JsonArray? List(IEnumerable<double>? values) => values is null ? null : new JsonArray([.. values.Select(v => JsonValue.Create(v))]);

    static JsonArray? List(IEnumerable<int>? values) => values is null ? null : new JsonArray([.. values.Select(v => JsonValue.Create(v))]);

    static JsonArray? Some(IReadOnlyList<double> values) => values.Count > 0 ? List(values) : null;

    // phonopy's matrices, row by row, are the transposed ones of ours.
    static JsonArray? Rows(Matrix3d? matrix) => matrix is not { } m ? null : List(Enumerable.Range(0, 9).Select(i => m.Transpose[i / 3, i % 3]));
}
