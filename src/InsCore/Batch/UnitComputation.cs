using InsCore.Pressure;
using InsCore.Structures;
using InsCore.Studies;

namespace InsCore.Batch;

/// <summary>What the units of a plan compute: the steps of a study, with the same inputs as in one process.</summary>
internal static class UnitComputation
{
    /// <summary>Computes a unit in the folder of a study that holds what the unit needs.</summary>
    public static void Run(Study study, BatchUnit unit, Action<string> report)
    {
        // What a unit does not compute must not be asked for by the steps that it does compute.
        StudyOptions own = study.Options with { Elastic = false, Dynamics = null, Comparisons = [] };
        switch (unit.Kind)
        {
            case BatchUnitKind.Relaxation:
                Study series = study.With(own);
                series.Series(series.Relax(report), report);
                break;
            case BatchUnitKind.Elastic:
                string place = StudyNames.Pressure(unit.Pressure!.Value);
                ElasticStep.Run(study.Shared, Relaxed(study, unit).Crystal, study.Folder(unit.Pressure.Value), place);
                report($"{place}  elastic");
                break;
            case BatchUnitKind.Matrices:
                Matrices(study, unit, report);
                break;
            case BatchUnitKind.Phonons:
                study.With(own).Point(Relaxed(study, unit), report);
                break;
            case BatchUnitKind.Dynamics:
                report($"{StudyNames.Pressure(unit.Pressure!.Value)}  {study.Dynamics(Relaxed(study, unit).Crystal, unit.Pressure.Value, unit.Part)}");
                break;
            case BatchUnitKind.QuasiHarmonic:
                QuasiHarmonic(study.With(own), report);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(unit), unit.Kind, "is not known");
        }
    }

    static RelaxedStructure Relaxed(Study study, BatchUnit unit) =>
        study.With(study.Options, isStoredOnly: true).Relax().First(r => r.TargetPressure == unit.Pressure);

    static void Matrices(Study study, BatchUnit unit, Action<string> report)
    {
        string place = StudyNames.Pressure(unit.Pressure!.Value);
        PhononStep.RunPart(study.Shared, Relaxed(study, unit).Crystal, study.Folder(unit.Pressure.Value), place, unit.Part, unit.Parts);
        report($"{place}  matrices  part {unit.Part + 1} of {unit.Parts}");
    }

    static void QuasiHarmonic(Study study, Action<string> report)
    {
        Study stored = study.With(study.Options, isStoredOnly: true);
        IReadOnlyList<RelaxedStructure> relaxed = stored.Relax();
        PressureSeries series = stored.Series(relaxed);
        PressurePoint[] points = [.. relaxed.Select(r => stored.Point(r, null))];
        QuasiHarmonicStep.Run(study.Shared, series, points, study.Folder, report);
    }
}
