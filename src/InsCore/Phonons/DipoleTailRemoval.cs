using System.Numerics;
using InsCore.Structures;

namespace InsCore.Phonons;

/// <summary>Dipole–dipole interaction as force constants of a supercell, to be taken off total ones before these are interpolated.</summary>
/// <remarks>
/// Total force constants of a supercell are exact at the wave vectors that it holds, where all images of an atom move alike. The
/// interaction is evaluated there, by Ewald's method, and transformed back: Φ_i,s = (1/N) Σ_q C_ij(q) exp(-2πi q·R_s).
/// </remarks>
internal static class DipoleTailRemoval
{
    /// <summary>The force constants of the interaction.</summary>
    /// <param name="supercell">The supercell.</param>
    /// <param name="dipoles">The interaction.</param>
    /// <param name="series">Its sum over R.</param>
    /// <returns>[nAtoms × 3 × nSupercellAtoms × 3], eV/Å².</returns>
    public static double[] ForceConstants(Supercell supercell, DipoleInteraction dipoles, LatticeSeries series)
    {
        int size = 3 * supercell.Unit.AtomCount;
        double[] values = new double[size * 3 * supercell.Crystal.AtomCount];
        Complex[] phases = new Complex[supercell.ImageCount], plain = new Complex[size * size];
        foreach (Vector3d q in supercell.WaveVectors())
        {
            Plain(supercell.Unit, dipoles, series, q, plain);
            SupercellSeries.Phases(supercell, q, phases);
            SupercellSeries.AddTo(supercell, phases, plain, values);
        }

        return values;
    }

    /// <summary>Force constants of the interaction at one wave vector, not mass-weighted.</summary>
    /// <param name="crystal">The unit cell.</param>
    /// <param name="dipoles">The interaction.</param>
    /// <param name="series">Its sum over R.</param>
    /// <param name="q">Fractional.</param>
    /// <param name="plain">[3·nAtoms × 3·nAtoms], eV/Å², out.</param>
    public static void Plain(Crystal crystal, DipoleInteraction dipoles, LatticeSeries series, Vector3d q, Complex[] plain)
    {
        BlockTriangle layout = new(crystal.AtomCount);
        double[] real = new double[layout.Length], imaginary = new double[layout.Length];
        series.Sum([q], new LatticeSeries.Workspace(), real, imaginary);
        dipoles.Add([q], new DipoleInteraction.Workspace(), layout.Length, real, imaginary);
        layout.Unpack(real, imaginary, plain);
        for (int k = 0; k < plain.Length; k++)
        {
            plain[k] *= Math.Sqrt(crystal.Masses[k / layout.Size / 3] * crystal.Masses[k % layout.Size / 3]);
        }
    }
}
