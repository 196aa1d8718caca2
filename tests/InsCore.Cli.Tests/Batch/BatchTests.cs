using System.Diagnostics;
using System.Text.Json.Nodes;
using Xunit;

namespace InsCore.Cli.Tests.Batch;

/// <summary>A study in units gives the files of the same study in one process, however it was divided and whatever happened to its tasks.</summary>
[Collection("batch")]
public sealed class BatchTests(StraightRun straight) : IDisposable
{
    const int Kills = 20, Tasks = 200;

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void ShellLoop_GivesTheFilesOfOneProcess_AndComputesNothingTwice()
    {
        BatchStudy.Write(folder);
        JsonArray units = JsonNode.Parse(Done("batch", "plan", "study.yml", "-o", "divided", "--json").Output)!["units"]!.AsArray();
        Assert.Equal(7, units.Count);
        InscoreProcess early = Inscore("batch", "task", "--plan", "divided", "--index", "6");
        Assert.Equal(1, early.ExitCode);
        Assert.Contains("needs unit 0 (relax), whose result is not there; run `inscore batch task --index 0` first", early.Error, StringComparison.Ordinal);
        InscoreProcess small = InscoreProcess.RunWith(folder.Path, new Dictionary<string, string> { ["SLURM_MEM_PER_NODE"] = "100" }, "batch", "task", "--plan", "divided", "--index", "0");
        Assert.Equal(1, small.ExitCode);
        Assert.Contains("MiB, and the job was granted 100; submit it with --mem=", small.Error, StringComparison.Ordinal);
        InscoreProcess missing = Inscore("batch", "collect", "--plan", "divided");
        Assert.Equal(85, missing.ExitCode);
        Assert.Contains("--array=1-4", missing.Error, StringComparison.Ordinal);

        foreach (JsonNode? unit in units)
        {
            InscoreProcess task = InscoreProcess.RunWith(
                folder.Path, new Dictionary<string, string> { ["SLURM_ARRAY_TASK_ID"] = $"{(int)unit!["index"]!}" }, "batch", "task", "--plan", "divided", "-q");
            Assert.True(task.ExitCode == 0, task.Error);
        }

        Collect();
        JsonNode again = JsonNode.Parse(Done("batch", "task", "--all", "--plan", "divided", "--json").Output)!;
        Assert.Equal((0, 7), (again["computed"]!.AsArray().Count, again["found"]!.AsArray().Count));
    }

    [Fact]
    public void Ranks_ShareTheUnits_AndADamagedResultIsFoundAndComputedAgain()
    {
        BatchStudy.Write(folder);
        Done("batch", "plan", "study.yml", "-o", "divided", "-q");
        Assert.Equal(85, InscoreProcess.RunWith(folder.Path, new Dictionary<string, string> { ["SLURM_PROCID"] = "1", ["SLURM_NTASKS"] = "2" }, "batch", "task", "--all", "--plan", "divided").ExitCode);
        for (int stage = 1; stage <= 3; stage++)
        {
            Ranks(stage);
        }

        string victim = Directory.GetFiles(Path.Combine(folder.Path, "divided", "batch", "work"), "modes.h5", SearchOption.AllDirectories).Order().First();
        byte[] content = File.ReadAllBytes(victim);
        content[content.Length / 2] ^= 1;
        File.WriteAllBytes(victim, content);
        string cut = Directory.GetFiles(Path.Combine(folder.Path, "divided", "batch", "work"), "*.matrix", SearchOption.AllDirectories).Order().First();
        using (FileStream stream = File.OpenWrite(cut))
        {
            stream.SetLength(stream.Length / 2);
        }

        InscoreProcess collect = Inscore("batch", "collect", "--plan", "divided");
        Assert.Equal(85, collect.ExitCode);
        Assert.Contains("2 of 7 units are missing", collect.Error, StringComparison.Ordinal);
        Assert.Contains("modes.h5 is damaged", collect.Error, StringComparison.Ordinal);
        InscoreProcess repair = Done("batch", "task", "--all", "--plan", "divided", "--json");
        Assert.Equal(2, JsonNode.Parse(repair.Output)!["computed"]!.AsArray().Count);
        Assert.Contains("its result is damaged", repair.Error, StringComparison.Ordinal);
        Collect();
    }

    // The lines of docs/hpc.md, with the program where the tests have it.
    [Fact]
    public void GnuParallel_GivesTheFilesOfOneProcess()
    {
        Assert.SkipWhen(ChildProcess.TryRun("parallel", folder.Path, null, "--version") is not { ExitCode: 0 }, "GNU parallel is not installed");
        BatchStudy.Write(folder);
        Done("batch", "plan", "study.yml", "-o", "divided", "-q");
        string inscore = $"dotnet '{Path.Combine(AppContext.BaseDirectory, "InsCore.Cli.dll")}' batch";
        ChildProcess.Run(
            "sh", folder.Path, null, "-ec",
            $"for stage in 1 2 3; do {inscore} status --stage $stage --indices --plan divided | parallel \"{inscore} task --index {{}} --plan divided -q\"; done");
        JsonNode again = JsonNode.Parse(Done("batch", "task", "--all", "--plan", "divided", "--json").Output)!;
        Assert.Empty(again["computed"]!.AsArray());
        Collect();
    }

