using System.Numerics;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Phonons;

/// <summary>The phonon density of states of a cell, and its shares by atom.</summary>
/// <remarks>
/// g_i(ν) = Σ_q w_q Σ_n |e_i,qn|² δ(ν - ν_qn), averaged over each bin. Summed over atoms and integrated it is 3N.
/// </remarks>
public sealed class DensityOfStates
{
    // Bins that are held, and those of all atoms together (400 MB).
    const double MostBins = 1e6, MostValues = 5e7;

    readonly DosBroadening broadening;
    readonly double binWidth;
    double[] partial = [], shares = [];
    int first, count; // bins [first, first + count) of multiples of the width

    /// <summary>Makes a density without modes, to which they are added.</summary>
    /// <param name="crystal">The cell.</param>
    /// <param name="binWidth">cm⁻¹.</param>
    /// <param name="broadening">Line shape; null for a histogram.</param>
    /// <exception cref="ArgumentOutOfRangeException">A width is not a usable number.</exception>
    public DensityOfStates(Crystal crystal, double binWidth = 1, DosBroadening? broadening = null)
    {
        if (!(binWidth > 0 && double.IsFinite(binWidth)))
        {
            throw new ArgumentOutOfRangeException(nameof(binWidth), "the bin width must be a positive number, cm⁻¹");
        }

        this.broadening = broadening ?? DosBroadening.None;
        if (!this.broadening.Widths.All(double.IsFinite) || this.broadening.Widths is [< 0])
        {
            throw new ArgumentOutOfRangeException(nameof(broadening), "the broadening must be zero or a positive number, cm⁻¹");
        }

        Crystal = crystal;
        this.binWidth = binWidth;
        Include(0, 0);
    }

    /// <summary>The cell.</summary>
    public Crystal Crystal { get; }

    /// <summary>Edges of the bins, [nBins + 1], cm⁻¹, ascending; imaginary modes lie at negative values.</summary>
    public double[] Edges => [.. Enumerable.Range(first, count + 1).Select(k => k * binWidth)];

    /// <summary>Number of bins.</summary>
    public int BinCount => count;

    /// <summary>False where modes without eigenvectors were added: then only the total has a meaning.</summary>
    public bool HasShares { get; private set; } = true;

    /// <summary>Density by atom, [nAtoms × nBins], 1/cm⁻¹.</summary>
    public double[] Partial => partial;

    /// <summary>Centres of the bins, [nBins], cm⁻¹.</summary>
    public double[] Centres => [.. Enumerable.Range(first, count).Select(b => (b + 0.5) * binWidth)];

    /// <summary>Density of all atoms, [nBins], 1/cm⁻¹.</summary>
    public double[] Total => Weighted(_ => 1);

    /// <summary>Density of one element, [nBins], 1/cm⁻¹.</summary>
    public double[] OfElement(int atomicNumber) => Weighted(i => Crystal.AtomicNumbers[i] == atomicNumber ? 1 : 0);

    /// <summary>Computes the density in bins of equal width.</summary>
    /// <param name="modes">The modes and weights.</param>
    /// <param name="binWidth">cm⁻¹.</param>
    /// <param name="broadening">Standard deviation of the Gaussian put in place of each mode, cm⁻¹; 0 for a histogram.</param>
    /// <exception cref="ArgumentOutOfRangeException">A width is not a usable number.</exception>
    public static DensityOfStates Compute(PhononModes modes, double binWidth = 1, double broadening = 0)
    {
        DensityOfStates density = new(
            modes.Crystal, binWidth, DosBroadening.Fixed(LineShape.Gaussian, broadening * DosBroadening.GaussianWidth));
        density.Add(modes);
        return density;
    }

