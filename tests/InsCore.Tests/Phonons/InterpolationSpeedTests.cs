using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using InsCore.Native;
using InsCore.Phonons;
using InsCore.Structures;
using Xunit;

namespace InsCore.Tests.Phonons;

/// <summary>Time of interpolated modes as a multiple of that of LAPACK's bare calls on the same matrices, one thread.</summary>
public class InterpolationSpeedTests
{
    const int Size = 27, Block = 1000, Rounds = 25;
    const double LargestRatio = 1.3;

    [Fact(Explicit = true)]
    public void Stream_Quartz_TakesLittleMoreThanTheEigenproblems()
    {
        ForceConstants constants = EuphonicReference.ForceConstants("quartz", new() { Dipoles = DipoleTail.Removed });
        string[] files = ["libmkl_rt.so.2", "libmkl_rt.so.1", "libmkl_rt.so", "libopenblas.so.0", "libopenblas.so"];
        Assert.SkipUnless(NativeLoader.TryLoadFirstIsolated(files, out nint library, out _), "no LAPACK");
        InsCore.Kernels.NativeLapackSetup.MakeSequential(library);
        LapackFunctions lapack = new(library);
        Random random = new(1);
        double bare = 0, modes = 0, energies = 0;
        for (int round = -2; round < Rounds; round++)
        {
            Vector3d[] points = [.. Enumerable.Range(0, Block).Select(_ => new Vector3d(random.NextDouble(), random.NextDouble(), random.NextDouble()))];
            double[] weights = new double[Block];
            Complex[] matrices = new Complex[Block * Size * Size];
            constants.EvaluateBlock(points, matrices);
            double one = Seconds(() => Bare(lapack, matrices));
            double two = Seconds(() => Consume(PhononSolver.Stream(constants, points, weights, threads: 1)));
            double three = Seconds(() => Consume(PhononSolver.Stream(constants, points, weights, vectors: false, threads: 1)));
            if (round >= 0)
            {
                (bare, modes, energies) = (bare + one, modes + two, energies + three);
            }
        }

        string text = FormattableString.Invariant(
            $"{Rounds * Block} wave vectors: zheevd {bare:F2} s, modes {modes:F2} s ({modes / bare:F2}), energies {energies:F2} s ({energies / bare:F2})");
        TestContext.Current.TestOutputHelper!.WriteLine(text);
        Assert.True(modes <= LargestRatio * bare, text);
    }

    static void Bare(LapackFunctions lapack, Complex[] matrices)
    {
        double[] matrix = new double[2 * (Size + 8) * Size], work = new double[2 * 4 * Size * Size], real = new double[8 * Size * Size], values = new double[Size];
        int[] integer = new int[10 * Size], info = new int[1];
        for (int q = 0; q < Block; q++)
        {
            MemoryMarshal.Cast<Complex, double>(matrices.AsSpan(q * Size * Size, Size * Size)).CopyTo(matrix);
            lapack.zheevd_(
                "V"u8, "L"u8, [Size], matrix, [Size], values, work, [(work.Length / 2) - (8 * Size)], real, [real.Length], integer, [integer.Length], info, 1, 1);
        }
    }

    static void Consume(IEnumerable<PhononModes> blocks)
    {
        foreach (PhononModes block in blocks)
        {
            Assert.True(block.Energies[0] < 1);
        }
    }

    static double Seconds(Action work)
    {
        long start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
