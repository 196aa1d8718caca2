using System.Numerics.Tensors;

namespace InsCore.Scattering;

/// <summary>Takes S(Q, ω) along the trajectory of a bank and puts cross sections and resolution on it.</summary>
internal static class SpectrumBuilder
{
    /// <summary>The spectrum of one bank.</summary>
    /// <param name="bank">The bank.</param>
    /// <param name="species">S of each species.</param>
    /// <param name="resolution">Width of lines.</param>
    /// <param name="grid">Bins on which S is known.</param>
    /// <param name="axis">Bins wanted.</param>
    /// <param name="options">Cross sections.</param>
    /// <param name="coherent">The coherent one-phonon part along the trajectory, on the bins of the grid; null for the incoherent approximation.</param>
    public static BankSpectrum Bank(
        DetectorBank bank,
        IReadOnlyList<SpeciesScattering> species,
        ResolutionModel resolution,
        ScatteringGrid grid,
        EnergyAxis axis,
        ScatteringOptions options,
        double[]? coherent = null)
    {
        int rows = grid.Orders + 1;
        double[][] sharp = new double[(species.Count * rows) + (coherent is null ? 0 : 1)][];
        for (int s = 0; s < species.Count; s++)
        {
            double[][] own = Trajectory(bank, species[s], grid, options);
            if (coherent is not null)
            {
                OnePhononAlone(own, species[s], options);
            }

            own.CopyTo(sharp, s * rows);
        }

        if (coherent is not null)
        {
            sharp[^1] = coherent;
        }

        double Sigma(int bin) => resolution.Sigma(bank.Nearest(axis.Centre(bin)), bank) / axis.Width;
        double[][] broad = Broad(sharp, bank, resolution, grid, axis);
        double[][][] parts = [.. Enumerable.Range(0, species.Count).Select(s => broad[(s * rows)..((s + 1) * rows)])];
        double[] lines = new double[axis.Count];
        for (int s = 0; s < species.Count; s++)
        {
            TensorPrimitives.Add(lines, sharp[(s * rows) + 1].AsSpan(axis.First - grid.FirstBin, axis.Count), lines);
        }

        if (coherent is not null)
        {
            TensorPrimitives.Add(lines, coherent.AsSpan(axis.First - grid.FirstBin, axis.Count), lines);
        }

        double elastic = species.Sum(s => Scale(s, options) * bank.Angles.Average(angle => s.Elastic(bank.Kinematics.QSquared(0, angle))));
        double[] elasticLine = Broadening.Apply([[elastic / axis.Width]], -axis.First, axis.Count, _ => Sigma(0))[0];
        double[] qSquared = Array.ConvertAll(axis.Centres(), energy => bank.Allows(energy) ? bank.QSquared(energy) : double.NaN);
        return new(bank.Name, [.. species.Select(s => s.Label)], parts, lines, qSquared, elastic, elasticLine, coherent is null ? null : broad[^1]);
    }

    /// <summary>A spectrum on the bins of the grid with the resolution of a bank.</summary>
    public static double[] Broad(double[] sharp, DetectorBank bank, ResolutionModel resolution, ScatteringGrid grid, EnergyAxis axis) =>
        Broad([sharp], bank, resolution, grid, axis)[0];

    static double[][] Broad(double[][] sharp, DetectorBank bank, ResolutionModel resolution, ScatteringGrid grid, EnergyAxis axis) => Broadening.Apply(
        sharp, grid.FirstBin - axis.First, axis.Count, bin => resolution.Sigma(bank.Nearest(axis.Centre(bin + axis.First)), bank) / axis.Width);

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

    // Beside the coherent part one phonon scatters with σ_inc; the sum of all orders follows.
    static void OnePhononAlone(double[][] columns, SpeciesScattering species, ScatteringOptions options)
    {
        double several = species.Section.Value(options.Weighting), single = MapParts.Single(species.Section, options.Weighting);
        if (several > 0)
        {
            TensorPrimitives.MultiplyAdd(columns[1], (single / several) - 1, columns[0], columns[0]);
            TensorPrimitives.Multiply(columns[1], single / several, columns[1]);
        }
    }

    // σ/(4π), barn/sr.
    static double Scale(SpeciesScattering species, ScatteringOptions options) =>
        species.Section.Value(options.Weighting) / (4 * Math.PI);
}
