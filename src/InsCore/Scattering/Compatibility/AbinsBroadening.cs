using MathNet.Numerics;

namespace InsCore.Scattering.Compatibility;

/// <summary>AbINS' ways to broaden a histogram. For comparison only: <see cref="Broadening"/> is exact.</summary>
/// <remarks>
/// The interpolating schemes take, at each bin of the result, the spectrum that was broadened with the width at that bin: a mixture of the two
/// nearest widths of a geometric series, with shares that are cubics of the relative width. A line becomes asymmetric, and its area changes.
/// </remarks>
internal static class AbinsBroadening
{
    // Where kernels end, in units of the largest standard deviation.
    const double Reach = 3;

    // Shares of the narrower and the wider spectrum, highest power first, as published with AbINS.
    static readonly double[] NarrowRootTwo = [-0.6079, 4.101, -9.632, 7.139], WideRootTwo = [0.7533, -4.882, 10.87, -6.746];
    static readonly double[] NarrowTwo = [-0.1873, 1.464, -4.079, 3.803], WideTwo = [0.2638, -1.968, 5.057, -3.353];

    /// <summary>Broadens a histogram.</summary>
    /// <param name="values">[nBins], contents of the bins.</param>
    /// <param name="centres">[nBins], cm⁻¹.</param>
    /// <param name="sigma">[nBins], standard deviation at each bin, cm⁻¹.</param>
    /// <param name="scheme">The scheme.</param>
    public static double[] Apply(double[] values, double[] centres, double[] sigma, AbinsBroadeningScheme scheme)
    {
        if (Array.TrueForAll(values, x => x == 0) || Array.TrueForAll(sigma, s => s == 0))
        {
            return [.. values];
        }

        double width = centres[1] - centres[0];
        return scheme switch
        {
            AbinsBroadeningScheme.None => [.. values],
            AbinsBroadeningScheme.Gaussian => Sum(values, centres, sigma, Density, double.PositiveInfinity),
            AbinsBroadeningScheme.Normal => Sum(values, centres, sigma, Share, double.PositiveInfinity),
            AbinsBroadeningScheme.GaussianTruncated => Sum(values, centres, sigma, Density, Reach * sigma.Max()),
            AbinsBroadeningScheme.NormalTruncated => Sum(values, centres, sigma, Share, Reach * sigma.Max()),
            AbinsBroadeningScheme.Interpolate => Interpolate(values, width, sigma, Math.Sqrt(2), NarrowRootTwo, WideRootTwo),
            AbinsBroadeningScheme.InterpolateCoarse => Interpolate(values, width, sigma, 2, NarrowTwo, WideTwo),
            AbinsBroadeningScheme.Exact => Scattering.Broadening.Apply([values], 0, values.Length, k => sigma[k] / width)[0],
            _ => throw new ArgumentOutOfRangeException(nameof(scheme)),
        };
    }

    // Lines at the centres of the bins, each with its own width, within a window of the same number of bins that is moved inside at the ends.
    static double[] Sum(double[] values, double[] centres, double[] sigma, Func<double, double, double, double> kernel, double range)
    {
        int count = values.Length;
        double width = centres[1] - centres[0];
        int points = double.IsInfinity(range) ? count : (int)Math.Min(count, Math.Ceiling(2 * range / width));
        double[] result = new double[count];
        for (int line = 0; line < count; line++)
        {
            if (values[line] == 0)
            {
                continue;
            }

            int start = points == count ? 0 : (int)Math.Floor((centres[line] - centres[0] - range + (0.5 * width)) / width);
            start = Math.Clamp(start, 0, count - points);
            for (int k = start; k < start + points; k++)
            {
                result[k] += values[line] * kernel(centres[k] - centres[line], sigma[line], width);
            }
        }

        return result;
    }

    static double Density(double distance, double sigma, double width) =>
        width * Math.Exp(-0.5 * distance * distance / (sigma * sigma)) / (sigma * Math.Sqrt(2 * Math.PI));

    static double Share(double distance, double sigma, double width)
    {
        double UpTo(double x) => 0.5 * SpecialFunctions.Erf(x / (sigma * Math.Sqrt(2)));
        return UpTo(distance + (0.5 * width)) - UpTo(distance - (0.5 * width));
    }

    static double[] Interpolate(double[] values, double width, double[] sigma, double spacing, double[] narrow, double[] wide)
    {
        double least = sigma.Min(), largest = sigma.Max();
        int count = (int)Math.Ceiling(Math.Log(largest / least) / Math.Log(spacing)) + 1;
        double[] samples = [.. Enumerable.Range(0, count).Select(i => Math.Pow(spacing, i) * least)];
        int half = (int)Math.Ceiling(Reach * largest / width);
        double[][] spectra = Array.ConvertAll(samples, s => Convolve(values, s, width, half));
        double[] result = new double[values.Length];
        for (int k = 0; k < result.Length; k++)
        {
            int above = Array.BinarySearch(samples, sigma[k]);
            above = Math.Min(above >= 0 ? above : ~above, count - 1);
            double relative = above == 0 ? 1 : sigma[k] / samples[above - 1];
            result[k] = above == 0
                ? spectra[0][k]
                : (Cubic(narrow, relative) * spectra[above - 1][k]) + (Cubic(wide, relative) * spectra[above][k]);
        }

        return result;
    }

    static double[] Convolve(double[] values, double sigma, double width, int half)
    {
        double[] kernel = [.. Enumerable.Range(-half, (2 * half) + 1).Select(k => Density(k * width, sigma, width))];
        double[] result = new double[values.Length];
        for (int line = 0; line < values.Length; line++)
        {
            for (int k = Math.Max(0, line - half); values[line] != 0 && k <= Math.Min(values.Length - 1, line + half); k++)
            {
                result[k] += values[line] * kernel[half + k - line];
            }
        }

        return result;
    }

    static double Cubic(double[] c, double x) => (((((c[0] * x) + c[1]) * x) + c[2]) * x) + c[3];
}
