using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using InsCore.Results;
using InsCore.Studies;

namespace InsCore.Batch;

/// <summary>Computes units of a plan, each once: a unit with a valid result is left alone, one that was stopped goes on.</summary>
/// <param name="plan">The plan.</param>
/// <param name="commandLine">How the program was called, for the provenance.</param>
/// <param name="report">Told in one line of what was done.</param>
/// <param name="progress">Where progress goes.</param>
/// <param name="cancellation">Stops a unit where it can go on.</param>
public sealed class BatchTask(
    BatchPlan plan, string commandLine, Action<string> report, IProgress<StepProgress>? progress, CancellationToken cancellation)
{
    readonly BatchFolder folder = plan.Folder;

    /// <summary>True if the unit has a valid result. A damaged one is reported.</summary>
    public bool IsDone(BatchUnit unit)
    {
        if (UnitReceipt.Load(folder, unit) is not { } receipt)
        {
            return false;
        }

        if (receipt.Damaged(folder) is not { } damaged)
        {
            return true;
        }

        report($"{unit}: its result is damaged ({damaged}) and is computed again");
        return false;
    }

    /// <summary>The units that must be computed before this one.</summary>
    public IReadOnlyList<BatchUnit> Missing(BatchUnit unit) => [.. unit.Needs.Select(n => plan.Units[n]).Where(n => UnitReceipt.Load(folder, n) is null)];

    /// <summary>Computes a unit unless it is done.</summary>
    /// <returns>True if it was computed, false if its result was there.</returns>
    /// <exception cref="InsInputException">A unit that it needs is missing, or an input cannot be used.</exception>
    /// <exception cref="OperationCanceledException">Stopped; the same call goes on.</exception>
    public bool Run(BatchUnit unit)
    {
        if (IsDone(unit))
        {
            report($"{unit}: done before");
            return false;
        }

        if (Missing(unit) is [var first, ..])
        {
            throw new InsInputException(unit.ToString(), null, $"needs {first}, whose result is not there", $"run `inscore batch task --index {first.Index}` first");
        }

        Stopwatch watch = Stopwatch.StartNew();
        UnitAttempt attempt = UnitAttempt.Begin(folder, unit);
        if (UnitReceipt.Load(folder, unit) is { } meanwhile && meanwhile.Damaged(folder) is null)
        {
            attempt.Discard();
            report($"{unit}: done meanwhile");
            return false;
        }

        attempt.Note(attempt.IsContinued ? "goes on with what an earlier attempt left" : "begins");
        try
        {
            IReadOnlySet<string> fetched = Compute(unit, attempt);
            Finish(unit, attempt, fetched, watch.Elapsed);
        }
        catch (OperationCanceledException)
        {
            attempt.Note("stopped where it can go on");
            throw;
        }
        catch (Exception e)
        {
            attempt.Note($"failed: {e.Message}");
            throw;
        }

        return true;
    }

    IReadOnlySet<string> Compute(BatchUnit unit, UnitAttempt attempt)
    {
        if (attempt.IsContinued)
        {
            try
            {
                return ComputeOnce(unit, attempt);
            }
            catch (Exception e) when (e is not (OperationCanceledException or InsNumericalException))
            {
                attempt.Note($"what was left cannot be used ({e.Message}); begins anew");
                report($"{unit}: what an earlier attempt left cannot be used; begins anew");
                attempt.Clear();
            }
        }

        return ComputeOnce(unit, attempt);
    }

    IReadOnlySet<string> ComputeOnce(BatchUnit unit, UnitAttempt attempt)
    {
        // Files are stamped as those of a run; what lists them all is written when they are collected.
        using ResultRecord record = ResultRecord.Begin();
        HashSet<string> fetched = new(StringComparer.Ordinal);
        foreach (BatchUnit need in unit.Needs.Select(n => plan.Units[n]))
        {
            Fetch(need, attempt.Folder, fetched);
        }

        StudyOptions options = unit.Branch.Options with { Output = Path.Combine(attempt.Folder, unit.Branch.Name), Threads = plan.Threads };
        Study study = Study.Open(options, commandLine, progress, cancellation);
        UnitComputation.Run(study, unit, text =>
        {
            attempt.Note(text);
            report(text);
        });
        return fetched;
    }

    void Fetch(BatchUnit need, string target, HashSet<string> fetched)
    {
        UnitReceipt? receipt = UnitReceipt.Load(folder, need);
        foreach (UnitFile file in receipt?.Files ?? [])
        {
            if (!file.TryCopy(Path.Combine(folder.Work, receipt!.Folder), target))
            {
                receipt = null;
                break;
            }

            fetched.Add(file.Path);
        }

        if (receipt is null)
        {
            throw new InsInputException(need.ToString(), null, "its result is missing or damaged", $"run `inscore batch task --index {need.Index}` again");
        }
    }

    // Somebody else may have computed the same meanwhile: then that is the result, and this one is dropped.
    void Finish(BatchUnit unit, UnitAttempt attempt, IReadOnlySet<string> fetched, TimeSpan elapsed)
    {
        UnitReceipt receipt = new(unit.Key, attempt.Name, attempt.Results(fetched));
        if (UnitReceipt.Load(folder, unit) is { } other && other.Damaged(folder) is null)
        {
            attempt.Note("another attempt was faster with the same");
            attempt.Discard();
            return;
        }

        receipt.Write(folder, unit, new JsonObject
        {
            ["date"] = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            ["machine"] = Environment.MachineName,
            ["threads"] = plan.Threads,
            ["seconds"] = elapsed.TotalSeconds,
        });
        attempt.Note(string.Create(CultureInfo.InvariantCulture, $"finished: {receipt.Files.Count} files in {elapsed.TotalSeconds:F1} s"));
    }
}
