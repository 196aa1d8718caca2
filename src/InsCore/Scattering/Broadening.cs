using MathNet.Numerics;

namespace InsCore.Scattering;

/// <summary>Gaussian broadening of a binned spectrum. The width is that of the bin the intensity comes from, and areas are conserved.</summary>
/// <remarks>Each target bin receives the integral of the Gaussian over it, so narrow lines keep their area; what leaves the range is lost.</remarks>
internal static class Broadening
{
    // Beyond so many standard deviations lies less than 1e-13 of the area.
    const double Reach = 7.5;

    /// <summary>Shares of one source bin in the target bins.</summary>
    /// <param name="sigma">Standard deviation in units of the bin width.</param>
    /// <returns>Shares of the bins from -half to +half relative to the source, adding up to 1.</returns>
    public static double[] Kernel(double sigma)
    {
        int half = (int)Math.Ceiling(Reach * sigma);
        double[] shares = new double[(2 * half) + 1];
        if (half == 0)
        {
            return [1];
        }

        double below = 0;
        for (int k = 0; k <= half; k++)
        {
            double upTo = k == half ? 1 : 0.5 * SpecialFunctions.Erfc(-(k - half + 0.5) / (sigma * Math.Sqrt(2)));
            shares[k] = upTo - below;
            below = upTo;
        }

        // The upper half mirrors the lower one, to the last digit.
        shares[half] = 1;
        for (int k = 0; k < half; k++)
        {
            shares[(2 * half) - k] = shares[k];
            shares[half] -= 2 * shares[k];
        }

        return shares;
    }

    /// <summary>Broadens several spectra that share bins and widths.</summary>
    /// <param name="source">[columns][bins], the first bin being <paramref name="firstBin"/>.</param>
    /// <param name="firstBin">Index of the first source bin; target bins start at 0.</param>
    /// <param name="targetCount">Number of target bins.</param>
    /// <param name="sigma">Standard deviation in bins of a source bin.</param>
    public static double[][] Apply(double[][] source, int firstBin, int targetCount, Func<int, double> sigma)
    {
        double[][] target = Array.ConvertAll(source, _ => new double[targetCount]);
        for (int k = 0; k < source[0].Length; k++)
        {
            int bin = firstBin + k;
            double[] kernel = Kernel(sigma(bin));
            int start = bin - (kernel.Length / 2);
            int from = Math.Max(0, -start), to = Math.Min(kernel.Length, targetCount - start);
            for (int column = 0; column < source.Length; column++)
            {
                double value = source[column][k];
                for (int i = from; i < to && value != 0; i++)
                {
                    target[column][start + i] += value * kernel[i];
                }
            }
        }

        return target;
    }
}
