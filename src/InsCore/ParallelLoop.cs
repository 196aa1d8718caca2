using System.Runtime.ExceptionServices;

namespace InsCore;

/// <summary>A loop over several threads that fails as a plain loop would: with the first error itself, not a collection of them.</summary>
internal static class ParallelLoop
{
    /// <summary>Calls the body for 0 … count - 1, in any order.</summary>
    /// <param name="count">Number of calls.</param>
    /// <param name="threads">Calls at the same time; 0 for all cores.</param>
    /// <param name="workspace">Makes what one thread needs.</param>
    /// <param name="body">The work.</param>
    /// <param name="cancellation">Stops before the next call.</param>
    public static void For<T>(int count, int threads, Func<T> workspace, Action<int, T> body, CancellationToken cancellation)
    {
        ParallelOptions options = new() { MaxDegreeOfParallelism = threads > 0 ? threads : -1, CancellationToken = cancellation };
        try
        {
            Parallel.For(
                0,
                count,
                options,
                workspace,
                (i, _, local) =>
                {
                    body(i, local);
                    return local;
                },
                _ => { });
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.Flatten().InnerExceptions[0]);
        }
    }
}
