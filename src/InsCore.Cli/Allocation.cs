using System.Globalization;
using InsCore.Batch;

namespace InsCore.Cli;

/// <summary>What a batch system has granted to this process.</summary>
internal static class Allocation
{
    /// <summary>A whole number from an environment variable; null where it is not set.</summary>
    /// <exception cref="InsInputException">It is no number.</exception>
    public static int? Number(string variable) => Environment.GetEnvironmentVariable(variable) is not { Length: > 0 } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value
        : throw new InsInputException(variable, null, $"\"{text}\" is not a whole number", "unset it, or set it as Slurm does");

    /// <summary>Warns where the plan's threads are more than the processors that this process may use, which affinity and control groups limit.</summary>
    public static void CheckProcessors(BatchPlan plan, Action<string> warn)
    {
        int granted = Math.Min(Number("SLURM_CPUS_PER_TASK") ?? Environment.ProcessorCount, Environment.ProcessorCount);
        if (granted < plan.Threads)
        {
            warn($"{plan.Threads} threads, which the plan fixes since results depend on their number in the last bits, share {granted} processors");
        }
    }

    /// <summary>Refuses units that need more memory than was granted.</summary>
    public static Action<BatchUnit> CheckMemory(BatchPlan plan)
    {
        if (Memory(plan.Threads) is not { } granted)
        {
            return _ => { };
        }

        Func<BatchUnit, int> estimates = BatchMemory.Estimates(plan);
        return unit =>
        {
            if (estimates(unit) is var needed && needed > granted)
            {
                throw new InsInputException(
                    unit.ToString(), null, $"needs about {needed} MiB, and the job was granted {granted}", $"submit it with --mem={needed}M, or fewer --cpus-per-task");
            }
        };
    }

    // MiB; null where the batch system says nothing.
    static int? Memory(int threads) => Number("SLURM_MEM_PER_NODE") is > 0 and var node ? node
        : Number("SLURM_MEM_PER_CPU") is > 0 and var one ? one * (Number("SLURM_CPUS_PER_TASK") ?? threads)
        : null;
}
