using System.Numerics;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Phonons;

/// <summary>The phonon density of states of a cell, and its shares by atom.</summary>
/// <remarks>
/// g_i(ν) = Σ_q w_q Σ_n |e_i,qn|² δ(ν - ν_qn), averaged over each bin. Summed over atoms and integrated it is 3N if the bins hold all modes.
/// </remarks>
public sealed class DensityOfStates
{
    // Standard deviations at which a Gaussian is cut off: what lies beyond is 1e-15.
    const double GaussianReach = 8;

    DensityOfStates(Crystal crystal, double[] edges, double[] partial)
    {
        Crystal = crystal;
        Edges = edges;
        Partial = partial;
    }

    /// <summary>The cell.</summary>
    public Crystal Crystal { get; }

    /// <summary>Edges of the bins, [nBins + 1], cm⁻¹, ascending; imaginary modes lie at negative values.</summary>
    public double[] Edges { get; }

    /// <summary>Number of bins.</summary>
    public int BinCount => Edges.Length - 1;

    /// <summary>Density by atom, [nAtoms × nBins], 1/cm⁻¹.</summary>
    public double[] Partial { get; }

    /// <summary>Centres of the bins, [nBins], cm⁻¹.</summary>
    public double[] Centres => [.. Enumerable.Range(0, BinCount).Select(b => 0.5 * (Edges[b] + Edges[b + 1]))];

    /// <summary>Density of all atoms, [nBins], 1/cm⁻¹.</summary>
    public double[] Total => Sum(_ => true);

    /// <summary>Density of one element, [nBins], 1/cm⁻¹.</summary>
    public double[] OfElement(int atomicNumber) => Sum(i => Crystal.AtomicNumbers[i] == atomicNumber);

    /// <summary>Computes the density in bins of equal width.</summary>
    /// <param name="modes">The modes and weights.</param>
    /// <param name="binWidth">cm⁻¹.</param>
    /// <param name="broadening">Standard deviation of the Gaussian put in place of each mode, cm⁻¹; 0 for a histogram.</param>
    /// <exception cref="ArgumentOutOfRangeException">A width is not a usable number.</exception>
    public static DensityOfStates Compute(PhononModes modes, double binWidth = 1, double broadening = 0)
    {
        if (!(binWidth > 0 && double.IsFinite(binWidth)))
        {
            throw new ArgumentOutOfRangeException(nameof(binWidth), "the bin width must be a positive number, cm⁻¹");
        }

        if (!(broadening >= 0 && double.IsFinite(broadening)))
        {
            throw new ArgumentOutOfRangeException(nameof(broadening), "the broadening must be zero or a positive number, cm⁻¹");
        }

        double[] wavenumbers = Array.ConvertAll(modes.Energies, e => e * Constants.EvInWavenumbers);
        double low = Math.Min(0, wavenumbers.Min()) - (GaussianReach * broadening);
        double high = Math.Max(0, wavenumbers.Max()) + (GaussianReach * broadening);
        int first = (int)Math.Floor(low / binWidth), last = (int)Math.Floor(high / binWidth) + 1;
        double[] edges = [.. Enumerable.Range(first, last - first + 1).Select(k => k * binWidth)];
        DensityOfStates density = new(modes.Crystal, edges, new double[modes.Crystal.AtomCount * (edges.Length - 1)]);
        for (int q = 0; q < modes.QPoints.Length; q++)
        {
            for (int n = 0; n < modes.ModeCount; n++)
            {
                density.Add(
                    wavenumbers[(q * modes.ModeCount) + n],
                    modes.Weights[q] / binWidth,
                    broadening,
                    modes.EigenvectorsAt(q).Slice(n * modes.ModeCount, modes.ModeCount));
            }
        }

        return density;
    }

    void Add(double wavenumber, double weight, double broadening, ReadOnlySpan<Complex> vector)
    {
        double width = Edges[1] - Edges[0], reach = GaussianReach * broadening;
        int from = Bin(wavenumber - reach), to = Bin(wavenumber + reach);
        double[] shares = new double[to - from + 1];
        for (int b = from; b <= to; b++)
        {
            shares[b - from] = broadening == 0 ? weight : weight * (Below(Edges[b + 1]) - Below(Edges[b]));
        }

        for (int i = 0; i < Crystal.AtomCount; i++)
        {
            double atom = Eigenvector.AtomShare(vector, i);
            for (int b = from; b <= to; b++)
            {
                Partial[(i * BinCount) + b] += atom * shares[b - from];
            }
        }

        int Bin(double at) => Math.Clamp((int)Math.Floor((at - Edges[0]) / width), 0, BinCount - 1);
        double Below(double edge) =>
            0.5 * MathNet.Numerics.SpecialFunctions.Erfc((wavenumber - edge) / (Math.Sqrt(2) * broadening));
    }

    double[] Sum(Func<int, bool> wanted)
    {
        double[] sum = new double[BinCount];
        for (int i = 0; i < Crystal.AtomCount; i++)
        {
            for (int b = 0; wanted(i) && b < BinCount; b++)
            {
                sum[b] += Partial[(i * BinCount) + b];
            }
        }

        return sum;
    }
}
