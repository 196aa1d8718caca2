using InsCore.Relaxation;
using InsCore.Structures;

namespace InsCore.Studies;

/// <summary>Relaxes a structure at one pressure, or finds that it was done before.</summary>
internal static class RelaxStep
{
    public static RelaxedStructure Run(StudyContext context, Crystal start, double pressure, string folder, string place, double? from = null)
    {
        RelaxationOptions options = context.Options.Relaxation with { Pressure = pressure, Threads = context.Options.Threads };
        string key = StepKey.Of(
            "relax", start, context.PotentialIdentity, pressure, options.ForceTolerance, options.StressTolerance, options.MaximumSteps, options.RelaxCell);
        string json = Path.Combine(folder, "relax.json"), xyz = Path.Combine(folder, "relaxed.extxyz");
        if (context.Stored(json, key) is { } stored && File.Exists(xyz))
        {
            return RelaxedStructure.FromJson(stored, StructureFile.Read(xyz)) with { StartedFrom = from };
        }

        options = options with
        {
            Checkpoint = Path.Combine(folder, $"relax-{key[..8]}.checkpoint"),
            Trajectory = Path.Combine(folder, "relax.trajectory.extxyz"),
        };
        RelaxationResult result = CrystalRelaxation.Run(
            start, context.Potential!, options, context.ProgressAt(place), context.Cancellation);
        RelaxedStructure relaxed = RelaxedStructure.From(result) with { StartedFrom = from };
        StructureFile.Write(xyz, result.Crystal);
        StructureFile.Write(Path.Combine(folder, "relaxed.cif"), result.Crystal, result.SpaceGroupAfter);
        context.Finish(json, key, relaxed.ToJson());
        File.Delete(options.Checkpoint);
        return relaxed;
    }
}