    /// <summary>Adds modes.</summary>
    /// <param name="modes">Modes with weights; without eigenvectors atoms share them alike.</param>
    /// <param name="widths">[nQ × nModes], full widths at half maximum, cm⁻¹, in place of those of the broadening; or empty.</param>
    /// <exception cref="InsInputException">Lines so wide in bins so narrow need more memory than they may.</exception>
    public void Add(PhononModes modes, ReadOnlySpan<double> widths = default)
    {
        int size = modes.ModeCount;
        double low = 0, high = 0;
        HasShares &= modes.HasEigenvectors;
        for (int k = 0; k < modes.Energies.Length; k++)
        {
            double wavenumber = modes.Energies[k] * Constants.EvInWavenumbers;
            double reach = broadening.Reach(widths.IsEmpty ? broadening.WidthAt(wavenumber) : widths[k]);
            (low, high) = (Math.Min(low, wavenumber - reach), Math.Max(high, wavenumber + reach));
        }

        Include(low, high);
        for (int k = 0; k < modes.Energies.Length; k++)
        {
            double wavenumber = modes.Energies[k] * Constants.EvInWavenumbers;
            double width = widths.IsEmpty ? broadening.WidthAt(wavenumber) : widths[k];
            Add(wavenumber, modes.Weights[k / size] / binWidth, width, modes.HasEigenvectors ? modes.EigenvectorsAt(k / size).Slice(k % size * size, size) : default);
        }
    }

    void Add(double wavenumber, double weight, double width, ReadOnlySpan<Complex> vector)
    {
        double reach = broadening.Reach(width);
        int from = Bin(wavenumber - reach), to = Bin(wavenumber + reach);
        shares = shares.Length < to - from + 1 ? new double[2 * (to - from + 1)] : shares;
        double below = width > 0 ? broadening.Below((from * binWidth) - wavenumber, width) : 0;
        for (int b = from; b <= to; b++)
        {
            double next = width > 0 ? broadening.Below(((b + 1) * binWidth) - wavenumber, width) : 1;
            shares[b - from] = weight * (next - below);
            below = next;
        }

        for (int i = 0; i < Crystal.AtomCount; i++)
        {
            double atom = vector.IsEmpty ? 1.0 / Crystal.AtomCount : Eigenvector.AtomShare(vector, i);
            for (int b = from; b <= to; b++)
            {
                partial[(i * count) + b - first] += atom * shares[b - from];
            }
        }
    }

    int Bin(double wavenumber) => (int)Math.Floor(wavenumber / binWidth);

    // Makes room for the bins between two wavenumbers.
    void Include(double low, double high)
    {
        double most = Math.Min(MostBins, MostValues / Crystal.AtomCount);
        if (!((high - low) / binWidth < most))
        {
            throw new InsInputException(
                "density of states",
                null,
                FormattableString.Invariant($"bins of {binWidth:G3} cm⁻¹ over {high - low:G3} cm⁻¹ are more than the {most:F0} that can be held for {Crystal.AtomCount} atoms"),
                "give wider bins or narrower lines");
        }

        int lowest = count == 0 ? Bin(low) : Math.Min(first, Bin(low)), end = Math.Max(first + count, Bin(high) + 1);
        double[] wider = new double[Crystal.AtomCount * (end - lowest)];
        for (int i = 0; i < Crystal.AtomCount && count > 0; i++)
        {
            partial.AsSpan(i * count, count).CopyTo(wider.AsSpan((i * (end - lowest)) + first - lowest));
        }

        (partial, first, count) = (wider, lowest, end - lowest);
    }

    /// <summary>The sum over atoms of their densities times a weight, [nBins].</summary>
    /// <param name="weight">Of an atom by its number from 0.</param>
    public double[] Weighted(Func<int, double> weight)
    {
        double[] sum = new double[BinCount];
        for (int i = 0; i < Crystal.AtomCount; i++)
        {
            double w = weight(i);
            for (int b = 0; w != 0 && b < BinCount; b++)
            {
                sum[b] += w * Partial[(i * BinCount) + b];
            }
        }

        return sum;
    }
}
