namespace InsCore.Scattering.Compatibility;

/// <summary>The AbINS-compatible spectrum of a detector bank, or the mean of all.</summary>
/// <param name="Name">backward, forward or all.</param>
/// <param name="Species">Labels of the species, e.g. H, C, D.</param>
/// <param name="Parts">[species][order - 1][nBins], broadened, in the unit of <see cref="AbinsSpectrum.IntensityUnit"/>.</param>
/// <param name="Lines">[nBins], order 1 of all species before resolution, same unit.</param>
public sealed record AbinsBank(string Name, IReadOnlyList<string> Species, double[][][] Parts, double[] Lines)
{
    /// <summary>All species and orders, [nBins].</summary>
    public double[] Total => Sum(Parts.SelectMany(p => p));

    /// <summary>All orders of one species, [nBins].</summary>
    public double[] OfSpecies(string label)
    {
        int index = Species.ToList().IndexOf(label);
        return index >= 0 ? Sum(Parts[index]) : throw new ArgumentException($"there is no {label} in the cell", nameof(label));
    }

    /// <summary>One order of all species, [nBins].</summary>
    /// <param name="order">From 1.</param>
    public double[] OfOrder(int order) => order >= 1 && order <= Parts[0].Length
        ? Sum(Parts.Select(p => p[order - 1]))
        : throw new ArgumentOutOfRangeException(nameof(order));

    /// <summary>The mean of several banks.</summary>
    internal static AbinsBank Mean(string name, IReadOnlyList<AbinsBank> banks) => new(
        name,
        banks[0].Species,
        [.. banks[0].Parts.Select((orders, s) => orders.Select((_, n) => Scale(Sum(banks.Select(b => b.Parts[s][n])), banks.Count)).ToArray())],
        Scale(Sum(banks.Select(b => b.Lines)), banks.Count));

    static double[] Scale(double[] values, int count) => Array.ConvertAll(values, x => x / count);

    static double[] Sum(IEnumerable<double[]> rows)
    {
        double[]? sum = null;
        foreach (double[] row in rows)
        {
            sum ??= new double[row.Length];
            for (int k = 0; k < row.Length; k++)
            {
                sum[k] += row[k];
            }
        }

        return sum ?? [];
    }
}
