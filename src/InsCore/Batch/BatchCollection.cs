using InsCore.Studies;

namespace InsCore.Batch;

/// <summary>Merges the units of a plan into the results that `inscore run` writes.</summary>
public static class BatchCollection
{
    // A temporary file of another machine may be one that is being written.
    static readonly TimeSpan WritingTakes = TimeSpan.FromHours(1);

    /// <summary>The units without a valid result; every file of the others was read and is what was written.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="report">Told of damaged ones.</param>
    public static IReadOnlyList<BatchUnit> Missing(BatchPlan plan, Action<string> report)
    {
        List<BatchUnit> missing = [];
        foreach (BatchUnit unit in plan.Units)
        {
            if (UnitReceipt.Load(plan.Folder, unit) is not { } receipt)
            {
                missing.Add(unit);
            }
            else if (receipt.Damaged(plan.Folder) is { } damaged)
            {
                report($"{unit}: {damaged} is damaged");
                missing.Add(unit);
            }
        }

        return missing;
    }

    /// <summary>Merges; nothing is computed that a unit computes.</summary>
    /// <param name="plan">The plan, of which no unit is missing.</param>
    /// <param name="commandLine">How the program was called, for the provenance.</param>
    /// <param name="report">Told of each step.</param>
    /// <param name="progress">Where progress goes.</param>
    /// <param name="cancellation">Stops.</param>
    /// <returns>What each branch gave.</returns>
    /// <exception cref="InsInputException">A unit is missing or damaged.</exception>
    public static IReadOnlyList<(StudyBranch Branch, StudyResult Result)> Merge(
        BatchPlan plan, string commandLine, Action<string> report, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        foreach (BatchUnit unit in plan.Units)
        {
            cancellation.ThrowIfCancellationRequested();
            Take(plan, unit);
        }

        List<(StudyBranch, StudyResult)> results = [];
        foreach (StudyBranch branch in plan.Branches)
        {
            Study study = Study.Open(branch.Options, commandLine, progress, cancellation);
            results.Add((branch, study.With(study.Options, isStoredOnly: true).Run(report)));
        }

        Clean(plan);
        return results;
    }

    static void Take(BatchPlan plan, BatchUnit unit)
    {
        UnitReceipt? receipt = UnitReceipt.Load(plan.Folder, unit);
        string work = Path.Combine(plan.Folder.Work, receipt?.Folder ?? "");

        // Matrices have served their purpose when the phonons are there.
        if (receipt is null || receipt.Files.Where(f => !f.Path.EndsWith(".matrix", StringComparison.Ordinal)).Any(f => !f.TryCopy(work, plan.Folder.Output)))
        {
            throw new InsInputException(unit.ToString(), null, "its result is missing or damaged", $"run `inscore batch task --index {unit.Index}` again");
        }
    }

    // What no receipt refers to is what was stopped, was slower than another, or belongs to another plan.
    static void Clean(BatchPlan plan)
    {
        HashSet<string> kept = [.. plan.Units.Select(u => UnitReceipt.Load(plan.Folder, u)?.Folder ?? "")];
        foreach (DirectoryInfo work in new DirectoryInfo(plan.Folder.Work).EnumerateDirectories().Where(d => !kept.Contains(d.Name) && !BatchOwner.IsAlive(Owner(d.Name))).ToArray())
        {
            work.Delete(recursive: true);
        }

        foreach (FileInfo temporary in new DirectoryInfo(plan.Folder.Root).EnumerateFiles("*.tmp", SearchOption.AllDirectories).Where(f => f.LastWriteTimeUtc < DateTime.UtcNow - WritingTakes || IsOfTheDead(f.Name)).ToArray())
        {
            temporary.Delete();
        }
    }

    static string Owner(string name) => name[(name.LastIndexOf('.') + 1)..];

    // NAME.MACHINE.PROCESS.NUMBER.tmp
    static bool IsOfTheDead(string name) =>
        name.Split('.') is [.., var process, _, "tmp"] && name.Contains($".{Environment.MachineName}.{process}.", StringComparison.Ordinal) && !Directory.Exists($"/proc/{process}");
}
