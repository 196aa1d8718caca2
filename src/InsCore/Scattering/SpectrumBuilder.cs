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
        int bins,
        ScatteringOptions options)
    {
        int rows = grid.Orders + 1;
        double[][] sharp = new double[species.Count * rows][];
        for (int s = 0; s < species.Count; s++)
        {
            Trajectory(bank, species[s], grid, options).CopyTo(sharp, s * rows);
        }

        double[][] broad = Broadening.Apply(
            sharp, grid.FirstBin, bins, bin => resolution.Sigma(bank.Kinematics.Nearest(bin * options.BinWidth), bank) / options.BinWidth);
        double[][][] parts = [.. Enumerable.Range(0, species.Count).Select(s => broad[(s * rows)..((s + 1) * rows)])];
        double[] lines = new double[bins];
        for (int s = 0; s < species.Count; s++)
        {
            for (int bin = 0; bin < bins; bin++)
            {
                lines[bin] += sharp[(s * rows) + 1][bin - grid.FirstBin];
            }
        }

        double elastic = species.Sum(s => Scale(s, options) * bank.Angles.Average(angle => s.Elastic(bank.Kinematics.QSquared(0, angle))));
        double[] qSquared = [.. Enumerable.Range(0, bins).Select(bin => bank.Allows(bin * options.BinWidth) ? bank.QSquared(bin * options.BinWidth) : double.NaN)];
        return new(bank.Name, [.. species.Select(s => s.Section.Label)], parts, lines, qSquared, elastic);
    }

    // [row][bin] of one species along Q(ω), mean over the angles of the bank, barn/sr per cm⁻¹; zero where the bank cannot see.
    static double[][] Trajectory(DetectorBank bank, SpeciesScattering species, ScatteringGrid grid, ScatteringOptions options)
    {
        double scale = Scale(species, options) / options.BinWidth / bank.Angles.Count;
        double[][] columns = [.. Enumerable.Range(0, grid.Orders + 1).Select(_ => new double[grid.LastBin - grid.FirstBin + 1])];
        double[] values = new double[columns.Length];
        for (int bin = grid.FirstBin; bin <= grid.LastBin; bin++)
        {
            double energy = bin * options.BinWidth;
            for (int k = 0; k < bank.Angles.Count && bank.Allows(energy); k++)
            {
                species.Interpolate(bank.Kinematics.QSquared(energy, bank.Angles[k]), bin, values);
                for (int row = 0; row < values.Length; row++)
                {
                    columns[row][bin - grid.FirstBin] += scale * values[row];
                }
            }
        }

        return columns;
    }

    // σ/(4π), barn/sr.
    static double Scale(SpeciesScattering species, ScatteringOptions options) =>
        species.Section.Value(options.Weighting) / (4 * Math.PI);
}
