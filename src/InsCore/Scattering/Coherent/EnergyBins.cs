namespace InsCore.Scattering.Coherent;

/// <summary>Bins along the energy transfer, and the coherent scattering function in them.</summary>
/// <param name="edges">[nBins + 1], eV, ascending.</param>
public sealed class EnergyBins(double[] edges)
{
    readonly double[] edges = edges.Length >= 2 && Ascending(edges)
        ? edges
        : throw new ArgumentException("bins need two or more edges in ascending order", nameof(edges));

    /// <summary>Edges, [nBins + 1], eV.</summary>
    public ReadOnlySpan<double> Edges => edges;

    /// <summary>Number of bins.</summary>
    public int Count => edges.Length - 1;

    /// <summary>Bins of equal width between two energies, eV.</summary>
    public static EnergyBins Uniform(double from, double to, int count) =>
        new([.. Enumerable.Range(0, count + 1).Select(k => from + (k * (to - from) / count))]);

    /// <summary>Index of the bin of an energy: lower edges belong to their bins; -1 below the first, <see cref="Count"/> above the last.</summary>
    public int IndexOf(double energy)
    {
        int place = Array.BinarySearch(edges, energy);
        return place >= 0 ? place : ~place - 1;
    }

    /// <summary>Centre of a bin, eV.</summary>
    public double Centre(int bin) => 0.5 * (edges[bin] + edges[bin + 1]);

    /// <summary>Width of a bin, eV.</summary>
    public double Width(int bin) => edges[bin + 1] - edges[bin];

    /// <summary>Adds the scattering of the modes at one momentum transfer: (n + 1) S at +E and n S at -E, over the width of the bin.</summary>
    /// <param name="energies">[nModes], eV; imaginary modes (negative) stand at the mirrored places with |E| in n, as Euphonic has them.</param>
    /// <param name="intensities">[nModes], S(Q, ν) of <see cref="CoherentStructureFactor"/>.</param>
    /// <param name="temperature">K; null leaves the thermal factors out, n and n + 1 alike, as Euphonic does without a temperature.</param>
    /// <param name="weight">Factor on everything.</param>
    /// <param name="spectrum">[nBins], per eV.</param>
    public void Add(ReadOnlySpan<double> energies, ReadOnlySpan<double> intensities, double? temperature, double weight, Span<double> spectrum)
    {
        for (int n = 0; n < energies.Length; n++)
        {
            double occupation = temperature is { } t ? BoseEinstein.Occupation(Math.Abs(energies[n]), t) : 0;
            double gain = temperature is null ? 1 : occupation;
            Put(energies[n], weight * (occupation + 1) * intensities[n], spectrum);
            Put(-energies[n], weight * gain * intensities[n], spectrum);
        }
    }

    void Put(double energy, double intensity, Span<double> spectrum)
    {
        int bin = IndexOf(energy);
        if (bin >= 0 && bin < Count && intensity != 0)
        {
            spectrum[bin] += intensity / Width(bin);
        }
    }

    static bool Ascending(double[] values)
    {
        for (int k = 1; k < values.Length; k++)
        {
            if (!(values[k] > values[k - 1]))
            {
                return false;
            }
        }

        return true;
    }
}
