using System.CommandLine;
using InsCore.Batch;
using InsCore.Studies;

namespace InsCore.Cli.Commands;

/// <summary>`inscore batch`: a study divided for a cluster.</summary>
internal static class BatchCommand
{
    public static Command Create() => new("batch", "Divide a study for a cluster: plan it, compute its units one by one, and collect the results.")
    {
        BatchPlanCommand.Create(),
        BatchTaskCommand.Create(),
        BatchStatusCommand.Create(),
        BatchCollectCommand.Create(),
    };

    /// <summary>The flag of verbs that need a plan.</summary>
    public static Option<string> PlanFlag() => new("--plan") { Description = "Folder of the results that holds the plan, or the plan (default: results).", DefaultValueFactory = _ => new StudyOptions().Output };

    /// <summary>Makes the plan in a folder again, which must be the same.</summary>
    /// <exception cref="InsInputException">There is none, or the study or one of its inputs has changed.</exception>
    public static BatchPlan Open(string path)
    {
        BatchFolder folder = BatchFolder.Find(path);
        (string directory, IReadOnlyList<string> arguments, string key) = BatchPlan.Read(folder);
        if (!Directory.Exists(directory))
        {
            throw new InsInputException(folder.Plan, null, $"was made in {directory}, which is not there", "make it again with `inscore batch plan STUDY.yml` where the inputs are now");
        }

        Environment.CurrentDirectory = directory;
        BatchPlan plan = BatchPlanCommand.Of(arguments, folder.Output);
        return plan.Key == key
            ? plan
            : throw new InsInputException(
                folder.Plan, null, "was made with another version of the program, or before the study or one of its inputs was changed",
                "make it again with `inscore batch plan STUDY.yml`; results that are still right are kept");
    }
}
