using InsCore.Phonons;
using InsCore.Structures;

namespace InsCore.Scattering;

/// <summary>The three lowest modes at one wave vector, from which sound speeds are taken.</summary>
/// <param name="Length">|q|, Å⁻¹; 0 for Γ.</param>
/// <param name="First">Lowest energy, eV.</param>
/// <param name="Second">The next.</param>
/// <param name="Third">The next.</param>
internal readonly record struct LongWave(double Length, double First, double Second, double Third)
{
    /// <summary>Takes them from modes.</summary>
    public static LongWave Of(PhononModes modes, int q)
    {
        Span<double> e = modes.EnergiesAt(q);
        Vector3d point = modes.QPoints[q];
        double length = AcousticModes.IsGamma(point) ? 0 : 2 * Math.PI * (point.WrapToNearest() * modes.Crystal.PeriodicLattice.Reciprocal).Norm;
        return new(length, e[0], e[1], e[2]);
    }
}
