using System.Diagnostics;

namespace InsCore.Benchmarks;

/// <summary>Times of several pieces of work done in turns, so that what else the machine does disturbs all alike.</summary>
internal static class Interleaved
{
    // A piece shorter than this is repeated.
    const double ShortestSeconds = 0.05;

    /// <summary>Measures after a call of each to warm up.</summary>
    /// <param name="rounds">Turns.</param>
    /// <param name="work">The pieces.</param>
    /// <returns>One series of times for each piece.</returns>
    public static Series[] Measure(int rounds, params Action[] work)
    {
        int[] repeats = Array.ConvertAll(work, Repeats);
        double[][] seconds = Array.ConvertAll(work, _ => new double[rounds]);
        for (int round = 0; round < rounds; round++)
        {
            for (int k = 0; k < work.Length; k++)
            {
                seconds[k][round] = Seconds(work[k], repeats[k]);
            }
        }

        return Array.ConvertAll(seconds, times => new Series(times));
    }

    // The first calls are not compiled in full yet.
    static int Repeats(Action piece)
    {
        double seconds = Seconds(piece, 1);
        for (int k = 0; k < 3 && seconds < ShortestSeconds; k++)
        {
            seconds = Seconds(piece, (int)Math.Ceiling(ShortestSeconds / Math.Max(seconds, 1e-6)));
        }

        return (int)Math.Ceiling(ShortestSeconds / Math.Max(seconds, 1e-6));
    }

    static double Seconds(Action piece, int repeats)
    {
        long start = Stopwatch.GetTimestamp();
        for (int k = 0; k < repeats; k++)
        {
            piece();
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds / repeats;
    }
}