    [Fact]
    public void TwentyKills_ChangeNothing_AndNothingFinishedIsComputedTwice()
    {
        BatchStudy.Write(folder);
        Done("batch", "plan", "study.yml", "-o", "divided", "-q");
        Random random = new(20261126);
        for (int kill = 0; kill < Kills; kill++)
        {
            using Process task = Start("batch", "task", "--all", "--plan", "divided", "-q");
            task.WaitForExit(random.Next(150, 2500));
            task.Kill();
            task.WaitForExit();
        }

        Done("batch", "task", "--all", "--plan", "divided", "-q");
        Collect();
        Assert.Empty(Directory.GetFiles(folder.Path, "*.tmp", SearchOption.AllDirectories));
        AssertNothingTwice(BatchLog.Read(Path.Combine(folder.Path, "divided")));
        Assert.Equal(7, Directory.GetDirectories(Path.Combine(folder.Path, "divided", "batch", "work")).Length);
    }

    [Fact]
    public async Task TwoHundredTasksAtOnce_LoseNothing()
    {
        // Four tasks for each of 50 units; nine of ten units are done, so that this asks for the patience of nobody.
        BatchStudy.Write(folder, "batch: { q-blocks: 24 }");
        JsonArray units = JsonNode.Parse(Done("batch", "plan", "study.yml", "-o", "divided", "--json").Output)!["units"]!.AsArray();
        int[] stage = [.. units.Where(u => (int)u!["stage"]! == 1).Select(u => (int)u!["index"]!)];
        Done("batch", "task", "--all", "--stage", "1", "--plan", "divided", "-q");
        Done("batch", "task", "--all", "--stage", "2", "--plan", "divided", "-q");
        string[] receipts = [.. Directory.GetFiles(Path.Combine(folder.Path, "divided", "batch", "units"), "*matrices*").Order()];
        Assert.Equal(stage.Length, receipts.Length);
        string[] removed = [.. receipts.Where((_, k) => k % 12 == 0)];
        Array.ForEach(removed, File.Delete);
        foreach (string unit in removed.Select(Path.GetFileNameWithoutExtension)!)
        {
            Array.ForEach(Directory.GetDirectories(Path.Combine(folder.Path, "divided", "batch", "work"), unit + ".*"), d => Directory.Delete(d, recursive: true));
        }

        Process[] tasks = [.. Enumerable.Range(0, Tasks).Select(k => Start("batch", "task", "--index", $"{stage[k % stage.Length]}", "--plan", "divided", "-q"))];
        await Task.WhenAll(tasks.Select(t => t.WaitForExitAsync()));
        Assert.All(tasks, t => Assert.Equal(0, t.ExitCode));
        Array.ForEach(tasks, t => t.Dispose());
        Done("batch", "task", "--all", "--plan", "divided", "-q");
        Collect();
    }

    // As `srun inscore batch task --all --stage N` does.
    void Ranks(int stage)
    {
        Task<InscoreProcess>[] ranks = [.. Enumerable.Range(0, 2).Select(rank => Task.Run(() => InscoreProcess.RunWith(
            folder.Path, new Dictionary<string, string> { ["SLURM_PROCID"] = $"{rank}", ["SLURM_NTASKS"] = "2" }, "batch", "task", "--all", "--stage", $"{stage}", "--plan", "divided", "-q")))];
        Assert.All(ranks, r => Assert.True(r.Result.ExitCode == 0, r.Result.Error));
    }

    // A unit may be begun often, and finishes once; a finished step of an attempt is stored for the next one.
    static void AssertNothingTwice(IReadOnlyList<BatchLog> logs)
    {
        Assert.True(logs.Count > 7, "no attempt was killed while it computed");
        foreach (IGrouping<string, BatchLog> unit in logs.GroupBy(l => l.Unit))
        {
            string[] lines = [.. unit.SelectMany(l => l.Lines)];
            Assert.True(lines.Count(l => l.StartsWith("finished", StringComparison.Ordinal)) <= 1, $"{unit.Key} was computed twice");
            string[] computed = [.. lines.Where(l => l.Contains("GPa  ", StringComparison.Ordinal) && !l.Contains("(stored)", StringComparison.Ordinal) && !l.Contains("thermo", StringComparison.Ordinal))];
            Assert.Equal(computed.Distinct(), computed);
        }
    }

    void Collect()
    {
        Done("batch", "collect", "--plan", "divided", "-q");
        ResultFolders.AssertSame(straight.Results, Path.Combine(folder.Path, "divided"));
    }

    Process Start(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "InsCore.Cli.dll"), .. arguments]) { WorkingDirectory = folder.Path };
        return Process.Start(start)!;
    }

    InscoreProcess Inscore(params string[] arguments) => InscoreProcess.Run(folder.Path, arguments);

    InscoreProcess Done(params string[] arguments)
    {
        InscoreProcess run = Inscore(arguments);
        Assert.True(run.ExitCode == 0, run.Error);
        return run;
    }
}
