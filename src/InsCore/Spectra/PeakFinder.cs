namespace InsCore.Spectra;

/// <summary>Finds the peaks of a spectrum by their prominence.</summary>
public static class PeakFinder
{
    /// <summary>Finds peaks.</summary>
    /// <param name="spectrum">The spectrum.</param>
    /// <param name="from">Lowest energy, cm⁻¹.</param>
    /// <param name="to">Highest energy, cm⁻¹.</param>
    /// <param name="relativeProminence">Smallest prominence, relative to the largest intensity in the range.</param>
    /// <returns>Ascending in energy.</returns>
    public static IReadOnlyList<Peak> Find(Spectrum1D spectrum, double from, double to, double relativeProminence = 0.02)
    {
        double[] x = spectrum.Energies, y = spectrum.Intensities;
        double least = relativeProminence * spectrum.Maximum(from, to);
        List<Peak> peaks = [];
        for (int i = 1; i < y.Length - 1; i++)
        {
            if (x[i] < from || x[i] > to || !(y[i] > y[i - 1] && y[i] >= y[i + 1]))
            {
                continue;
            }

            double prominence = y[i] - Math.Max(Valley(y, i, -1), Valley(y, i, +1));
            if (prominence > 0 && prominence >= least)
            {
                peaks.Add(new Peak(Refine(x, y, i), y[i], prominence));
            }
        }

        return peaks;
    }

    // Lowest point on the way to higher ground, or to the end of the spectrum.
    static double Valley(double[] y, int peak, int step)
    {
        double lowest = y[peak];
        for (int i = peak + step; i >= 0 && i < y.Length && y[i] <= y[peak]; i += step)
        {
            lowest = Math.Min(lowest, y[i]);
        }

        return lowest;
    }

    static double Refine(double[] x, double[] y, int i)
    {
        double curvature = y[i - 1] - (2 * y[i]) + y[i + 1];
        double offset = curvature < 0 ? 0.5 * (y[i - 1] - y[i + 1]) / curvature : 0;
        return x[i] + (offset * 0.5 * (x[i + 1] - x[i - 1]));
    }
}
