using System.Globalization;

namespace InsCore.Comparison;

/// <summary>What may lie under a measured spectrum: nothing, a polynomial fitted together with the scale, or the smooth lower envelope of each spectrum.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Degree">Degree of a polynomial; 0 is a constant, 1 a straight line.</param>
/// <param name="Knots">Distance of the knots of the envelope, cm⁻¹.</param>
public sealed record Background(BackgroundKind Kind, int Degree = 0, double Knots = 500)
{
    /// <summary>Highest degree: beyond it, polynomials follow peaks.</summary>
    public const int HighestDegree = 6;

    const double SmallestKnots = 50;

    // Points on peaks pull the envelope up by so much only; the sets above and below settle within a dozen rounds.
    const double WeightAbove = 0.01;
    const int LongestSearch = 50;

    /// <summary>No background.</summary>
    public static Background None { get; } = new(BackgroundKind.None);

    /// <summary>Reads none, constant, linear, polynomial:N, smooth or smooth:KNOTS.</summary>
    /// <exception cref="InsInputException">The text is none of these.</exception>
    public static Background Parse(string text)
    {
        string[] parts = text.ToLowerInvariant().Split(':', 2, StringSplitOptions.TrimEntries);
        return parts switch
        {
            ["none"] => None,
            ["constant"] => new(BackgroundKind.Polynomial, 0),
            ["linear"] => new(BackgroundKind.Polynomial, 1),
            ["polynomial", var n] when int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out int degree) && degree <= HighestDegree => new(BackgroundKind.Polynomial, degree),
            ["smooth"] => new(BackgroundKind.Smooth),
            ["smooth", var d] when double.TryParse(d, NumberStyles.Float, CultureInfo.InvariantCulture, out double knots) && knots >= SmallestKnots && double.IsFinite(knots) => new(BackgroundKind.Smooth, 0, knots),
            _ => throw new InsInputException("background", null, $"\"{text}\" is not known", $"choose none, constant, linear, polynomial:N (N up to {HighestDegree}), smooth, or smooth:D with knots every D ≥ {SmallestKnots} cm-1"),
        };
    }

    /// <summary>Functions whose combination is the background, at energies between two ends; none for an envelope.</summary>
    /// <param name="energies">[n], cm⁻¹.</param>
    /// <param name="from">Lower end, cm⁻¹.</param>
    /// <param name="to">Upper end, cm⁻¹.</param>
    /// <returns>Columns, [n] each.</returns>
    internal IReadOnlyList<double[]> Basis(double[] energies, double from, double to) => Kind != BackgroundKind.Polynomial
        ? []
        : [.. Enumerable.Range(0, Degree + 1).Select(k => Array.ConvertAll(energies, x => Chebyshev(k, ((2 * x) - from - to) / (to - from))))];

    /// <summary>The lower envelope of a spectrum between two ends; zero unless the background is one.</summary>
    /// <remarks>
    /// The cubic spline b that minimises Σ_i w_i (y_i - b(x_i))², w_i = 0.01 above the spline and 1 below it: least squares with an asymmetric loss, W. K. Newey,
    /// J. L. Powell, Econometrica 55, 819 (1987). Both spectra lose theirs before the scale is fitted.
    /// </remarks>
    /// <param name="energies">[n], cm⁻¹.</param>
    /// <param name="intensities">[n].</param>
    /// <param name="from">Lower end, cm⁻¹.</param>
    /// <param name="to">Upper end, cm⁻¹.</param>
    internal double[] Envelope(double[] energies, double[] intensities, double from, double to)
    {
        double[] envelope = new double[energies.Length];
        if (Kind != BackgroundKind.Smooth)
        {
            return envelope;
        }

        List<double[]> splines = Splines(energies, from, to);
        double[] roots = [.. Enumerable.Repeat(1.0, energies.Length)];
        for (int round = 0; round < LongestSearch; round++)
        {
            double[] a = WeightedLeastSquares.Solve(splines, intensities, roots).Coefficients;
            for (int i = 0; i < envelope.Length; i++)
            {
                envelope[i] = splines.Select((f, k) => a[k] * f[i]).Sum();
            }

            double[] next = [.. intensities.Select((y, i) => y > envelope[i] ? Math.Sqrt(WeightAbove) : 1)];
            if (next.SequenceEqual(roots))
            {
                break;
            }

            roots = next;
        }

        return envelope;
    }

    /// <summary>As the user writes it.</summary>
    public override string ToString() => this switch
    {
        { Kind: BackgroundKind.None } => "none",
        { Kind: BackgroundKind.Polynomial, Degree: 0 } => "constant",
        { Kind: BackgroundKind.Polynomial, Degree: 1 } => "linear",
        { Kind: BackgroundKind.Polynomial } => $"polynomial:{Degree}",
        _ => string.Create(CultureInfo.InvariantCulture, $"smooth:{Knots}"),
    };

    // T_k(t) = cos(k arccos t): nearly orthogonal columns, whatever the degree.
    static double Chebyshev(int k, double t) => Math.Cos(k * Math.Acos(Math.Clamp(t, -1, 1)));

    // Uniform cubic B-splines, C. de Boor, A Practical Guide to Splines (1978), ch. IX; as many intervals as fit, so that the ends are knots.
    List<double[]> Splines(double[] energies, double from, double to)
    {
        int intervals = Math.Max(1, (int)Math.Round((to - from) / Knots));
        double step = (to - from) / intervals;
        return [.. Enumerable.Range(-1, intervals + 3).Select(k => Array.ConvertAll(energies, x => Spline(((x - from) / step) - k)))];
    }

    static double Spline(double t)
    {
        double d = Math.Abs(t);
        return d < 1 ? ((4 - (6 * d * d) + (3 * d * d * d)) / 6) : d < 2 ? (Math.Pow(2 - d, 3) / 6) : 0;
    }
}
