using System.Text.RegularExpressions;

namespace InsCore.Batch;

/// <summary>How a study is divided for a cluster, and what each of its tasks asks for.</summary>
public sealed partial record BatchSettings
{
    const int MostBlocks = 10_000, MostProcessors = 4096, MostMemory = 1 << 26;

    /// <summary>Parts of the dynamical matrices, or displacements, at each pressure.</summary>
    public int QBlocks { get; init; } = 1;

    /// <summary>Processors of a task.</summary>
    public int Processors { get; init; } = 1;

    /// <summary>Memory of a task, MiB; 0 for what is estimated.</summary>
    public int Memory { get; init; }

    /// <summary>Time limit of a task, as Slurm writes it.</summary>
    public string Time { get; init; } = "24:00:00";

    /// <summary>Most tasks at the same time; 0 for any number.</summary>
    public int AtOnce { get; init; }

    /// <summary>Refuses what makes no sense.</summary>
    /// <exception cref="InsInputException">A setting is out of range.</exception>
    public void Check()
    {
        Require(QBlocks is >= 1 and <= MostBlocks, "q-blocks", QBlocks, $"give 1 to {MostBlocks}");
        Require(Processors is >= 1 and <= MostProcessors, "cpus", Processors, $"give 1 to {MostProcessors}");
        Require(Memory is >= 0 and <= MostMemory, "memory", Memory, $"give MiB, at most {MostMemory}");
        Require(AtOnce >= 0, "at-once", AtOnce, "give a number of tasks, or 0 for no limit");
        Require(SlurmTime().IsMatch(Time), "time", Time, "write it as Slurm does: minutes, HH:MM:SS or D-HH:MM:SS");
    }

    static void Require(bool holds, string setting, object value, string remedy)
    {
        if (!holds)
        {
            throw new InsInputException($"batch {setting}", null, $"{value} cannot be used", remedy);
        }
    }

    [GeneratedRegex(@"\A(\d{1,4}-)?\d{1,5}(:[0-5]\d){0,2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex SlurmTime();
}
