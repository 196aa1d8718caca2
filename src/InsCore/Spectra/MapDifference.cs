namespace InsCore.Spectra;

/// <summary>The difference of a map from another one on the same bins, and a table of it over rectangles of energy and |Q|.</summary>
public sealed class MapDifference
{
    // Rectangles whose mean intensity is below this share of the brightest one's have none.
    const double Dark = 1e-4;

    const int QParts = 3, EnergyParts = 4;

    MapDifference(Spectrum2D like, Spectrum2D exact, Spectrum2D difference, IReadOnlyList<MapRegion> regions) =>
        (Like, Exact, Difference, Regions) = (like, exact, difference, regions);

    /// <summary>The map.</summary>
    public Spectrum2D Like { get; }

    /// <summary>What it is compared with.</summary>
    public Spectrum2D Exact { get; }

    /// <summary>Map less reference; NaN where either is not measured.</summary>
    public Spectrum2D Difference { get; }

    /// <summary>The rectangles, from low to high energy, in each from low to high |Q|; those without a bin that both have measured are left out.</summary>
    public IReadOnlyList<MapRegion> Regions { get; }

    /// <summary>Compares two maps.</summary>
    /// <param name="like">The map.</param>
    /// <param name="exact">The reference, on the same bins and in the same unit.</param>
    /// <exception cref="ArgumentException">The bins differ.</exception>
    public static MapDifference Compute(Spectrum2D like, Spectrum2D exact)
    {
        if (like.Q.Length != exact.Q.Length || like.Energies.Length != exact.Energies.Length
            || Math.Abs(like.Q[^1] - exact.Q[^1]) > 1e-6 || Math.Abs(like.Energies[^1] - exact.Energies[^1]) > 1e-6 * exact.Energies[^1])
        {
            throw new ArgumentException("the maps have different bins", nameof(exact));
        }

        Spectrum2D difference = like with { Label = "difference", Intensities = [.. like.Intensities.Zip(exact.Intensities, (a, b) => a - b)] };
        double[] energies = Ends(like.Energies[^1]);
        double[] q = [.. Enumerable.Range(0, QParts + 1).Select(k => like.Q[0] + (k * (like.Q[^1] - like.Q[0]) / QParts))];
        List<(MapRegion Region, double Mean)> regions = [];
        for (int e = 0; e + 1 < energies.Length; e++)
        {
            for (int k = 0; k < QParts; k++)
            {
                if (Region(like, exact, energies[e], energies[e + 1], q[k], q[k + 1], k == QParts - 1) is { } found)
                {
                    regions.Add(found);
                }
            }
        }

        double brightest = regions.Count > 0 ? regions.Max(r => r.Mean) : 0;
        return new(like, exact, difference, [.. regions.Select(r => r.Region with { IsDark = !(r.Mean > Dark * brightest) })]);
    }

    // The usual regions where the map reaches beyond the second, else equal parts; below the first there is the elastic line.
    static double[] Ends(double last)
    {
        IReadOnlyList<double> usual = SpectrumRegion.UsualEnds;
        return last >= usual[2]
            ? [.. usual.Where(e => e < 0.95 * last), last]
            : [.. Enumerable.Range(0, EnergyParts + 1).Select(k => last * (0.05 + (0.95 * k / EnergyParts)))];
    }

    static (MapRegion, double)? Region(Spectrum2D like, Spectrum2D exact, double from, double to, double least, double most, bool isLast)
    {
        (double integral, double reference, double largest, double deviation) = (0, 0, 0, 0);
        int count = 0;
        for (int k = 0; k < like.Intensities.Length; k++)
        {
            double q = like.Q[k / like.Energies.Length], energy = like.Energies[k % like.Energies.Length], difference = like.Intensities[k] - exact.Intensities[k];
            if (energy >= from && energy < to && q >= least && (q < most || isLast) && double.IsFinite(difference))
            {
                count++;
                integral += like.Intensities[k];
                reference += exact.Intensities[k];
                largest = Math.Max(largest, exact.Intensities[k]);
                deviation = Math.Abs(difference) > Math.Abs(deviation) ? difference : deviation;
            }
        }

        double area = like.EnergyStep * (like.Q[^1] - like.Q[0]) / (like.Q.Length - 1);
        return count == 0 ? null
            : (new(from, to, least, most, area * integral, area * reference, largest > 0 ? deviation / largest : 0, false), reference / count);
    }
}
