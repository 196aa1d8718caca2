using System.Globalization;
using InsCore.Structures;

namespace InsCore.Scattering;

/// <summary>Momentum transfers along straight lines between corners.</summary>
public sealed class MomentumPath
{
    // Labels of a figure's axis stand side by side.
    const int MostTicks = 9;

    MomentumPath(Vector3d[] points, double[] distances, IReadOnlyList<Vector3d> corners, double[] ends)
    {
        (Points, Distances, Corners) = (points, distances, [.. corners.Select((c, k) => (ends[k], Text(c)))]);
        double[] steps = [0.1, 0.2, 0.25, 0.5, 1, 2, 5, 10, 20, 50, 100];
        Ticks = steps.Select(step => Divided(corners, ends, step)).FirstOrDefault(t => t.Count <= MostTicks) ?? Corners;
    }

    /// <summary>[nQ], Q in fractional coordinates of the reciprocal lattice.</summary>
    public Vector3d[] Points { get; }

    /// <summary>[nQ], length of the path up to each point, Å⁻¹ (with 2π), evenly spaced.</summary>
    public double[] Distances { get; }

    /// <summary>Where the corners are, and their names.</summary>
    public IReadOnlyList<(double Position, string Text)> Corners { get; }

    /// <summary>The corners, and between them the places where the component that changes most passes round numbers.</summary>
    public IReadOnlyList<(double Position, string Text)> Ticks { get; }

    /// <summary>Lays points along a path.</summary>
    /// <param name="lattice">The lattice.</param>
    /// <param name="corners">At least two, Q in fractional coordinates of the reciprocal lattice.</param>
    /// <param name="count">Number of points, evenly spaced from the first corner to the last.</param>
    /// <exception cref="InsInputException">There are too few corners or points, or two neighbours are the same.</exception>
    public static MomentumPath Between(Lattice lattice, IReadOnlyList<Vector3d> corners, int count)
    {
        double[] ends = new double[Math.Max(corners.Count, 1)];
        for (int k = 1; k < corners.Count; k++)
        {
            ends[k] = ends[k - 1] + (2 * Math.PI * ((corners[k] - corners[k - 1]) * lattice.Reciprocal).Norm);
        }

        bool isPath = corners.Count >= 2 && corners.All(c => c.IsFinite && c.Norm < 1000) && count is >= 2 and <= 5000;
        for (int k = 1; k < corners.Count && isPath; k++)
        {
            isPath = ends[k] - ends[k - 1] > 1e-6;
        }

        if (!isPath)
        {
            throw new InsInputException("path", null, "is no path", "give two or more different corners, e.g. \"0 0 0  2 0 0  2 2 0\", and 2 to 5000 points");
        }

        double[] distances = [.. Enumerable.Range(0, count).Select(i => ends[^1] * i / (count - 1))];
        Vector3d[] points = Array.ConvertAll(distances, d =>
        {
            int leg = Math.Clamp(Array.FindIndex(ends, e => d < e) is > 0 and int found ? found : corners.Count - 1, 1, corners.Count - 1);
            double share = (d - ends[leg - 1]) / (ends[leg] - ends[leg - 1]);
            return ((1 - share) * corners[leg - 1]) + (share * corners[leg]);
        });
        return new(points, distances, corners, ends);
    }

    // Pieces that are no whole number of steps long stay whole.
    static IReadOnlyList<(double, string)> Divided(IReadOnlyList<Vector3d> corners, double[] ends, double step)
    {
        List<(double, string)> ticks = [(ends[0], Text(corners[0]))];
        for (int leg = 1; leg < corners.Count; leg++)
        {
            Vector3d change = corners[leg] - corners[leg - 1];
            double parts = Math.Max(Math.Abs(change.X), Math.Max(Math.Abs(change.Y), Math.Abs(change.Z))) / step;
            int count = Math.Abs(parts - Math.Round(parts)) < 1e-9 ? Math.Max(1, (int)Math.Min(Math.Round(parts), MostTicks + 1)) : 1;
            for (int k = 1; k <= count; k++)
            {
                double share = (double)k / count;
                ticks.Add((ends[leg - 1] + (share * (ends[leg] - ends[leg - 1])), Text(corners[leg - 1] + (share * change))));
            }
        }

        return ticks;
    }

    static string Text(Vector3d c) => string.Create(CultureInfo.InvariantCulture, $"({c.X:0.###} {c.Y:0.###} {c.Z:0.###})");
}
