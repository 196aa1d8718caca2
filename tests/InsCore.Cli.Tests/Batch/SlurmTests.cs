using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Xunit;

namespace InsCore.Cli.Tests.Batch;

/// <summary>The scripts as they are written, on a real Slurm, with a task killed and a task requeued.</summary>
[Collection("batch")]
public sealed class SlurmTests : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    // A folder that needs quoting everywhere.
    readonly TemporaryFolder folder = new("100% o'clock ");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task TwelveTasks_OneKilledAndOneRequeued_GiveTheFilesOfOneProcess()
    {
        using SlurmCluster slurm = new();
        BatchStudy.Write(folder, "batch: { q-blocks: 2 }\nmd: { ensemble: nve, temperature: 10, time: 8 ps, equilibration: 0 ps, frame: 8 ps, replicas: 2 }");
        BatchStudy.Structure(folder, "ch2.cif", 4.4);
        string study = Path.Combine(folder.Path, "study.yml");
        File.WriteAllText(study, File.ReadAllText(study).Replace("structure: ch.cif", "structures: [ch.cif, ch2.cif]", StringComparison.Ordinal).Replace("[0, 1]", "[0]", StringComparison.Ordinal));
        JsonArray units = JsonNode.Parse(Done("batch", "plan", "study.yml", "-o", "divided", "--json").Output)!["units"]!.AsArray();
        Assert.Equal(12, units.Count);

        string[] jobs = [.. Submit(slurm).Split('\n').Select(l => l.Split(' ')[0])];
        Assert.Equal(4, jobs.Length);
        Task<InscoreProcess> straight = Task.Run(() => InscoreProcess.Run(folder.Path, "run", "study.yml", "-o", "straight", "-q"));
        int[] trajectories = [.. units.Where(u => (string?)u!["kind"] == "dynamics").Select(u => (int)u!["index"]!)];
        Kill(slurm, units, trajectories[0]);
        Requeue(slurm, units, jobs[1], trajectories[^1]);

        slurm.WaitFor("the end of all jobs", Patience, () => slurm.Call("squeue", "--noheader").Length == 0);
        Assert.All(jobs, job => Assert.DoesNotContain("FAILED", slurm.Call("scontrol", "show", "job", job), StringComparison.Ordinal));
        InscoreProcess run = await straight;
        Assert.True(run.ExitCode == 0, run.Error);
        ResultFolders.AssertSame(Path.Combine(folder.Path, "straight"), Path.Combine(folder.Path, "divided"));
        IReadOnlyList<BatchLog> logs = BatchLog.Read(Path.Combine(folder.Path, "divided"));
        Assert.Equal(12, logs.Count(l => l.Lines[^1].StartsWith("finished", StringComparison.Ordinal)));
        foreach (int index in (int[])[trajectories[0], trajectories[^1]])
        {
            Assert.Equal(2, logs.Count(l => l.Unit == (string)units[index]!["name"]!));
            Assert.Contains("Restarts=1", slurm.Call("scontrol", "show", "job", $"{jobs[1]}_{index}"), StringComparison.Ordinal);
        }
    }

    // As a node does that runs out of memory; the script queues the task again.
    void Kill(SlurmCluster slurm, JsonArray units, int index)
    {
        string log = WaitForLog(slurm, units, index);
        int process = int.Parse(log.Split('~')[^2], CultureInfo.InvariantCulture);
        using Process task = Process.GetProcessById(process);
        task.Kill();
    }

    void Requeue(SlurmCluster slurm, JsonArray units, string job, int index)
    {
        WaitForLog(slurm, units, index);
        slurm.Call("scontrol", "requeue", $"{job}_{index}");
    }

    // The name of an attempt's log ends with its owner: machine~name space~process~start.
    string WaitForLog(SlurmCluster slurm, JsonArray units, int index)
    {
        string pattern = (string)units[index]!["name"]! + ".*.log";
        string[] found = [];
        slurm.WaitFor($"the beginning of unit {index}", Patience, () => (found = Directory.GetFiles(Path.Combine(folder.Path, "divided", "batch", "log"), pattern)).Length > 0);
        return Path.GetFileNameWithoutExtension(found[0]);
    }

    string Submit(SlurmCluster slurm) => slurm.Call("sh", Path.Combine(folder.Path, "divided", "batch", "submit.sh"));

    InscoreProcess Done(params string[] arguments)
    {
        InscoreProcess run = InscoreProcess.Run(folder.Path, arguments);
        Assert.True(run.ExitCode == 0, run.Error);
        return run;
    }
}
