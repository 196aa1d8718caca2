using System.Collections.Concurrent;
using InsCore.Kernels;
using Xunit;

namespace InsCore.Tests.Kernels;

public sealed class ParallelismTests
{
    [Fact]
    public void Run_OneWorker_StaysOnTheCallingThread()
    {
        List<int> threads = [];
        Parallelism.Run(1, CancellationToken.None, _ => threads.Add(Environment.CurrentManagedThreadId));
        Assert.Equal([Environment.CurrentManagedThreadId], threads);
    }

    [Fact]
    public void Run_SeveralWorkers_RunsEachOnce()
    {
        ConcurrentBag<int> workers = [];
        Parallelism.Run(9, CancellationToken.None, workers.Add);
        Assert.Equal(Enumerable.Range(0, 9), workers.Order());
    }

    [Fact]
    public void Run_Failure_IsThrownAsItWas()
    {
        InsNumericalException error = Assert.Throws<InsNumericalException>(
            () => Parallelism.Run(3, CancellationToken.None, worker => throw new InsNumericalException($"worker {worker}")));
        Assert.StartsWith("worker ", error.Message);
    }
}
