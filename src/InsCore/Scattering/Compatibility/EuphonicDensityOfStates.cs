using InsCore.Phonons;
using InsCore.Scattering.Coherent;

namespace InsCore.Scattering.Compatibility;

/// <summary>Densities of states with Euphonic's normalisation and neutron weights.</summary>
/// <remarks>
/// g(E) = 1/N Σ_q w_q Σ_s δ(E - E_qs) has the area 3, and the part of atom κ, with |e_κ|², an area of 3/N. The weighted part of atom κ is that times
/// σ_κ ⟨M⟩/M_κ, with ⟨M⟩ the mean mass of the cell: no dependence on Q, no Debye–Waller factor, one phonon. Euphonic calls this incoherent scattering.
/// </remarks>
public static class EuphonicDensityOfStates
{
    const double MillibarnPerBarn = 1000;

    /// <summary>The total density of states in bins.</summary>
    /// <param name="energies">[nQ × nModes], eV.</param>
    /// <param name="weights">[nQ], adding up to 1.</param>
    /// <param name="bins">The bins.</param>
    /// <returns>[nBins], per eV, of area 3.</returns>
    public static double[] Total(ReadOnlySpan<double> energies, ReadOnlySpan<double> weights, EnergyBins bins)
    {
        int modeCount = energies.Length / weights.Length;
        double[] density = new double[bins.Count];
        for (int k = 0; k < energies.Length; k++)
        {
            Put(bins, energies[k], 3 * weights[k / modeCount] / modeCount, density);
        }

        return density;
    }

    /// <summary>The parts of the atoms in bins.</summary>
    /// <param name="modes">Modes on a mesh.</param>
    /// <param name="bins">The bins.</param>
    /// <param name="weighting">The cross section; null for the bare density of states.</param>
    /// <returns>[nAtoms][nBins], per eV; times mbarn with a cross section.</returns>
    public static double[][] Parts(PhononModes modes, EnergyBins bins, Weighting? weighting = null)
    {
        double[][] parts = new double[modes.Crystal.AtomCount][];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = Part(modes, i, Factor(modes, i, weighting), bins);
        }

