using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using InsCore.Batch;

namespace InsCore.Cli.Commands;

/// <summary>`inscore batch task --index N`: computes a unit, or one after the other.</summary>
internal static class BatchTaskCommand
{
    public static Command Create()
    {
        Option<string> plan = BatchCommand.PlanFlag();
        Option<int?> index = new("--index") { Description = "Number of the unit (default: SLURM_ARRAY_TASK_ID)." };
        Option<bool> all = new("--all") { Description = "All units, or the share of this rank (SLURM_PROCID of SLURM_NTASKS)." };
        Option<int?> stage = new("--stage") { Description = "With --all: only those of this stage, from 1." };
        Command command = new("task", "Compute a unit of a plan; one that is done is left alone, one that was stopped goes on.") { plan, index, all, stage };
        Invocation.Attach(command, (invocation, parse, cancellation) =>
        {
            if (parse.GetValue(all) && parse.GetValue(index) is not null)
            {
                throw new InsInputException("--index", null, "does not go with --all", "give one of them");
            }

            string commandLine = CommandLine.Of(parse);
            BatchPlan batch = BatchCommand.Open(parse.GetValue(plan)!);
            Allocation.CheckProcessors(batch, invocation.Warn);
            BatchTask task = new(batch, commandLine, invocation.Progress.Line, invocation.Progress, cancellation);
            IReadOnlyList<BatchUnit> units = parse.GetValue(all) ? Share(batch, parse.GetValue(stage)) : [One(batch, parse.GetValue(index))];
            return Run(task, units, Allocation.CheckMemory(batch), mayWait: parse.GetValue(all));
        });
        return command;
    }

    static JsonObject Run(BatchTask task, IReadOnlyList<BatchUnit> units, Action<BatchUnit> checkMemory, bool mayWait)
    {
        JsonArray computed = [], found = [];
        List<BatchUnit> waiting = [];
        foreach (BatchUnit unit in units)
        {
            // Another rank may compute what this one needs.
            if (mayWait && !task.IsDone(unit) && task.Missing(unit).Count > 0)
            {
                waiting.Add(unit);
                continue;
            }

            checkMemory(unit);
            JsonNode index = unit.Index;
            (task.Run(unit) ? computed : found).Add(index);
        }

        return waiting.Count == 0
            ? new JsonObject { ["computed"] = computed, ["found"] = found }
            : throw new UnfinishedException($"{waiting.Count} units wait for others; run the same command again when those are done, or one stage after the other with --stage");
    }

    static BatchUnit One(BatchPlan plan, int? index)
    {
        int number = index ?? Allocation.Number("SLURM_ARRAY_TASK_ID")
            ?? throw new InsInputException("--index", null, "no unit is chosen", "give --index N, or --all, or call it in a job array of Slurm");
        return number >= 0 && number < plan.Units.Count
            ? plan.Units[number]
            : throw new InsInputException("--index", null, number.ToString(CultureInfo.InvariantCulture) + " is not in the plan", $"give 0 to {plan.Units.Count - 1}");
    }

    // Ranks deal the units like cards, so that each has its share of every stage.
    static BatchUnit[] Share(BatchPlan plan, int? stage)
    {
        if (stage is { } number && (number < 1 || number > plan.StageCount))
        {
            throw new InsInputException("--stage", null, $"{number} is not in the plan", $"give 1 to {plan.StageCount}");
        }

        (int rank, int ranks) = (Allocation.Number("SLURM_PROCID") ?? 0, Allocation.Number("SLURM_NTASKS") ?? 1);
        return [.. plan.Units.Where(u => stage is null || u.Stage == stage - 1).Where((_, k) => k % Math.Max(1, ranks) == rank)];
    }
}
