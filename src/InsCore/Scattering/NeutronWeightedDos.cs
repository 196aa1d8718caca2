using InsCore.Phonons;
using InsCore.Structures;

namespace InsCore.Scattering;

/// <summary>Densities of states weighted by what each atom scatters.</summary>
/// <remarks>
/// g(ν) = Σ_i σ_i (⟨m⟩/m_i) g_i(ν), barn cm, ⟨m⟩ the mean mass: the spectrum of one phonon of incoherent scattering but for Q²/ν, temperature and the
/// Debye–Waller factor; Euphonic's convention.
/// </remarks>
public static class NeutronWeightedDos
{
    /// <summary>The weighted density, [nBins], barn cm.</summary>
    /// <param name="density">The density.</param>
    /// <param name="weighting">Which cross section.</param>
    /// <exception cref="InsInputException">An element has no cross section.</exception>
    public static double[] Of(DensityOfStates density, Weighting weighting)
    {
        Crystal crystal = density.Crystal;
        double mean = 0;
        foreach (double mass in crystal.Masses)
        {
            mean += mass / crystal.AtomCount;
        }

        return density.Weighted(
            i => CrossSections.Of(crystal.AtomicNumbers[i], crystal.Masses[i]).Value(weighting) * mean / crystal.Masses[i]);
    }
}