        return parts;
    }

    /// <summary>The parts of the elements, each mode a Gaussian of its own width.</summary>
    /// <param name="modes">Modes on a mesh.</param>
    /// <param name="widths">[nQ × nModes], standard deviations before scale and floor, eV.</param>
    /// <param name="bins">Bins of equal width.</param>
    /// <param name="options">Weighting, scale and method.</param>
    /// <returns>Atomic number, and [nBins] per eV.</returns>
    public static IReadOnlyList<(int Element, double[] Density)> AdaptiveParts(
        PhononModes modes, ReadOnlySpan<double> widths, EnergyBins bins, EuphonicOptions options)
    {
        const double Least = 1e-5; // 0.01 meV
        double[] sigma = [.. widths];
        for (int k = 0; k < sigma.Length; k++)
        {
            sigma[k] = Math.Max(Least, options.AdaptiveScale * sigma[k]);
        }

        List<(int, double[])> parts = [];
        foreach (int element in modes.Crystal.AtomicNumbers.ToArray().Distinct())
        {
            double[] share = new double[sigma.Length];
            for (int i = 0; i < modes.Crystal.AtomCount; i++)
            {
                double factor = modes.Crystal.AtomicNumbers[i] == element ? Factor(modes, i, options.CrossSection) : 0;
                for (int k = 0; k < share.Length && factor != 0; k++)
                {
                    (int q, int n) = Math.DivRem(k, modes.ModeCount);
                    share[k] += factor * modes.Weights[q] * Eigenvector.AtomShare(modes.EigenvectorsAt(q).Slice(n * modes.ModeCount, modes.ModeCount), i);
                }
            }

            parts.Add((element, options.IsAdaptiveFast
                ? EuphonicBroadening.Interpolated(modes.Energies, sigma, share, bins, options.WidthError, options.WidthFit)
                : Exact(modes.Energies, sigma, share, bins)));
        }

        return parts;
    }

    // σ_κ ⟨M⟩/M_κ or 1, over the number of atoms.
    static double Factor(PhononModes modes, int atom, Weighting? weighting)
    {
        if (!modes.HasEigenvectors)
        {
            throw new InsInputException("phonon modes", null, "come without eigenvectors, by which atoms are told apart", "write the file with eigenvectors");
        }

        double factor = weighting is { } w
            ? MillibarnPerBarn * EuphonicConstants.CrossSection(modes.Crystal.AtomicNumbers[atom]).Value(w) * MeanMass(modes) / modes.Crystal.Masses[atom]
            : 1;
        return factor / modes.Crystal.AtomCount;
    }

    /// <summary>The total density of states as a sum of Gaussians, one for each mode with its own width.</summary>
    /// <param name="energies">[nQ × nModes], eV.</param>
    /// <param name="widths">[nQ × nModes], standard deviations, eV.</param>
    /// <param name="weights">[nQ], adding up to 1.</param>
    /// <param name="bins">Bins of equal width; the Gaussians are taken at their centres.</param>
    /// <param name="fast">True for Euphonic's interpolation among a few kernels, false for each Gaussian as it is.</param>
    /// <param name="fit">Of the fast kernels; see <see cref="EuphonicBroadening.Interpolated"/>.</param>
    /// <returns>[nBins], per eV.</returns>
    public static double[] Adaptive(
        ReadOnlySpan<double> energies,
        ReadOnlySpan<double> widths,
        ReadOnlySpan<double> weights,
        EnergyBins bins,
        bool fast,
        EuphonicWidthFit fit = EuphonicWidthFit.ChebyLog)
    {
        int modeCount = energies.Length / weights.Length;
        double[] share = new double[energies.Length];
        for (int k = 0; k < share.Length; k++)
        {
            share[k] = 3 * weights[k / modeCount] / modeCount;
        }

        return fast ? EuphonicBroadening.Interpolated(energies, widths, share, bins, fit: fit) : Exact(energies, widths, share, bins);
    }

    static double[] Exact(ReadOnlySpan<double> energies, ReadOnlySpan<double> widths, ReadOnlySpan<double> share, EnergyBins bins)
    {
        double[] density = new double[bins.Count];
        for (int k = 0; k < energies.Length; k++)
        {
            double height = share[k] / (widths[k] * Math.Sqrt(2 * Math.PI));
            for (int bin = 0; bin < density.Length; bin++)
            {
                double x = (bins.Centre(bin) - energies[k]) / widths[k];
                density[bin] += height * Math.Exp(-0.5 * x * x);
            }
        }

        return density;
    }

    static double[] Part(PhononModes modes, int atom, double factor, EnergyBins bins)
    {
        double[] part = new double[bins.Count];
        for (int q = 0; q < modes.QPoints.Length; q++)
        {
            for (int n = 0; n < modes.ModeCount; n++)
            {
                double share = Eigenvector.AtomShare(modes.EigenvectorsAt(q).Slice(n * modes.ModeCount, modes.ModeCount), atom);
                Put(bins, modes.EnergiesAt(q)[n], factor * modes.Weights[q] * share, part);
            }
        }

        return part;
    }

    static double MeanMass(PhononModes modes)
    {
        double sum = 0;
        foreach (double mass in modes.Crystal.Masses)
        {
            sum += mass;
        }

        return sum / modes.Crystal.AtomCount;
    }

    // The last edge belongs to the last bin, as in a histogram.
    static void Put(EnergyBins bins, double energy, double amount, double[] density)
    {
        int bin = energy == bins.Edges[^1] ? bins.Count - 1 : bins.IndexOf(energy);
        if (bin >= 0 && bin < bins.Count)
        {
            density[bin] += amount / bins.Width(bin);
        }
    }
}
