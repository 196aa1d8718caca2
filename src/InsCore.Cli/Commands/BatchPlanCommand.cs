using System.CommandLine;
using System.Text.Json.Nodes;
using InsCore.Batch;
using InsCore.Results;
using InsCore.Studies;

namespace InsCore.Cli.Commands;

/// <summary>`inscore batch plan STUDY.yml`: divides the study and writes the scripts of a cluster.</summary>
internal static class BatchPlanCommand
{
    // Numbers that an array of Slurm has, unless its administrator allows more.
    const int LargestArray = 1001;

    public static Command Create()
    {
        (Command command, StudyFlags flags, Argument<string> file) = Syntax();
        Invocation.Attach(command, (invocation, parse, _) =>
        {
            string[] arguments = [.. parse.Tokens.Select(t => t.Value).SkipWhile(t => t != command.Name).Skip(1)];
            BatchPlan plan = BatchPlan.Of(flags.Read(parse, parse.GetValue(file)), parse.GetValue(file)!, arguments);
            Check(plan, invocation);

            string submit = plan.Write(ThisProgram(), BatchMemory.Estimates(plan));
            if (plan.Units.Count > LargestArray)
            {
                invocation.Warn($"{plan.Units.Count} units: Slurm's arrays end at {LargestArray} unless MaxArraySize says otherwise; use fewer --q-blocks, or srun with `batch task --all`");
            }

            for (int stage = 0; stage < plan.StageCount; stage++)
            {
                BatchUnit[] units = [.. plan.Units.Where(u => u.Stage == stage)];
                invocation.WriteLine($"stage {stage + 1}  {units.Length} units  {string.Join(", ", units.GroupBy(u => u.Kind).Select(g => $"{g.Count()} {g.Key.ToString().ToLowerInvariant()}"))}");
            }

            invocation.WriteLine($"→ {plan.Folder.Plan}\nOn a cluster: sh \"{submit}\"\nAnywhere:     inscore batch task --all --plan \"{plan.Options.Output}\" && inscore batch collect --plan \"{plan.Options.Output}\"");
            return plan.ToJson();
        });
        return command;
    }

    /// <summary>The plan that arguments of this verb ask for, with another folder of results.</summary>
    public static BatchPlan Of(IReadOnlyList<string> arguments, string output)
    {
        (Command command, StudyFlags flags, Argument<string> file) = Syntax();
        Invocation.AddFlags(command);
        ParseResult parse = command.Parse(arguments);
        return parse.Errors.Count == 0
            ? BatchPlan.Of(flags.Read(parse, parse.GetValue(file)) with { Output = output }, parse.GetValue(file)!, arguments)
            : throw new InsInputException("plan", "arguments", parse.Errors[0].Message, "make the plan again with `inscore batch plan STUDY.yml`");
    }

    static (Command Command, StudyFlags Flags, Argument<string> File) Syntax()
    {
        Argument<string> file = new("study") { Description = "Study file (YAML)." };
        Command command = new("plan", "Divide a study into units; write the plan and scripts for Slurm.") { file };
        return (command, new StudyFlags(command).WithModel().WithRelaxation().WithSeries().WithQuasiHarmonic().WithPhonons().WithScattering().WithBatch(), file);
    }

    // What cannot be read now cannot be read by the tasks. Nothing is written, and so nothing listed.
    static void Check(BatchPlan plan, Invocation invocation)
    {
        using ResultRecord record = ResultRecord.Begin();
        foreach (StudyBranch branch in plan.Branches)
        {
            Study.Open(branch.Options, progress: invocation.Progress);
        }
    }

    // Of `dotnet inscore.dll` both, and with absolute paths, since a job starts elsewhere.
    static string[] ThisProgram()
    {
        string process = Environment.ProcessPath ?? "inscore", first = Environment.GetCommandLineArgs()[0];
        return Path.GetFileNameWithoutExtension(process) == "dotnet" ? [process, Path.GetFullPath(first)] : [process];
    }
}
