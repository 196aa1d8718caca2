using InsCore.Phonons;
using InsCore.Scattering.Coherent;
using InsCore.Spectra;

namespace InsCore.Scattering.Compatibility;

/// <summary>Broadening of binned spectra as Euphonic does it, its approximations included. For comparison only: <see cref="Broadening"/> is exact.</summary>
public static class EuphonicBroadening
{
    // Where scipy.ndimage.gaussian_filter ends its kernel, standard deviations.
    const double GaussianReach = 4;

    // Ratio of widths as a polynomial of the logarithm of the error, and the interval of the logarithm (Euphonic 1.3).
    static readonly double[] Chebyshev = [1.25885858, 0.39803148, 0.20311735, 0.08654827, 0.03447873, 0.00894006, 0.00715706];
    const double ChebyshevFrom = -4.64180022, ChebyshevTo = -1.00029948;

    /// <summary>Error of the interpolation that Euphonic allows by default: difference in area of the true and the mixed Gaussian.</summary>
    public const double DefaultError = 0.01;

    /// <summary>One Gaussian for the whole spectrum; the kernel ends at four standard deviations and its points add up to 1.</summary>
    /// <param name="values">[nBins], any unit.</param>
    /// <param name="fullWidth">Full width at half maximum, in bins.</param>
    public static double[] Gaussian(ReadOnlySpan<double> values, double fullWidth)
    {
        double sigma = fullWidth / (2 * Math.Sqrt(2 * Math.Log(2)));
        int half = (int)((GaussianReach * sigma) + 0.5);
        return Correlate(values, Normalised(half, k => Math.Exp(-0.5 * k * k / (sigma * sigma))));
    }

    /// <summary>One Lorentzian for the whole spectrum; the kernel has 2n + 1 points within ±(n - 1) bins, a little too narrow, and they add up to 1.</summary>
    /// <param name="values">[n], any unit.</param>
    /// <param name="fullWidth">Full width at half maximum, in bins.</param>
    public static double[] Lorentzian(ReadOnlySpan<double> values, double fullWidth)
    {
        double step = (values.Length - 1.0) / values.Length, gamma = 0.5 * fullWidth;
        return Correlate(values, Normalised(values.Length, k => 1 / ((k * step * k * step) + (gamma * gamma))));
    }

    /// <summary>A Gaussian whose width depends on the energy of the bin that the intensity comes from, by interpolation.</summary>
    /// <param name="values">[nBins], per eV.</param>
    /// <param name="bins">Bins of equal width.</param>
    /// <param name="fullWidth">Full width at half maximum at an energy, both eV; no less than the width of a bin counts.</param>
    /// <param name="error">See <see cref="DefaultError"/>.</param>
    /// <returns>[nBins], per eV.</returns>
    public static double[] Variable(ReadOnlySpan<double> values, EnergyBins bins, Func<double, double> fullWidth, double error = DefaultError)
    {
        double[] centres = new double[bins.Count], widths = new double[bins.Count], contents = new double[bins.Count];
        for (int bin = 0; bin < bins.Count; bin++)
        {
            centres[bin] = bins.Centre(bin);
            widths[bin] = Math.Max(fullWidth(centres[bin]) / Math.Sqrt(8 * Math.Log(2)), bins.Width(0));
            contents[bin] = values[bin] * bins.Width(0);
        }

        return Interpolated(centres, widths, contents, bins, error);
    }

    /// <summary>A map broadened along both axes, by one width or a polynomial in energy, and by one width in Q.</summary>
    /// <param name="map">Energies at the centres of bins of equal width, cm⁻¹; Q of equal steps where it is broadened.</param>
    /// <param name="options">Full widths and shape.</param>
    public static Spectrum2D Map(Spectrum2D map, EuphonicOptions options)
    {
        int count = map.Energies.Length, rows = map.Q.Length;
        double[] values = [.. map.Intensities];
        for (int q = 0; q < rows && options.EnergyBroadening.Count > 0; q++)
        {
            Along(values.AsSpan(q * count, count), map.Energies, options).CopyTo(values, q * count);
        }

        for (int bin = 0; bin < count && options.QBroadening > 0; bin++)
        {
            double[] column = new double[rows];
            for (int q = 0; q < rows; q++)
            {
                column[q] = values[(q * count) + bin];
            }

            double[] broad = Fixed(column, options.QBroadening * (rows - 1) / (map.Q[^1] - map.Q[0]), options.Shape);
            for (int q = 0; q < rows; q++)
            {
                values[(q * count) + bin] = broad[q];
            }
        }

        return map with { Intensities = values };
    }

    /// <summary>A spectrum broadened by one width or a polynomial in the energy.</summary>
    /// <param name="values">[nBins], per any energy.</param>
    /// <param name="energies">Centres of bins of equal width, cm⁻¹.</param>
    /// <param name="options">Full widths, cm⁻¹, and shape.</param>
    public static double[] Along(ReadOnlySpan<double> values, double[] energies, EuphonicOptions options)
    {
        double width = (energies[^1] - energies[0]) / (energies.Length - 1);
        if (options.EnergyBroadening.Count == 0 || !values.ContainsAnyExcept(0.0))
        {
            return values.ToArray();
        }

        if (options.EnergyBroadening is [var one])
        {
            return Fixed(values, one / width, options.Shape);
        }

        EnergyBins bins = EnergyBins.Uniform(energies[0] - (0.5 * width), energies[^1] + (0.5 * width), energies.Length);
        return Variable(values, bins, e => options.EnergyBroadening.Reverse().Aggregate(0.0, (sum, c) => (sum * e) + c), options.WidthError);
    }

