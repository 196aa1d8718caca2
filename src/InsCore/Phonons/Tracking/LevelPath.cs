using System.Numerics;

namespace InsCore.Phonons.Tracking;

/// <summary>One block of the dynamical matrix along a path through pressures, interpolated linearly between them.</summary>
/// <remarks>Linear in between, so that the change of each element, and of what it is split into, is shared out evenly over an interval.</remarks>
/// <param name="size">n.</param>
/// <param name="matrices">[nPressures][n × n], Hermitian, eV/(Å² u), in one frame.</param>
/// <param name="align">True to turn degenerate sets so that they agree with the first pressure.</param>
internal sealed class LevelPath(int size, Complex[][] matrices, bool align = false)
{
    readonly Levels[] known = SolveAll(size, matrices, align);

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

        Levels levels = Levels.Solve(time, matrix, size);
        if (align)
        {
            LevelAlignment.Align(known[0], levels);
        }

        return levels;
    }

    static Levels[] SolveAll(int size, Complex[][] matrices, bool align)
    {
        Levels[] all = [.. matrices.Select((m, k) => Levels.Solve(k, m, size))];
        for (int k = 1; k < all.Length && align; k++)
        {
            LevelAlignment.Align(all[0], all[k]);
        }

        return all;
    }

    /// <summary>eᴴ (∂D/∂x) e at a pressure, x any coordinate of the path, by the parabola through it and its neighbours (the chord at two).</summary>
    /// <param name="point">Index of the pressure.</param>
    /// <param name="x">[nPressures], monotonic.</param>
    /// <param name="vector">[n], of unit norm.</param>
    public double Slope(int point, IReadOnlyList<double> x, ReadOnlySpan<Complex> vector)
    {
        int first = Math.Clamp(point - 1, 0, Math.Max(0, End - 2)), count = Math.Min(3, End + 1);
        double sum = 0;
        for (int k = first; k < first + count; k++)
        {
            sum += LagrangeSlope(k, first, count, x, x[point]) * Expectation(matrices[k], vector);
        }

        return sum;
    }

    // Derivative at x of the polynomial that is 1 at the k-th of some points and 0 at the others.
    static double LagrangeSlope(int k, int first, int count, IReadOnlyList<double> points, double x)
    {
        double sum = 0;
        for (int m = first; m < first + count; m++)
        {
            if (m == k)
            {
                continue;
            }

            double product = 1 / (points[k] - points[m]);
            for (int l = first; l < first + count; l++)
            {
                product *= l == k || l == m ? 1 : (x - points[l]) / (points[k] - points[l]);
            }

            sum += product;
        }

        return sum;
    }

    double Expectation(Complex[] matrix, ReadOnlySpan<Complex> vector)
    {
        double sum = 0;
        for (int row = 0; row < size; row++)
        {
            Complex image = 0;
            for (int k = 0; k < size; k++)
            {
                image += matrix[(row * size) + k] * vector[k];
            }

            sum += (Complex.Conjugate(vector[row]) * image).Real;
        }

        return sum;
    }
}
