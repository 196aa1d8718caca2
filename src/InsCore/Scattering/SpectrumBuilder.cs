using System.Numerics.Tensors;

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
        EnergyAxis axis,
        ScatteringOptions options)
    {
        int rows = grid.Orders + 1;
        double[][] sharp = new double[species.Count * rows][];
        for (int s = 0; s < species.Count; s++)
        {
            Trajectory(bank, species[s], grid, options).CopyTo(sharp, s * rows);
        }

        double Sigma(int bin) => resolution.Sigma(bank.Nearest(axis.Centre(bin)), bank) / axis.Width;
        double[][] broad = Broadening.Apply(sharp, grid.FirstBin - axis.First, axis.Count, bin => Sigma(bin + axis.First));
        double[][][] parts = [.. Enumerable.Range(0, species.Count).Select(s => broad[(s * rows)..((s + 1) * rows)])];
        double[] lines = new double[axis.Count];
        for (int s = 0; s < species.Count; s++)
        {
            TensorPrimitives.Add(lines, sharp[(s * rows) + 1].AsSpan(axis.First - grid.FirstBin, axis.Count), lines);
        }

        double elastic = species.Sum(s => Scale(s, options) * bank.Angles.Average(angle => s.Elastic(bank.Kinematics.QSquared(0, angle))));
        double[] elasticLine = Broadening.Apply([[elastic / axis.Width]], -axis.First, axis.Count, _ => Sigma(0))[0];
        double[] qSquared = Array.ConvertAll(axis.Centres(), energy => bank.Allows(energy) ? bank.QSquared(energy) : double.NaN);
        return new(bank.Name, [.. species.Select(s => s.Label)], parts, lines, qSquared, elastic, elasticLine);
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
