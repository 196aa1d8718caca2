using InsCore.Studies;

namespace InsCore.Batch;

/// <summary>Divides a study into units.</summary>
/// <remarks>
/// Relaxations start from their neighbours and so are one unit of each branch: divided, they would start elsewhere and end with other bits than
/// `inscore run` gives. All else at a pressure depends on its relaxed structure alone.
/// </remarks>
internal static class BatchUnits
{
    // In the order in which they are needed; the stages that a study has not are left out.
    const int Relaxations = 0, Parts = 1, Assembly = 2, Warm = 3;

    sealed record Draft(string Name, BatchUnitKind Kind, int Stage, StudyBranch Branch, double? Pressure, int Part, int Parts, IReadOnlyList<string> Needs);

    /// <summary>The units in the order of their stages.</summary>
    public static IReadOnlyList<BatchUnit> Of(IReadOnlyList<StudyBranch> branches, BatchSettings settings, string key)
    {
        Draft[] drafts = [.. branches.SelectMany(b => Of(b, settings)).OrderBy(d => d.Stage)];
        int[] stages = [.. drafts.Select(d => d.Stage).Distinct().Order()];
        Dictionary<string, int> numbers = drafts.Select((d, i) => (d.Name, i)).ToDictionary(p => p.Name, p => p.i);
        return [.. drafts.Select((d, i) => new BatchUnit(
            i, d.Name, d.Kind, Array.IndexOf(stages, d.Stage), d.Branch, d.Pressure, d.Part, d.Parts, [.. d.Needs.Select(n => numbers[n])], StepKey.Of("batch", key, d.Name)))];
    }

    static IEnumerable<Draft> Of(StudyBranch branch, BatchSettings settings)
    {
        StudyOptions o = branch.Options;
        string prefix = branch.Name.Length == 0 ? "" : branch.Name + "-", relax = prefix + "relax";
        yield return new(relax, BatchUnitKind.Relaxation, Relaxations, branch, null, 0, 1, []);
        List<string> phonons = [];
        foreach (double pressure in o.Pressures)
        {
            string at = prefix + StudyNames.Pressure(pressure);
            if (o.Elastic)
            {
                yield return new(at + "-elastic", BatchUnitKind.Elastic, Parts, branch, pressure, 0, 1, [relax]);
            }

            for (int replica = 0; replica < (o.Dynamics?.Replicas ?? 0); replica++)
            {
                yield return new($"{at}-{DynamicsStep.FolderOf(replica)}", BatchUnitKind.Dynamics, Parts, branch, pressure, replica, o.Dynamics!.Replicas, [relax]);
            }

            List<string> needs = [relax];
            for (int part = 0; part < settings.QBlocks && settings.QBlocks > 1; part++)
            {
                needs.Add($"{at}-matrices-{part + 1}of{settings.QBlocks}");
                yield return new(needs[^1], BatchUnitKind.Matrices, Parts, branch, pressure, part, settings.QBlocks, [relax]);
            }

            phonons.Add(at + "-phonons");
            yield return new(phonons[^1], BatchUnitKind.Phonons, settings.QBlocks > 1 ? Assembly : Parts, branch, pressure, 0, 1, needs);
        }

        if (o.Thermodynamics is { QuasiHarmonic: true, Spectra.Count: > 0 })
        {
            yield return new(prefix + "quasiharmonic", BatchUnitKind.QuasiHarmonic, Warm, branch, null, 0, 1, [relax, .. phonons]);
        }
    }
}
