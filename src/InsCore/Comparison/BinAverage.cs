using InsCore.Spectra;

namespace InsCore.Comparison;

/// <summary>Means of a computed spectrum over the bins of a measured one, whose bins may be far wider or finer.</summary>
/// <remarks>Its intensities are means over bins that end halfway between its energies; beyond the first and the last it is zero. The integral is exact.</remarks>
internal sealed class BinAverage
{
    readonly double[] edges, integral;

    public BinAverage(Spectrum1D spectrum)
    {
        double[] x = spectrum.Energies, between = [.. x[1..].Select((u, i) => 0.5 * (u + x[i]))];
        edges = [x[0] - (between[0] - x[0]), .. between, x[^1] + (x[^1] - between[^1])];
        integral = new double[edges.Length];
        for (int i = 1; i < edges.Length; i++)
        {
            integral[i] = integral[i - 1] + ((edges[i] - edges[i - 1]) * spectrum.Intensities[i - 1]);
        }
    }

    /// <summary>Means over bins.</summary>
    /// <param name="lower">Lower edges, [n], cm⁻¹.</param>
    /// <param name="upper">Upper edges, [n], cm⁻¹.</param>
    public double[] Over(double[] lower, double[] upper) =>
        [.. lower.Select((low, i) => (Cumulative(upper[i]) - Cumulative(low)) / (upper[i] - low))];

    double Cumulative(double energy)
    {
        int above = Array.BinarySearch(edges, energy);
        if (above >= 0)
        {
            return integral[above];
        }

        above = ~above;
        return above == 0 ? 0
            : above == edges.Length ? integral[^1]
            : integral[above - 1] + ((integral[above] - integral[above - 1]) * (energy - edges[above - 1]) / (edges[above] - edges[above - 1]));
    }
}
