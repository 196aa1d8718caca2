using System.Numerics.Tensors;
using InsCore.Scattering.Coherent;

namespace InsCore.Scattering;

/// <summary>Coherent one-phonon scattering along the trajectory of a bank before resolution, and what it changes by, [bins of a grid] each.</summary>
/// <param name="Values">Barn/sr per cm⁻¹ per cell.</param>
/// <param name="Coarse">From powder averages over triangles of twice the edge, same unit.</param>
/// <param name="Coarser">From triangles of four times the edge, same unit.</param>
/// <param name="Interpolation">A third of the change by twice the step in |Q|, same unit.</param>
internal sealed record CoherentRows(double[] Values, double[] Coarse, double[] Coarser, double[] Interpolation)
{
    /// <summary>By how much the part may be wrong, relative to its maximum: the average over directions, and the interpolation in |Q|.</summary>
    /// <param name="broaden">Puts the resolution on a spectrum.</param>
    public (double Average, double Interpolation) Errors(Func<double[], double[]> broaden)
    {
        double[] broad = broaden(Values);
        double largest = TensorPrimitives.Max<double>(broad);
        double average = SphereSpectrum.Error(broad, broaden(Coarse), broaden(Coarser));
        return largest > 0 ? (average, Math.Abs(TensorPrimitives.MaxMagnitude<double>(broaden(Interpolation))) / largest) : default;
    }
}
