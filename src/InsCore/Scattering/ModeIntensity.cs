using System.Numerics;
using InsCore.Phonons;
using InsCore.Units;

namespace InsCore.Scattering;

/// <summary>How strongly each mode shows in a spectrum: a ranking, not the spectrum itself.</summary>
/// <remarks>
/// I_n = Σ_κ σ_κ/(4π) · Q²/3 · tr B_κn · exp(-Q² tr A_κ/3), the one-phonon intensity with an isotropic Debye–Waller factor, at the Q of
/// the mode's own energy, mean of all banks that can see it. <see cref="InsCalculator"/> computes the exact spectrum.
/// </remarks>
public static class ModeIntensity
{
    /// <summary>Intensities of the modes at one wave vector, [nModes], barn/sr per cell; 0 for modes without a real energy.</summary>
    /// <param name="modes">Modes on a mesh.</param>
    /// <param name="q">Index of the wave vector.</param>
    /// <param name="instrument">Gives Q at each energy.</param>
    /// <param name="temperature">K.</param>
    public static double[] At(PhononModes modes, int q, Instrument instrument, double temperature)
    {
        double[] displacement = MeanSquareDisplacements(modes, temperature);
        double[] intensities = new double[modes.ModeCount];
        for (int n = 0; n < intensities.Length; n++)
        {
            double energy = modes.EnergiesAt(q)[n];
            DetectorBank[] banks = [.. instrument.Banks.Where(b => b.Allows(energy * Constants.EvInWavenumbers))];
            if (energy > LeastEnergy && banks.Length > 0)
            {
                intensities[n] = banks.Average(b => At(modes, q, n, b.QSquared(energy * Constants.EvInWavenumbers), displacement, temperature));
            }
        }

        return intensities;
    }

    // Translations at Γ, whose energies are rounding, eV.
    const double LeastEnergy = 1e-5;

    static double At(PhononModes modes, int q, int n, double qSquared, double[] displacement, double temperature)
    {
        var crystal = modes.Crystal;
        double energy = modes.EnergiesAt(q)[n], sum = 0;
        ReadOnlySpan<Complex> vector = modes.EigenvectorsAt(q).Slice(n * modes.ModeCount, modes.ModeCount);
        for (int i = 0; i < crystal.AtomCount; i++)
        {
            double b = Constants.HbarSquaredPerMass / (2 * crystal.Masses[i] * energy) * Eigenvector.AtomShare(vector, i);
            double sigma = CrossSections.Of(crystal.AtomicNumbers[i], crystal.Masses[i]).Total;
            sum += sigma / (4 * Math.PI) * qSquared / 3 * b * Math.Exp(-qSquared * displacement[i] / 3);
        }

        return sum * (1 + BoseEinstein.Occupation(energy, temperature));
    }

    // tr A of each atom, Å². Sums over a mesh reduced by symmetry are not symmetrised: equivalent atoms share their mean well enough to rank modes.
    static double[] MeanSquareDisplacements(PhononModes modes, double temperature)
    {
        double[] trace = new double[modes.Crystal.AtomCount];
        for (int q = 0; q < modes.QPoints.Length; q++)
        {
            for (int n = 0; n < modes.ModeCount; n++)
            {
                double energy = modes.EnergiesAt(q)[n];
                if (energy <= LeastEnergy)
                {
                    continue;
                }

                double factor = modes.Weights[q] * Constants.HbarSquaredPerMass / (2 * energy) * BoseEinstein.Coth(energy, temperature);
                ReadOnlySpan<Complex> vector = modes.EigenvectorsAt(q).Slice(n * modes.ModeCount, modes.ModeCount);
                for (int i = 0; i < trace.Length; i++)
                {
                    trace[i] += factor / modes.Crystal.Masses[i] * Eigenvector.AtomShare(vector, i);
                }
            }
        }

        return trace;
    }
}
