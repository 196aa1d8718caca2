using System.Numerics;
using InsCore.Phonons;
using InsCore.Structures;
using Xunit;

namespace InsCore.Tests.Phonons;

public sealed class StoredDynamicalMatrixTests
{
    [Fact]
    public void Evaluate_TheSameWaveFromManyThreads_ComputesItOnce()
    {
        string folder = Path.Combine(Path.GetTempPath(), $"inscore-stored-{Guid.NewGuid():N}");
        try
        {
            Slow source = new();
            StoredDynamicalMatrix stored = new(source, folder, "test");
            Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
            {
                Complex[] matrix = new Complex[9];
                stored.Evaluate(new Vector3d(0.1, 0.2, 0.3), matrix);
                Assert.Equal(new Complex(0.1, 0.3), matrix[8]);
            });
            Assert.Equal(1, source.Calls);
            Assert.Single(Directory.GetFiles(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    sealed class Slow : IDynamicalMatrix
    {
        int calls;

        public int Calls => calls;

        public Crystal Crystal { get; } = new(new Lattice(Matrix3d.Identity), [6], [default]);

        public void Evaluate(Vector3d q, Span<Complex> matrix)
        {
            Interlocked.Increment(ref calls);
            matrix[..9].Fill(new Complex(q.X, q.Z));
            Thread.SpinWait(100_000);
        }
    }
}
