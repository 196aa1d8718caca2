using InsCore.Spectra;

namespace InsCore.Comparison;

/// <summary>A computed spectrum scaled to a measured one, with a background, by weighted least squares.</summary>
/// <remarks>
/// In each region, s and a polynomial background b minimise Σ_i (y_i - s c_i - b(x_i))²/σ_i², c_i being the mean of the computed spectrum over bin i. Points without
/// an error have no weight where others have one; files without errors weigh all points alike. Energies are never shifted.
/// </remarks>
public sealed class SpectrumFit
{
    SpectrumFit(MeasuredSpectrum measured, IReadOnlyList<RegionFit> regions, double[] scaled, double[] background)
    {
        Measured = measured;
        Regions = regions;
        Scaled = scaled;
        Background = background;
    }

    /// <summary>The measured points that were fitted.</summary>
    public MeasuredSpectrum Measured { get; }

    /// <summary>Scale in each region.</summary>
    public IReadOnlyList<RegionFit> Regions { get; }

    /// <summary>The computed spectrum on the measured scale, without background (or its own envelope), [nPoints].</summary>
    public double[] Scaled { get; }

    /// <summary>The background, [nPoints].</summary>
    public double[] Background { get; }

    /// <summary>Measured less fitted, [nPoints].</summary>
    public double[] Residuals => [.. Measured.Intensities.Select((y, i) => y - Scaled[i] - Background[i])];

    /// <summary>R = Σ|y - fit| / Σ|y - b|: 0 for agreement, about 1 for spectra that have nothing to do with each other.</summary>
    public double RFactor => Residuals.Sum(Math.Abs) / Measured.Intensities.Select((y, i) => Math.Abs(y - Background[i])).Sum();

    /// <summary>R_w = √(Σ(y - fit)²/σ² / Σ(y - b)²/σ²) over the points with weight.</summary>
    public double WeightedRFactor
    {
        get
        {
            double[] roots = Roots(Measured), residuals = Residuals;
            double above = residuals.Select((r, i) => r * r * roots[i] * roots[i]).Sum();
            double below = Measured.Intensities.Select((y, i) => (y - Background[i]) * (y - Background[i]) * roots[i] * roots[i]).Sum();
            return Math.Sqrt(above / below);
        }
    }

    /// <summary>Fits.</summary>
    /// <param name="measured">The measured points of all regions.</param>
    /// <param name="computed">The computed spectrum, with the resolution of the instrument.</param>
    /// <param name="ends">[nRegions + 1], cm⁻¹, ascending.</param>
    /// <param name="background">What may lie under the measured spectrum, in each region anew.</param>
    /// <exception cref="InsInputException">A region holds fewer points than unknowns, or the computed spectrum is dark there.</exception>
    public static SpectrumFit Fit(MeasuredSpectrum measured, Spectrum1D computed, IReadOnlyList<double> ends, Background background)
    {
        MeasuredSpectrum used = measured.Between(ends[0], ends[^1]);
        double[] averages = new BinAverage(computed).Over(used.Lower, used.Upper), scaled = new double[used.Count], below = new double[used.Count];
        List<RegionFit> regions = [];
        for (int k = 0; k + 1 < ends.Count; k++)
        {
            int[] points = [.. Enumerable.Range(0, used.Count).Where(i => used.Energies[i] >= ends[k] && used.Energies[i] < ends[k + 1])];
            regions.Add(Fit(used, averages, points, (ends[k], ends[k + 1]), background, scaled, below));
        }

        return new(used, regions, scaled, below);
    }

    static RegionFit Fit(
        MeasuredSpectrum used, double[] averages, int[] points, (double From, double To) region, Background background, double[] scaled, double[] below)
    {
        double[] x = Array.ConvertAll(points, i => used.Energies[i]), y = Array.ConvertAll(points, i => used.Intensities[i]);
        double[] c = Array.ConvertAll(points, i => averages[i]), all = Roots(used), roots = Array.ConvertAll(points, i => all[i]);
        IReadOnlyList<double[]> basis = background.Basis(x, region.From, region.To);
        double[] envelope = background.Envelope(x, y, region.From, region.To), own = background.Envelope(x, c, region.From, region.To);
        y = [.. y.Select((v, p) => v - envelope[p])];
        c = [.. c.Select((v, p) => v - own[p])];
        string place = FormattableString.Invariant($"{region.From:0.##} to {region.To:0.##} cm⁻¹");
        int weighted = roots.Count(r => r > 0);
        if (weighted <= basis.Count + 1)
        {
            throw new InsInputException("regions", place, $"{weighted} measured points cannot give {basis.Count + 1} unknowns", "choose wider regions or a simpler background");
        }

        if (!c.Any(v => v > 0))
        {
            throw new InsInputException("regions", place, "the computed spectrum is dark there", "choose regions that it covers");
        }

        (double[] a, double variance) = WeightedLeastSquares.Solve([c, .. basis], y, roots);
        if (!(a[0] > 0))
        {
            a = [0, .. WeightedLeastSquares.Solve(basis, y, roots).Coefficients];
        }

        double chi = 0;
        for (int p = 0; p < points.Length; p++)
        {
            int i = points[p];
            double polynomial = basis.Select((f, k) => a[k + 1] * f[p]).Sum();
            scaled[i] = a[0] * c[p];
            below[i] = envelope[p] + polynomial;
            double residual = (y[p] - scaled[i] - polynomial) * roots[p];
            chi += residual * residual;
        }

        return new(region.From, region.To, a[0], Math.Sqrt(variance * chi / (weighted - basis.Count - 1)), points.Length);
    }

    // 1/σ; 1 for all where the file has no errors.
    static double[] Roots(MeasuredSpectrum measured) => measured.Errors is { } errors
        ? Array.ConvertAll(errors, e => e > 0 ? 1 / e : 0)
        : [.. Enumerable.Repeat(1.0, measured.Count)];
}
