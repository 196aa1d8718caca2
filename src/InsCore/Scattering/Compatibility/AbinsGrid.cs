namespace InsCore.Scattering.Compatibility;

/// <summary>AbINS' histogram: bins of one width from zero, upper edges belonging to the next bin.</summary>
internal static class AbinsGrid
{
    // Energies within this share of a bin below an edge count as on it: edges are multiples of a width that is not exact in binary.
    const double EdgeTolerance = 1e-9;

    /// <summary>Number of bins that reach the maximum energy.</summary>
    public static int Count(AbinsOptions options) => (int)Math.Ceiling((options.MaximumEnergy / options.BinWidth) - EdgeTolerance);

    /// <summary>Centres of the bins, cm⁻¹.</summary>
    public static double[] Centres(AbinsOptions options) =>
        [.. Enumerable.Range(0, Count(options)).Select(k => (k + 0.5) * options.BinWidth)];

    /// <summary>The bin of an energy, or -1 outside.</summary>
    public static int BinOf(double energy, double width, int count)
    {
        double place = (energy / width) + EdgeTolerance;
        return place >= 0 && place < count ? (int)place : -1;
    }
}
