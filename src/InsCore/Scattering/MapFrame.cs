using InsCore.Spectra;
using InsCore.Units;

namespace InsCore.Scattering;

/// <summary>The bins of one map, what of them an instrument sees, and how widely it broadens them.</summary>
internal sealed class MapFrame
{
    readonly EnergyAxis axis, wide;
    readonly ResolutionModel? resolution;
    readonly double halfWidth;
    readonly bool isMasked;

    /// <summary>Lays out a map.</summary>
    /// <param name="qAxis">Bins in |Q|.</param>
    /// <param name="options">Energies, orders, accuracy.</param>
    /// <param name="bank">Gives the width of lines; of direct geometry also the largest energy and the mask. Null for neither.</param>
    /// <param name="resolution">The model of the widths, or null.</param>
    public MapFrame(QAxis qAxis, ScatteringOptions options, DetectorBank? bank, ResolutionModel? resolution)
        : this(Checked(qAxis), null, options, bank, resolution) => halfWidth = 0.5 * qAxis.Width;

    /// <summary>Lays out a map along a path.</summary>
    /// <param name="distances">[nQ], positions along it, Å⁻¹.</param>
    /// <param name="lengths">[nQ], |Q| there, Å⁻¹.</param>
    /// <param name="options">Energies, orders, accuracy.</param>
    /// <param name="resolution">The model of the widths, or null.</param>
    public MapFrame(double[] distances, double[] lengths, ScatteringOptions options, ResolutionModel? resolution)
        : this(distances, lengths, options, null, resolution)
    {
    }

    MapFrame(double[] q, double[]? lengths, ScatteringOptions options, DetectorBank? bank, ResolutionModel? resolution)
    {
        (Q, Bank, this.resolution) = (q, bank, resolution);
        isMasked = bank is { Kinematics.Geometry: InstrumentGeometry.Direct };
        double end = isMasked ? Math.Min(options.MaximumEnergy, bank!.Kinematics.HighestEnergy) : options.MaximumEnergy;
        axis = new(options.MinimumEnergy, end, options.BinWidth);
        wide = axis.Widened(5 * Sigma(axis.Centre(axis.First)), 5 * Sigma(axis.Centre(axis.Last)), double.NegativeInfinity);
        double least = (lengths ?? q).Min(), most = (lengths ?? q).Max();
        Grid = new(
            axis.Width * Constants.WavenumberInEv, wide.First, wide.Last, least * least, most * most, options.Orders, options.Accuracy);
    }

    /// <summary>The detectors, or null.</summary>
    public DetectorBank? Bank { get; }

    /// <summary>Centres of the bins in |Q|, or positions along a path, Å⁻¹.</summary>
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
                column[k] = Bank!.Allows(wide.Centre(wide.First + k)) ? column[k] : 0;
            }
        }

        double[][] broad = Broaden(columns);
        Spectrum2D map = new(label, Q, axis.Centres(), [.. broad.SelectMany(row => row)]);
        return isMasked ? map.Masked((q, energy) => Bank!.Measures(q - halfWidth, q + halfWidth, energy)) : map;
    }

    /// <summary>A column on the bins of the grid with resolution.</summary>
    public double[] Broaden(double[] column) => resolution is null ? column : Broaden([column])[0];

    double[][] Broaden(double[][] columns) => Broadening.Apply(
        columns, wide.First - axis.First, axis.Count, bin => Sigma(axis.Centre(bin + axis.First)) / axis.Width);

    static double[] Checked(QAxis axis)
    {
        axis.Check();
        return axis.Centres();
    }

    // A model that needs no bank asks for none.
    double Sigma(double energy) => resolution is null ? 0 : resolution.Sigma(Bank?.Nearest(energy) ?? energy, Bank!);
}
