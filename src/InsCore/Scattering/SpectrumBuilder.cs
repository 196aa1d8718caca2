namespace InsCore.Scattering;

/// <summary>Takes S(Q, ω) along the trajectory of a bank and puts cross sections and resolution on it.</summary>
internal static class SpectrumBuilder
{
    /// <summary>The spectrum of one bank.</summary>
    public static BankSpectrum Bank(
        DetectorBank bank,
        IReadOnlyList<SpeciesScattering> species,
        ResolutionModel resolution,
        ScatteringGrid grid,
        ScatteringOptions options)
    {
        int bins = (int)Math.Floor(options.MaximumEnergy / options.BinWidth) + 1;
        int rows = grid.Orders + 1;
        double[][] sharp = new double[species.Count * rows][];
        for (int s = 0; s < species.Count; s++)
        {
            Trajectory(bank, species[s], grid, options).CopyTo(sharp, s * rows);
        }

        double[][] broad = Broadening.Apply(
            sharp, grid.FirstBin, bins, bin => resolution.Sigma(bin * options.BinWidth, bank) / options.BinWidth);
        double[][][] parts = [.. Enumerable.Range(0, species.Count).Select(s => broad[(s * rows)..((s + 1) * rows)])];
        double[] lines = new double[bins];
        for (int s = 0; s < species.Count; s++)
        {
            for (int bin = 0; bin < bins; bin++)
            {
                lines[bin] += sharp[(s * rows) + 1][bin - grid.FirstBin];
            }
        }

        double elastic = species.Sum(s => Scale(s, options) * s.Elastic(bank.QSquared(0)));
        double[] qSquared = [.. Enumerable.Range(0, bins).Select(bin => bank.QSquared(bin * options.BinWidth))];
        return new(bank.Name, [.. species.Select(s => s.Section.Label)], parts, lines, qSquared, elastic);
    }

    // [row][bin] of one species along Q(ω), barn/sr per cm⁻¹.
    static double[][] Trajectory(DetectorBank bank, SpeciesScattering species, ScatteringGrid grid, ScatteringOptions options)
    {
        double scale = Scale(species, options) / options.BinWidth;
        double[][] columns = [.. Enumerable.Range(0, grid.Orders + 1).Select(_ => new double[grid.LastBin - grid.FirstBin + 1])];
        double[] values = new double[columns.Length];
        for (int bin = grid.FirstBin; bin <= grid.LastBin; bin++)
        {
            species.Interpolate(bank.QSquared(bin * options.BinWidth), bin, values);
            for (int row = 0; row < values.Length; row++)
            {
                columns[row][bin - grid.FirstBin] = scale * values[row];
            }
        }

        return columns;
    }

    // σ/(4π), barn/sr.
    static double Scale(SpeciesScattering species, ScatteringOptions options) =>
        species.Section.Value(options.Weighting) / (4 * Math.PI);
}
