using System.Numerics;

namespace InsCore.Phonons.Tracking;

/// <summary>One block of the dynamical matrix along a path through pressures, interpolated linearly between them.</summary>
/// <remarks>Linear in between, so that the change of each element, and of what it is split into, is shared out evenly over an interval.</remarks>
/// <param name="size">n.</param>
/// <param name="matrices">[nPressures][n × n], Hermitian, eV/(Å² u), in one frame.</param>
internal sealed class LevelPath(int size, Complex[][] matrices)
{
    readonly Levels[] known = [.. matrices.Select((m, k) => Levels.Solve(k, m, size))];

    /// <summary>Number of levels.</summary>
    public int Size => size;

    /// <summary>Time of the last pressure.</summary>
    public int End => matrices.Length - 1;

    /// <summary>The levels at a place.</summary>
    /// <param name="time">From 0 to <see cref="End"/>.</param>
    public Levels At(double time)
    {
        int interval = Math.Min((int)time, End);
        double share = time - interval;
        if (share == 0)
        {
            return known[interval];
        }

        Complex[] matrix = new Complex[size * size];
        for (int k = 0; k < matrix.Length; k++)
        {
            matrix[k] = ((1 - share) * matrices[interval][k]) + (share * matrices[interval + 1][k]);
        }

        return Levels.Solve(time, matrix, size);
    }
}
