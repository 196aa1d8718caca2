using System.CommandLine;
using System.Text.Json.Nodes;
using InsCore.Batch;

namespace InsCore.Cli.Commands;

/// <summary>`inscore batch status`: what is done, and what is not.</summary>
internal static class BatchStatusCommand
{
    public static Command Create()
    {
        Option<string> plan = BatchCommand.PlanFlag();
        Option<int?> stage = new("--stage") { Description = "Only of this stage, from 1." };
        Option<bool> indices = new("--indices") { Description = "Print nothing but the numbers of the units not done, a line each." };
        Command command = new("status", "Say which units of a plan are done.") { plan, stage, indices };
        Invocation.Attach(command, (invocation, parse, _) =>
        {
            BatchPlan batch = BatchCommand.Open(parse.GetValue(plan)!);
            HashSet<BatchUnit> missing = [.. BatchCollection.Missing(batch, invocation.Progress.Line)];
            BatchUnit[] units = [.. batch.Units.Where(u => parse.GetValue(stage) is not { } s || u.Stage == s - 1)];
            if (parse.GetValue(indices))
            {
                foreach (BatchUnit unit in units.Where(missing.Contains))
                {
                    invocation.WriteLine($"{unit.Index}");
                }
            }
            else
            {
                foreach (IGrouping<int, BatchUnit> group in units.GroupBy(u => u.Stage))
                {
                    BatchUnit[] open = [.. group.Where(missing.Contains)];
                    invocation.WriteLine($"stage {group.Key + 1}  {group.Count() - open.Length} of {group.Count()} units done{(open.Length > 0 ? $"; --array={BatchPlan.Array(open)}" : "")}");
                }
            }

            return new JsonObject
            {
                ["units"] = new JsonArray([.. units.Select(u => new JsonObject { ["index"] = u.Index, ["name"] = u.Name, ["stage"] = u.Stage, ["done"] = !missing.Contains(u) })]),
            };
        });
        return command;
    }
}
