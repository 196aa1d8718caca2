using System.Numerics;
using InsCore.Structures;

namespace InsCore.Phonons;

/// <summary>The three modes at Γ in which the crystal moves as a whole, known by their eigenvectors and not by their energies.</summary>
/// <param name="Modes">Their three indices, ascending.</param>
/// <param name="SmallestShare">
/// Smallest share of translation in one of them, Σ_c |⟨t_c|e⟩|²; 1 for an exact translation, less where a sum rule is broken.
/// </param>
public sealed record AcousticModes(int[] Modes, double SmallestShare)
{
    // Wave vectors closer than this to a reciprocal lattice vector are Γ; no mesh is so fine.
    const double GammaTolerance = 1e-9;

    /// <summary>Whether a wave vector, fractional, is Γ or a reciprocal lattice vector.</summary>
    public static bool IsGamma(Vector3d q) => q.WrapToNearest().Norm < GammaTolerance;

    /// <summary>Finds the acoustic modes at one wave vector; null unless it is Γ.</summary>
    /// <param name="modes">The modes.</param>
    /// <param name="q">Index of the wave vector.</param>
    public static AcousticModes? Find(PhononModes modes, int q)
    {
        if (!IsGamma(modes.QPoints[q]))
        {
            return null;
        }

        double[] shares = new double[modes.ModeCount];
        for (int n = 0; n < shares.Length; n++)
        {
            shares[n] = TranslationShare(modes.Crystal.Masses, modes.EigenvectorsAt(q).Slice(n * modes.ModeCount, modes.ModeCount));
        }

        int[] indices = [.. Enumerable.Range(0, shares.Length).OrderByDescending(n => shares[n]).Take(3).Order()];
        return new AcousticModes(indices, indices.Min(n => shares[n]));
    }

    // t_c has components √(m_i / M) along c.
    static double TranslationShare(ReadOnlySpan<double> masses, ReadOnlySpan<Complex> vector)
    {
        double total = 0, share = 0;
        foreach (double mass in masses)
        {
            total += mass;
        }

        for (int c = 0; c < 3; c++)
        {
            Complex overlap = 0;
            for (int i = 0; i < masses.Length; i++)
            {
                overlap += Math.Sqrt(masses[i] / total) * vector[(3 * i) + c];
            }

            share += Eigenvector.Square(overlap);
        }

        return share;
    }
}
