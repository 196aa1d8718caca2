using InsCore.Spectra;

namespace InsCore.Studies;

/// <summary>One map as another program computes it.</summary>
/// <param name="Name">What tells it from the others of a calculation, e.g. an incident energy; empty where it is the only one.</param>
/// <param name="Total">The map.</param>
/// <param name="Parts">What adds up to it, or stands beside it.</param>
/// <param name="Lines">Curves over the figure.</param>
/// <param name="Ticks">Labels along a path, or null for a powder.</param>
/// <param name="Difference">The comparison with the exact map, or null if none was asked for.</param>
public sealed record LikeMap(
    string Name, Spectrum2D Total, IReadOnlyList<Spectrum2D> Parts, IReadOnlyList<MapLine> Lines, IReadOnlyList<(double Position, string Text)>? Ticks = null, MapDifference? Difference = null)
{
    // More columns than a figure has pixels show nothing.
    const int MostColumns = 1000;

    /// <summary>Appended to the names of files.</summary>
    public string Suffix => Name.Length > 0 ? $"-{Name.Replace(" ", "", StringComparison.Ordinal)}" : "";

    /// <summary>The map on even steps, as a figure needs it: each column is that of the nearest point.</summary>
    public static Spectrum2D Evened(Spectrum2D map)
    {
        double least = double.PositiveInfinity, span = map.Q[^1] - map.Q[0];
        for (int k = 1; k < map.Q.Length; k++)
        {
            double step = map.Q[k] - map.Q[k - 1];
            least = step > 1e-9 * span ? Math.Min(least, step) : least;
        }

        int count = (int)Math.Min(MostColumns, Math.Round(span / least) + 1);
        if (count < 2 || map.Q.Zip(map.Q.Skip(1), (a, b) => b - a).All(step => Math.Abs(step - least) < 1e-6 * span))
        {
            return map;
        }

        double[] q = [.. Enumerable.Range(0, count).Select(k => map.Q[0] + (k * span / (count - 1)))];
        int[] nearest = Array.ConvertAll(q, x => Array.IndexOf(map.Q, map.Q.MinBy(y => Math.Abs(y - x))));
        return map with { Q = q, Intensities = [.. nearest.SelectMany(k => map.Row(k).ToArray())] };
    }
}
