using System.Numerics;
using InsCore.Phonons;
using InsCore.Scattering.Coherent;
using InsCore.Structures;

namespace InsCore.Benchmarks;

/// <summary>How fast interpolated modes and their coherent scattering are, against the bare eigenproblems; one thread.</summary>
internal static class InterpolationFigures
{
    // 25,000 eigenproblems of each kind in all.
    const int Turns = 10, Points = 2500;
    const int Streamed = 250_000;

    /// <summary>The figures, measured.</summary>
    /// <param name="file">A file of force constants to measure the times with; null for a crystal like quartz.</param>
    public static Figure[] Measure(string? file = null)
    {
        ForceConstants constants = file is null ? QuartzLike.Create() : PhononInput.Read(file).ForceConstants!;
        (double modes, double scattering) = Ratios(constants);
        string crystal = file is null ? "9 atoms like quartz with dipoles" : Path.GetFileName(file);
        return
        [
            new($"modes with eigenvectors, interpolated, {crystal}, 25,000 q-points: time over bare zheevd", modes, 1.3, false, "0.00"),
            new("structure factors and binning of them: time over bare zheevd", scattering, 0.3, false, "0.00"),
            new($"peak memory, {Streamed} q-points of a crystal like quartz in a stream", 1024 * PeakMemory.Measure(PeakMemory.StreamOption, Streamed), 500, false, "0 'MiB'"),
        ];
    }

    /// <summary>Solves many wave vectors block by block and bins their coherent scattering: what the memory is measured of.</summary>
    /// <param name="count">Wave vectors.</param>
    public static void Stream(int count)
    {
        ForceConstants constants = QuartzLike.Create();
        CoherentMap map = new(constants);
        foreach (PhononModes block in PhononSolver.Stream(constants, CoherentMap.RandomPoints(count), new double[count]))
        {
            map.Add(block);
        }
    }

    static (double Modes, double Scattering) Ratios(ForceConstants constants)
    {
        int size = 3 * constants.Crystal.AtomCount;
        Vector3d[] points = CoherentMap.RandomPoints(Points);
        double[] weights = new double[Points];
        BareEigenproblem bare = new(size);
        CoherentMap map = new(constants);
        Complex[] matrices = new Complex[Points * size * size];
        constants.EvaluateBlock(points, matrices);
        PhononModes modes = PhononSolver.Solve(constants, points);
        Series[] times = Interleaved.Measure(
            Turns,
            () => bare.SolveAll(matrices),
            () => PhononSolver.Stream(constants, points, weights, threads: 1).Count(),
            () => map.Add(modes));
        return (times[1].RatioTo(times[0]), times[2].RatioTo(times[0]));
    }
}
