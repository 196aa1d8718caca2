namespace InsCore.Dynamics;

/// <summary>How often two atoms of two elements are at a distance, relative to a uniform distribution: g(r).</summary>
/// <param name="Pair">Elements, e.g. I-I.</param>
/// <param name="Total">[nBins], all pairs.</param>
/// <param name="Intermolecular">[nBins], pairs of different molecules.</param>
public sealed record RadialDistribution(string Pair, double[] Total, double[] Intermolecular)
{
    /// <summary>Width of the bins, Å.</summary>
    public const double Bin = 0.05;

    /// <summary>Where they end, Å.</summary>
    public const double End = 10;

    /// <summary>Centres of the bins, Å.</summary>
    public static double[] Distances { get; } = [.. Enumerable.Range(0, (int)Math.Round(End / Bin)).Select(k => (k + 0.5) * Bin)];
}
