namespace InsCore.Comparison;

/// <summary>Finds the peaks of a spectrum that stand out from its noise.</summary>
/// <remarks>
/// A maximum counts if its prominence is at least the given share of the largest intensity above the lowest, and at least so many standard deviations of the noise at its
/// place. Where there is noise, maxima are sought in the spectrum smoothed by (1, 2, 1)/4; positions are fitted to the spectrum as it is.
/// </remarks>
public static class SpectrumPeaks
{
    /// <summary>Finds peaks, ascending in energy.</summary>
    /// <param name="energies">[n], cm⁻¹, ascending.</param>
    /// <param name="intensities">[n].</param>
    /// <param name="noise">Standard deviations, [n]; null to estimate one from the spectrum, empty for none.</param>
    /// <param name="relativeProminence">Smallest prominence, relative to the span of the spectrum.</param>
    /// <param name="significance">Smallest prominence in standard deviations of the noise.</param>
    public static IReadOnlyList<SpectrumPeak> Find(
        double[] energies, double[] intensities, double[]? noise, double relativeProminence = 0.02, double significance = 5)
    {
        if (intensities.Length < 3)
        {
            return [];
        }

        bool isNoisy = noise is not { Length: 0 };
        double[] sigma = !isNoisy ? new double[energies.Length] : Complete(noise, EstimateNoise(intensities), energies.Length);
        double[] y = isNoisy ? Smooth(intensities) : intensities;
        double span = y.Max() - y.Min();
        List<SpectrumPeak> peaks = [];
        foreach ((int top, double prominence, int left, int right) in Maxima(y))
        {
            if (prominence > 0 && prominence >= relativeProminence * span && prominence >= significance * sigma[top])
            {
                peaks.Add(PeakShape.Fit(energies, intensities, sigma, top, y[top] - prominence, left, right));
            }
        }

        return peaks;
    }

    /// <summary>Standard deviation of the noise, from the second differences, which smooth curves hardly have.</summary>
    /// <remarks>σ = 1.4826 · median|y₋ - 2y + y₊| / √6, the median being blind to the peaks.</remarks>
    public static double EstimateNoise(double[] intensities)
    {
        double[] differences = [.. Enumerable.Range(1, Math.Max(0, intensities.Length - 2)).Select(i => Math.Abs(intensities[i - 1] - (2 * intensities[i]) + intensities[i + 1])).Order()];
        return differences.Length == 0 ? 0 : 1.4826 * differences[differences.Length / 2] / Math.Sqrt(6);
    }

    static double[] Complete(double[]? noise, double estimate, int count) => noise is null
        ? [.. Enumerable.Repeat(estimate, count)]
        : Array.ConvertAll(noise, s => double.IsNaN(s) ? estimate : s);

    static double[] Smooth(double[] y)
    {
        double[] smooth = [.. y];
        for (int i = 1; i < y.Length - 1; i++)
        {
            smooth[i] = 0.25 * (y[i - 1] + (2 * y[i]) + y[i + 1]);
        }

        return smooth;
    }

    // Every maximum with its prominence, in one sweep from either side: a stack holds the peaks that nothing higher has followed yet.
    static IEnumerable<(int Top, double Prominence, int Left, int Right)> Maxima(double[] y)
    {
        (double Floor, int Place)[] left = Floors(y, isReverse: false), right = Floors(y, isReverse: true);
        for (int i = 1; i < y.Length - 1; i++)
        {
            if (y[i] > y[i - 1] && y[i] >= y[i + 1])
            {
                yield return (i, y[i] - Math.Max(left[i].Floor, right[i].Floor), left[i].Place, right[i].Place);
            }
        }
    }

    // Lowest point between each point and the next higher ground on one side, and where it is.
    static (double Floor, int Place)[] Floors(double[] y, bool isReverse)
    {
        (double, int)[] floors = new (double, int)[y.Length];
        Stack<(double Height, double Floor, int Place)> stack = new();
        for (int k = 0; k < y.Length; k++)
        {
            int i = isReverse ? y.Length - 1 - k : k;
            (double floor, int place) = (y[i], i);
            while (stack.Count > 0 && stack.Peek().Height <= y[i])
            {
                (_, double lower, int where) = stack.Pop();
                (floor, place) = lower < floor ? (lower, where) : (floor, place);
            }

            floors[i] = (floor, place);
            stack.Push((y[i], floor, place));
        }

        return floors;
    }
}
