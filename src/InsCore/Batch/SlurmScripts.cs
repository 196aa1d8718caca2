using System.Globalization;
using System.Text;

namespace InsCore.Batch;

/// <summary>Writes what Slurm is given: an array for each stage, a job that collects, and a script that submits them all.</summary>
internal static class SlurmScripts
{
    const string Submit = "submit.sh", Collect = "collect.sbatch";

    // Between the signal and the end of the time limit, s: a step of a relaxation or a wave vector ends, and restart files are written.
    const int Warning = 120;

    /// <summary>Writes the scripts beside the plan.</summary>
    /// <returns>The one that submits the others.</returns>
    public static string Write(BatchPlan plan, IReadOnlyList<string> program, Func<BatchUnit, int> estimates)
    {
        if (plan.Folder.Output.FirstOrDefault(c => c is '"' or '\\' || char.IsControl(c)) is not '\0' and var bad)
        {
            throw new InsInputException("--output", null, $"the folder's name holds {(char.IsControl(bad) ? "a control character" : bad)}, which Slurm's scripts cannot", "choose another folder");
        }

        int all = 0;
        for (int stage = 0; stage < plan.StageCount; stage++)
        {
            BatchUnit[] units = [.. plan.Units.Where(u => u.Stage == stage)];
            int memory = MemoryOf(plan, units.Max(estimates));
            all = Math.Max(all, memory);
            AtomicFile.WriteAllText(Path.Combine(plan.Folder.Root, Name(stage)), Stage(plan, program, units, memory));
        }

        AtomicFile.WriteAllText(Path.Combine(plan.Folder.Root, Collect), Header(plan, "inscore-collect", "%x-%j", all, null) + Preparation(plan, program) + Merge);
        string path = Path.Combine(plan.Folder.Root, Submit);
        AtomicFile.WriteAllText(path, Chain(plan));
        return path;
    }

    /// <summary>Name of the script of a stage.</summary>
    public static string Name(int stage) => $"stage-{stage + 1}.sbatch";

    /// <summary>Numbers as Slurm's --array takes them, e.g. 0-3,7.</summary>
    public static string Array(IEnumerable<int> indices)
    {
        StringBuilder text = new();
        int[] sorted = [.. indices.Order()];
        for (int i = 0; i < sorted.Length; i++)
        {
            int first = sorted[i];
            while (i + 1 < sorted.Length && sorted[i + 1] == sorted[i] + 1)
            {
                i++;
            }

            text.Append(CultureInfo.InvariantCulture, $"{(text.Length > 0 ? "," : "")}{first}{(sorted[i] > first ? $"-{sorted[i]}" : "")}");
        }

        return text.ToString();
    }

    static int MemoryOf(BatchPlan plan, int estimate) => plan.Options.Batch.Memory > 0 ? plan.Options.Batch.Memory : estimate;

    static string Stage(BatchPlan plan, IReadOnlyList<string> program, BatchUnit[] units, int memory)
    {
        string array = Array(units.Select(u => u.Index)) + (plan.Options.Batch.AtOnce is > 0 and var n ? $"%{n}" : "");
        return Header(plan, $"inscore-{units[0].Stage + 1}", "%x-%A_%a", memory, array) + Preparation(plan, program) + Task;
    }

    static string Header(BatchPlan plan, string name, string log, int memory, string? array)
    {
        StringBuilder text = new("#!/bin/bash\n");
        void Line(string option) => text.Append("#SBATCH --").Append(option).Append('\n');
        Line($"job-name={name}");
        if (array is not null)
        {
            Line($"array={array}");
        }

        Line("ntasks=1");
        Line($"cpus-per-task={plan.Threads}");
        Line($"mem={memory}M");
        Line($"time={plan.Options.Batch.Time}");
        Line("requeue");
        Line("open-mode=append");
        Line($"signal=B:TERM@{Warning}");
        Line($"output=\"{plan.Folder.Log.Replace("%", "%%", StringComparison.Ordinal)}/{log}.out\"");
        return text.ToString();
    }

    static string Preparation(BatchPlan plan, IReadOnlyList<string> program) =>
        $$"""

        inscore=({{string.Join(' ', program.Select(Quoted))}})
        plan={{Quoted(plan.Folder.Output)}}

        # One pool of threads, that of the program, as large as the allocation; three quarters of the memory for the managed heap.
        export DOTNET_PROCESSOR_COUNT=${SLURM_CPUS_PER_TASK:-{{plan.Threads}}} DOTNET_gcServer=0
        export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1
        if [ "${SLURM_MEM_PER_NODE:-0}" -gt 0 ]; then
          export DOTNET_GCHeapHardLimit=$(printf '0x%x' $((SLURM_MEM_PER_NODE * 1048576 / 4 * 3)))
        fi

        """;

    // The shell gets the signals, the program must: it stops at a restart point with 85, and the task is queued again to go on from there; a few times
    // also if it was killed (137), as by a failing node. A task that was cancelled is not running any more, and stays cancelled.
    const string Task =
        """

        "${inscore[@]}" batch task --plan "$plan" --index "$SLURM_ARRAY_TASK_ID" &
        task=$!
        trap 'kill -TERM "$task" 2>/dev/null' TERM USR1 USR2
        wait "$task"
        code=$?
        while [ "$code" -gt 128 ] && kill -0 "$task" 2>/dev/null; do
          wait "$task"
          code=$?
        done
        case $code in
          85 | 138 | 140 | 143) again=1000 ;;
          137) again=3 ;;
          *) again=0 ;;
        esac
        job=${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID
        if [ "${SLURM_RESTART_COUNT:-0}" -lt "$again" ] && [ "$(squeue --noheader --jobs="$job" --format=%T 2>/dev/null)" = RUNNING ]; then
          scontrol requeue "$job" && sleep 600 # until Slurm ends this run
        fi
        exit "$code"

        """;

    const string Merge =
        """

        exec "${inscore[@]}" batch collect --plan "$plan"

        """;

    static string Chain(BatchPlan plan)
    {
        StringBuilder text = new(
            """
            #!/bin/sh
            # Submits the study: sh submit.sh [options of sbatch, e.g. --partition=long --account=myproject]
            # Each stage waits for the one before; tasks whose results are there end at once, so that this can be repeated at any time.
            set -eu

            """);
        string last = "";
        foreach (string script in Enumerable.Range(0, plan.StageCount).Select(Name).Append(Collect))
        {
            string after = last.Length == 0 ? "" : "--dependency=afterok:\"$job\" --kill-on-invalid-dep=yes ";
            text.Append(CultureInfo.InvariantCulture, $"job=$(sbatch --parsable {after}\"$@\" {Quoted(Path.Combine(plan.Folder.Root, script))})\n");
            text.Append(CultureInfo.InvariantCulture, $"job=${{job%%;*}}\necho \"$job {script}\"\n");
            last = script;
        }

        return text.ToString();
    }

    static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
