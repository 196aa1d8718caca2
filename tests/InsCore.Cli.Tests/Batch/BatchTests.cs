using System.Text.Json.Nodes;
using Xunit;

namespace InsCore.Cli.Tests.Batch;

/// <summary>A study in units gives the files of the same study in one process, however it was divided.</summary>
public sealed class BatchTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void ShellLoop_GivesTheFilesOfOneProcess_AndComputesNothingTwice()
    {
        BatchStudy.Write(folder);
        Done("run", "study.yml", "-o", "straight", "-q");
        JsonNode plan = JsonNode.Parse(Done("batch", "plan", "study.yml", "-o", "divided", "--json").Output)!;
        JsonArray units = plan["units"]!.AsArray();
        Assert.Equal(7, units.Count);
        InscoreProcess early = Inscore("batch", "task", "--plan", "divided", "--index", "6");
        Assert.Equal(1, early.ExitCode);
        Assert.Contains("needs unit 0 (relax), whose result is not there; run `inscore batch task --index 0` first", early.Error, StringComparison.Ordinal);
        InscoreProcess missing = Inscore("batch", "collect", "--plan", "divided");
        Assert.Equal(85, missing.ExitCode);
        Assert.Contains("--array=1-4", missing.Error, StringComparison.Ordinal);

        foreach (JsonNode? unit in units)
        {
            InscoreProcess task = InscoreProcess.RunWith(
                folder.Path, new Dictionary<string, string> { ["SLURM_ARRAY_TASK_ID"] = $"{(int)unit!["index"]!}" }, "batch", "task", "--plan", "divided", "-q");
            Assert.True(task.ExitCode == 0, task.Error);
        }

        Done("batch", "collect", "--plan", "divided", "-q");
        ResultFolders.AssertSame(Path.Combine(folder.Path, "straight"), Path.Combine(folder.Path, "divided"));

        InscoreProcess again = Done("batch", "task", "--all", "--plan", "divided", "--json");
        Assert.Equal((0, 7), (JsonNode.Parse(again.Output)!["computed"]!.AsArray().Count, JsonNode.Parse(again.Output)!["found"]!.AsArray().Count));
    }

    InscoreProcess Inscore(params string[] arguments) => InscoreProcess.Run(folder.Path, arguments);

    InscoreProcess Done(params string[] arguments)
    {
        InscoreProcess run = Inscore(arguments);
        Assert.True(run.ExitCode == 0, run.Error);
        return run;
    }
}