    static double[] Fixed(ReadOnlySpan<double> values, double fullWidth, LineShape shape) => fullWidth == 0
        ? values.ToArray()
        : shape == LineShape.Lorentzian ? Lorentzian(values, fullWidth) : Gaussian(values, fullWidth);

    /// <summary>Gaussians of many widths as mixtures of a few whose widths form a geometric series, width by width convolved.</summary>
    /// <remarks>
    /// A Gaussian of width σ between σ_i and σ_i+1 = s σ_i becomes p(σ/σ_i) times that of σ_i and 1 - p times that of σ_i+1; p is a cubic fitted to the
    /// best mixtures at ten widths, and s follows from the error allowed. R. Fair et al., arXiv:2309.12135.
    /// </remarks>
    /// <param name="energies">[n], eV.</param>
    /// <param name="widths">[n], standard deviations, eV.</param>
    /// <param name="contents">[n], areas.</param>
    /// <param name="bins">Bins of equal width.</param>
    /// <param name="error">See <see cref="DefaultError"/>.</param>
    /// <param name="fit">How the ratio of widths follows from the error.</param>
    /// <returns>[nBins], per eV.</returns>
    public static double[] Interpolated(
        ReadOnlySpan<double> energies,
        ReadOnlySpan<double> widths,
        ReadOnlySpan<double> contents,
        EnergyBins bins,
        double error = DefaultError,
        EuphonicWidthFit fit = EuphonicWidthFit.ChebyLog)
    {
        double spacing = Spacing(error, fit);
        WidthMixture? mixture = null;
        (double least, double largest) = (double.PositiveInfinity, 0);
        foreach (double width in widths)
        {
            (least, largest) = (Math.Min(least, width), Math.Max(largest, width));
        }

        double[] samples = new double[(int)Math.Ceiling(Math.Log(largest / least) / Math.Log(spacing)) + 1];
        double[][] histograms = new double[samples.Length + 1][];
        for (int i = 0; i < samples.Length; i++)
        {
            samples[i] = Math.Pow(spacing, i) * least;
            histograms[i] = new double[bins.Count];
        }

        // What lies above the last sample by rounding has no upper kernel.
        histograms[^1] = new double[bins.Count];
        for (int k = 0; k < energies.Length; k++)
        {
            int above = Array.BinarySearch(samples, widths[k]), kernel = above >= 0 ? above : ~above - 1;
            int bin = energies[k] == bins.Edges[^1] ? bins.Count - 1 : bins.IndexOf(energies[k]);
            if (bin >= 0 && bin < bins.Count)
            {
                double lower = samples.Length == 1 ? contents[k] : (mixture ??= new(spacing)).Lower(widths[k] / samples[kernel]) * contents[k];
                histograms[kernel][bin] += lower / bins.Width(0);
                histograms[kernel + 1][bin] += (contents[k] - lower) / bins.Width(0);
            }
        }

        return Convolve(samples, histograms, bins);
    }

    static double Spacing(double error, EuphonicWidthFit fit)
    {
        if (fit == EuphonicWidthFit.Cubic)
        {
            return (((((612.7 * error) - 122.7) * error) + 15.40) * error) + 1.0831;
        }

        double logarithm = Math.Log10(error);
        if (!(logarithm >= -4 && logarithm <= -1))
        {
            throw new InsInputException("broadening", null, FormattableString.Invariant($"an error of {error} is outside Euphonic's fit"), "give 0.0001 to 0.1");
        }

        double angle = Math.Acos((2 * (logarithm - ChebyshevFrom) / (ChebyshevTo - ChebyshevFrom)) - 1), sum = 0;
        for (int k = 0; k < Chebyshev.Length; k++)
        {
            sum += Chebyshev[k] * Math.Cos(k * angle);
        }

        return sum;
    }

    // Kernels as long as the spectrum, with the values of the Gaussian at the bins.
    static double[] Convolve(double[] samples, double[][] histograms, EnergyBins bins)
    {
        double[] sum = new double[bins.Count];
        int half = bins.Count / 2;
        for (int i = 0; i < samples.Length; i++)
        {
            double sigma = samples[i] / bins.Width(0);
            double[] kernel = new double[(2 * half) + 1];
            for (int k = -half; k <= half; k++)
            {
                kernel[half + k] = Math.Exp(-0.5 * k * k / (sigma * sigma)) / (sigma * Math.Sqrt(2 * Math.PI));
            }

            double[] part = Correlate(histograms[i], kernel);
            for (int bin = 0; bin < sum.Length; bin++)
            {
                sum[bin] += part[bin];
            }
        }

        return sum;
    }

    static double[] Normalised(int half, Func<int, double> shape)
    {
        double[] kernel = [.. Enumerable.Range(-half, (2 * half) + 1).Select(shape)];
        double sum = kernel.Sum();
        return Array.ConvertAll(kernel, x => x / sum);
    }

    // Σ_j values_j kernel_(i - j): nothing lies beyond the ends.
    static double[] Correlate(ReadOnlySpan<double> values, ReadOnlySpan<double> kernel)
    {
        int half = kernel.Length / 2;
        double[] result = new double[values.Length];
        for (int j = 0; j < values.Length; j++)
        {
            for (int i = Math.Max(0, j - half); values[j] != 0 && i < Math.Min(values.Length, j + half + 1); i++)
            {
                result[i] += values[j] * kernel[half + i - j];
            }
        }

        return result;
    }
}
