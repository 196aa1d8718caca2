using System.Runtime.ExceptionServices;

namespace InsCore.Kernels;

/// <summary>Runs the same work for several workers; a single one stays on the calling thread.</summary>
internal static class Parallelism
{
    /// <summary>Calls back for workers 0 to count - 1, each exactly once, and waits for all.</summary>
    /// <param name="count">Number of workers.</param>
    /// <param name="cancellation">Stops before a worker is started.</param>
    /// <param name="work">What each does; the first exception of any is thrown as it was.</param>
    public static void Run(int count, CancellationToken cancellation, Action<int> work)
    {
        if (count == 1)
        {
            work(0);
            return;
        }

        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = count, CancellationToken = cancellation }, work);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.Flatten().InnerExceptions[0]);
        }
    }
}
