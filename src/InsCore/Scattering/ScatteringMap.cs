using InsCore.Spectra;

namespace InsCore.Scattering;

/// <summary>S(|Q|, ω) of a powder over one range of energies, with its parts.</summary>
/// <remarks>Intensities as in <see cref="InsSpectrum"/>, barn/sr per cm⁻¹ per cell; NaN where the detectors of the bank see nothing.</remarks>
public sealed record ScatteringMap
{
    /// <summary>Everything but the elastic line.</summary>
    public required Spectrum2D Total { get; init; }

    /// <summary>What adds up to the total: the coherent one-phonon part where it was asked for, each order, and all higher orders.</summary>
    public required IReadOnlyList<Spectrum2D> Processes { get; init; }

    /// <summary>What elements, isotopes or atoms scatter by themselves, all orders, without the coherent part.</summary>
    public required IReadOnlyList<Spectrum2D> Species { get; init; }

    /// <summary>Area of the elastic line at each Q, not contained in the map, [nQ], barn/sr per cell.</summary>
    public required double[] Elastic { get; init; }

    /// <summary>The detectors, or null for a map without an instrument.</summary>
    public DetectorBank? Bank { get; init; }
}
