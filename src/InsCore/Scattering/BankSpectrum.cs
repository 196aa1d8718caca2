namespace InsCore.Scattering;

/// <summary>The spectrum of one detector bank (or the mean of all) with its parts, in the unit of <see cref="InsSpectrum.IntensityUnit"/>.</summary>
public sealed class BankSpectrum
{
    // What a difference of intensities can be without meaning, relative to the largest.
    const double Rounding = 1e-12;

    internal BankSpectrum(
        string name,
        IReadOnlyList<string> species,
        double[][][] parts,
        double[] onePhononLines,
        double[] qSquared,
        double elastic,
        double[] elasticLine,
        double[]? coherent = null)
    {
        (Name, Species, Parts, OnePhononLines) = (name, species, parts, onePhononLines);
        (QSquared, Elastic, ElasticLine) = (qSquared, elastic, elasticLine);
        Coherent = coherent;
        Total = Sum([.. parts.Select(rows => rows[0]), .. coherent is null ? Array.Empty<double[]>() : [coherent]]);
    }

    /// <summary>The name of the bank, or all.</summary>
    public string Name { get; }

    /// <summary>Labels of the species, e.g. H, C, D.</summary>
    public IReadOnlyList<string> Species { get; }

    /// <summary>Everything: all atoms, all orders, without the elastic line, [nBins].</summary>
    public double[] Total { get; }

    /// <summary>Coherent one-phonon scattering of all atoms together, [nBins]; null in the incoherent approximation. Order 1 is then the incoherent one.</summary>
    public double[]? Coherent { get; }

    /// <summary>One-phonon intensity of all atoms before resolution, [nBins].</summary>
    public double[] OnePhononLines { get; }

    /// <summary>Q² at the middle angle and the centre of each bin, [nBins], Å⁻²; NaN where the bank cannot see; empty for the mean of banks.</summary>
    public double[] QSquared { get; }

    /// <summary>Area of the elastic line at zero energy transfer, not contained in the spectra, barn/sr per cell.</summary>
    public double Elastic { get; }

    /// <summary>The elastic line with the resolution of the instrument, not contained in the spectra, [nBins].</summary>
    public double[] ElasticLine { get; }

    /// <summary>Number of orders resolved.</summary>
    public int Orders => Parts[0].Length - 1;

    // [species][row][bin]; row 0 holds all orders, row n order n.
    internal double[][][] Parts { get; }

    /// <summary>All orders of one species, [nBins].</summary>
    public double[] OfSpecies(string label)
    {
        int index = Species.ToList().IndexOf(label);
        return index >= 0 ? Parts[index][0] : throw new ArgumentException($"there is no {label} in the cell", nameof(label));
    }

    /// <summary>One order of all species, [nBins].</summary>
    /// <param name="order">1 to <see cref="Orders"/>.</param>
    public double[] OfOrder(int order) =>
        order >= 1 && order <= Orders ? Sum(Parts.Select(rows => rows[order])) : throw new ArgumentOutOfRangeException(nameof(order));

    /// <summary>All orders above <see cref="Orders"/>, [nBins]; a difference, in which rounding is set to zero.</summary>
    public double[] HigherOrders()
    {
        double[] rest = [.. Total];
        for (int bin = 0; bin < rest.Length && Coherent is not null; bin++)
        {
            rest[bin] -= Coherent[bin];
        }

        for (int order = 1; order <= Orders; order++)
        {
            double[] part = OfOrder(order);
            for (int bin = 0; bin < rest.Length; bin++)
            {
                rest[bin] -= part[bin];
            }
        }

        double noise = Rounding * Total.Max();
        return Array.ConvertAll(rest, x => Math.Abs(x) < noise ? 0 : x);
    }

    /// <summary>The mean of several banks.</summary>
    internal static BankSpectrum Mean(string name, IReadOnlyList<BankSpectrum> banks)
    {
        double[] Average(IEnumerable<double[]> rows) => Array.ConvertAll(Sum(rows), x => x / banks.Count);
        double[][][] parts = [.. banks[0].Parts.Select((rows, s) =>
            rows.Select((_, row) => Average(banks.Select(b => b.Parts[s][row]))).ToArray())];
        return new(
            name, banks[0].Species, parts, Average(banks.Select(b => b.OnePhononLines)), [], banks.Average(b => b.Elastic), Average(banks.Select(b => b.ElasticLine)),
            banks[0].Coherent is null ? null : Average(banks.Select(b => b.Coherent!)));
    }

    static double[] Sum(IEnumerable<double[]> rows)
    {
        double[]? sum = null;
        foreach (double[] row in rows)
        {
            sum ??= new double[row.Length];
            for (int bin = 0; bin < row.Length; bin++)
            {
                sum[bin] += row[bin];
            }
        }

        return sum ?? [];
    }
}
