using System.Numerics;
using InsCore.Structures;

namespace InsCore.Phonons.Files;

/// <summary>Converts eigenvectors between the phases of atoms and those of cells.</summary>
/// <remarks>
/// With phases exp(2πi q·(R + r_j - r_i)) in place of exp(2πi q·R), the dynamical matrix is P* D P, P = diag exp(2πi q·r), and its
/// eigenvectors are P* e. The first is phonopy's and Gaussian's, the second that of <see cref="IDynamicalMatrix"/>, CASTEP and Euphonic.
/// </remarks>
internal static class PhaseConvention
{
    /// <summary>From phases of the atoms' positions to those of cells.</summary>
    /// <param name="crystal">The cell.</param>
    /// <param name="q">Fractional.</param>
    /// <param name="eigenvectors">[nModes × nAtoms × 3], in and out.</param>
    public static void FromAtoms(Crystal crystal, Vector3d q, Span<Complex> eigenvectors) => Multiply(crystal, q, eigenvectors);

    /// <summary>From phases of cells to those of the atoms' positions.</summary>
    public static void ToAtoms(Crystal crystal, Vector3d q, Span<Complex> eigenvectors) => Multiply(crystal, -q, eigenvectors);

    static void Multiply(Crystal crystal, Vector3d q, Span<Complex> eigenvectors)
    {
        int size = 3 * crystal.AtomCount;
        for (int i = 0; i < crystal.AtomCount; i++)
        {
            double halfTurns = 2 * Vector3d.Dot(q, crystal.PeriodicLattice.ToFractional(crystal.Positions[i]));
            Complex phase = new(double.CosPi(halfTurns), double.SinPi(halfTurns));
            for (int n = 0; n < eigenvectors.Length; n += size)
            {
                for (int a = 0; a < 3; a++)
                {
                    eigenvectors[n + (3 * i) + a] *= phase;
                }
            }
        }
    }
}
