using InsCore.Spectra;
using InsCore.Units;

namespace InsCore.Scattering;

/// <summary>The bins of one map, what of them an instrument sees, and how widely it broadens them.</summary>
internal sealed class MapFrame
{
    readonly QAxis qAxis;
    readonly EnergyAxis axis, wide;
    readonly DetectorBank? bank;
    readonly ResolutionModel? resolution;
    readonly bool isMasked;

    /// <summary>Lays out a map.</summary>
    /// <param name="qAxis">Bins in |Q|.</param>
    /// <param name="options">Energies, orders, accuracy.</param>
    /// <param name="bank">Gives the width of lines; of direct geometry also the largest energy and the mask. Null for neither.</param>
    /// <param name="resolution">The model of the widths, or null.</param>
    public MapFrame(QAxis qAxis, ScatteringOptions options, DetectorBank? bank, ResolutionModel? resolution)
    {
        qAxis.Check();
        (this.qAxis, this.bank, this.resolution) = (qAxis, bank, resolution);
        isMasked = bank is { Kinematics.Geometry: InstrumentGeometry.Direct };
        double end = isMasked ? Math.Min(options.MaximumEnergy, bank!.Kinematics.HighestEnergy) : options.MaximumEnergy;
        axis = new(options.MinimumEnergy, end, options.BinWidth);
        wide = axis.Widened(5 * Sigma(axis.Centre(axis.First)), 5 * Sigma(axis.Centre(axis.Last)), double.NegativeInfinity);
        Q = qAxis.Centres();
        Grid = new(
            axis.Width * Constants.WavenumberInEv, wide.First, wide.Last, Q[0] * Q[0], Q[^1] * Q[^1], options.Orders, options.Accuracy);
    }

    /// <summary>Centres of the bins in |Q|, Å⁻¹.</summary>
    public double[] Q { get; }

    /// <summary>Where S is needed, bins included from which resolution brings intensity in.</summary>
    public ScatteringGrid Grid { get; }

    /// <summary>Edges of the bins of <see cref="Grid"/>, eV.</summary>
    public double[] Edges => [.. Enumerable.Range(wide.First, wide.Count + 1).Select(j => (j - 0.5) * axis.Width * Constants.WavenumberInEv)];

    /// <summary>Zeros, [nQ][bins of the grid].</summary>
    public double[][] NewColumns() => Array.ConvertAll(Q, _ => new double[wide.Count]);

    /// <summary>A map with resolution and mask, from columns on the bins of the grid, which are changed.</summary>
    public Spectrum2D Finish(string label, double[][] columns)
    {
        foreach (double[] column in columns)
        {
            for (int k = 0; isMasked && k < column.Length; k++)
            {
                column[k] = bank!.Allows(wide.Centre(wide.First + k)) ? column[k] : 0;
            }
        }

        double[][] broad = Broadening.Apply(
            columns, wide.First - axis.First, axis.Count, bin => Sigma(axis.Centre(bin + axis.First)) / axis.Width);
        Spectrum2D map = new(label, Q, axis.Centres(), [.. broad.SelectMany(row => row)]);
        double half = 0.5 * qAxis.Width;
        return isMasked ? map.Masked((q, energy) => bank!.Measures(q - half, q + half, energy)) : map;
    }

    double Sigma(double energy) => resolution is null ? 0 : resolution.Sigma(bank!.Nearest(energy), bank);
}
