using InsCore.Spectra;

namespace InsCore.Comparison;

/// <summary>Means of a computed spectrum over the bins of a measured one, whose bins may be far wider or finer.</summary>
/// <remarks>The spectrum is the polygon through its points and zero beyond them; its integral is exact.</remarks>
internal sealed class BinAverage
{
    readonly double[] x, y, integral;

    public BinAverage(Spectrum1D spectrum)
    {
        x = spectrum.Energies;
        y = spectrum.Intensities;
        integral = new double[x.Length];
        for (int i = 1; i < x.Length; i++)
        {
            integral[i] = integral[i - 1] + (0.5 * (x[i] - x[i - 1]) * (y[i] + y[i - 1]));
        }
    }

    /// <summary>Means over bins.</summary>
    /// <param name="lower">Lower edges, [n], cm⁻¹.</param>
    /// <param name="upper">Upper edges, [n], cm⁻¹.</param>
    public double[] Over(double[] lower, double[] upper) =>
        [.. lower.Select((low, i) => (Cumulative(upper[i]) - Cumulative(low)) / (upper[i] - low))];

    double Cumulative(double energy)
    {
        if (energy <= x[0])
        {
            return 0;
        }

        if (energy >= x[^1])
        {
            return integral[^1];
        }

        int above = Array.BinarySearch(x, energy);
        above = above >= 0 ? above : ~above;
        if (above == 0)
        {
            return 0;
        }

        double width = x[above] - x[above - 1], t = energy - x[above - 1];
        return integral[above - 1] + (t * y[above - 1]) + (0.5 * t * t * (y[above] - y[above - 1]) / width);
    }
}
