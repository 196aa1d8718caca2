namespace InsCore.Scattering.Coherent;

/// <summary>Sets of directions over which a powder average runs.</summary>
public enum SphereSampling
{
    /// <summary>Gauss–Legendre in the cosine times equal steps of the azimuth on half the sphere, |F|² being even in Q (default).</summary>
    Quadrature,

    /// <summary>Golden-ratio spiral with half-step offset (Marques et al., Computer Graphics Forum 32 (2013) 134).</summary>
    Golden,

    /// <summary>A regular grid of the unit square, projected with equal areas.</summary>
    SphereProjectedGrid,

    /// <summary>A regular grid of polar angles, without weights: the poles count too much.</summary>
    SphericalPolarGrid,

    /// <summary>Rings of equal steps in the polar angle, points shared out by their circumferences.</summary>
    SphericalPolarImproved,

    /// <summary>Points at random.</summary>
    RandomSphere,
}
