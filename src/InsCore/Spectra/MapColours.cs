using System.Globalization;

namespace InsCore.Spectra;

/// <summary>Turns intensities into places on a colour bar, and labels the bar.</summary>
internal sealed class MapColours
{
    // The strongest bins are clipped, or a few would leave everything else dark; the figure says so. Sharp lines fill some of a powder's map;
    // beside Bragg reflections of a single crystal the acoustic modes diverge as 1/ω², in very few bins.
    const double LinearClip = 0.02, LogClip = 0.001;

    // What lies below the top of the scale by more is as dark as nothing on a logarithmic scale.
    const int Decades = 4;

    // Labels of a bar on the scale of the root.
    const int RootLabels = 5;

    readonly MapScale scale;
    readonly bool isSigned;
    readonly double largest, top, clipped;

    /// <summary>Chooses the range of the colours.</summary>
    /// <param name="scale">How colours follow intensities.</param>
    /// <param name="intensities">In the unit that is shown, magnitudes for a difference; NaN for what is not measured.</param>
    /// <param name="isSigned">True for a difference, on the scale of the root to both sides of zero.</param>
    public MapColours(MapScale scale, IEnumerable<double> intensities, bool isSigned = false)
    {
        this.isSigned = isSigned;
        double[] shown = [.. intensities.Where(double.IsFinite).Order()];
        largest = shown is [.., > 0] ? shown[^1] : 1;
        clipped = scale switch { MapScale.Linear => LinearClip, MapScale.Log => LogClip, _ => 0 };
        double most = shown.Length == 0 ? 0 : shown[(int)((1 - clipped) * (shown.Length - 1))];
        top = most > 0 ? most : largest;
        this.scale = scale;
    }

    /// <summary>Ends of the bar.</summary>
    public (double Low, double High) Range => scale == MapScale.Log ? (Place(0), Place(top)) : (isSigned ? -Place(top) : 0, Place(top));

    /// <summary>Place of an intensity on the bar; NaN stays NaN.</summary>
    public double Place(double intensity) => scale switch
    {
        MapScale.Log => Math.Log10(double.IsNaN(intensity) ? intensity : Math.Max(intensity, top * Math.Pow(10, -Decades))),
        MapScale.Sqrt when isSigned => double.IsNaN(intensity) ? intensity : Math.Sign(intensity) * Math.Sqrt(Math.Abs(intensity)),
        MapScale.Sqrt => Math.Sqrt(double.IsNaN(intensity) ? intensity : Math.Max(intensity, 0)),
        _ => intensity,
    };

    /// <summary>Labels of the bar: places and texts; null for evenly spaced numbers.</summary>
    public IReadOnlyList<(double Place, string Text)>? Labels => scale switch
    {
        MapScale.Log => [.. Powers().Select(p => ((double)p, p == 0 ? "1" : p == 1 ? "10" : $"10{Superscript(p)}"))],
        MapScale.Sqrt => [.. (isSigned ? Roots().Where(v => v > 0).Reverse().Select(v => -v).Concat(Roots()) : Roots()).Select(v => (Place(v), v.ToString("G3", CultureInfo.InvariantCulture)))],
        _ => null,
    };

    /// <summary>What the scale is, for people.</summary>
    public string Words => string.Join(", ", new[] { Kind, Clipping }.Where(w => w.Length > 0));

    string Kind => scale switch { MapScale.Log => "logarithmic", MapScale.Sqrt => isSigned ? "square-root scale to both sides of zero" : "square-root scale", _ => "" };

    string Clipping => largest > top
        ? string.Create(CultureInfo.InvariantCulture, $"brightest {100 * clipped:0.#} % clipped, maximum {largest:G3}")
        : "";

    IEnumerable<int> Powers()
    {
        (double low, double high) = Range;
        for (int p = (int)Math.Ceiling(low); p <= high; p++)
        {
            yield return p;
        }
    }

    // Round numbers that lie about evenly on the bar.
    IEnumerable<double> Roots() => Enumerable.Range(0, RootLabels + 1)
        .Select(k => largest * k * k / (RootLabels * RootLabels))
        .Select(v => double.Parse(v.ToString("G1", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture))
        .Where(v => v <= largest)
        .Distinct();

    static string Superscript(int power) => string.Concat(power.ToString(CultureInfo.InvariantCulture).Select(c => c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c - '0']));
}
