using System.CommandLine;
using System.Text.Json.Nodes;
using InsCore.Batch;
using InsCore.Studies;

namespace InsCore.Cli.Commands;

/// <summary>`inscore batch collect`: merges what the tasks computed.</summary>
internal static class BatchCollectCommand
{
    public static Command Create()
    {
        Option<string> plan = BatchCommand.PlanFlag();
        Command command = new("collect", "Check and merge the units of a plan: the same files as `inscore run` writes.") { plan };
        Invocation.Attach(command, (invocation, parse, cancellation) =>
        {
            string commandLine = CommandLine.Of(parse);
            BatchPlan batch = BatchCommand.Open(parse.GetValue(plan)!);
            IReadOnlyList<BatchUnit> missing = BatchCollection.Missing(batch, invocation.Progress.Line);
            if (missing.Count > 0)
            {
                IEnumerable<string> stages = missing.GroupBy(u => u.Stage).Select(s => $"sbatch --array={BatchPlan.Array(s)} {batch.ScriptOf(s.Key)}");
                throw new UnfinishedException($"{missing.Count} of {batch.Units.Count} units are missing: {string.Join(", then ", stages)}; or submit.sh again, or `inscore batch task --all`");
            }

            JsonArray results = [];
            foreach ((StudyBranch branch, StudyResult result) in BatchCollection.Merge(batch, commandLine, invocation.Progress.Line, invocation.Progress, cancellation))
            {
                RunCommand.Show(invocation, branch.Options, result, allModes: false);
                results.Add((JsonNode)result.ToJson());
            }

            return results.Count == 1 ? results[0]!.DeepClone() : results;
        });
        return command;
    }
}
