namespace InsCore.Scattering;

/// <summary>Which cross section multiplies the self part of each atom.</summary>
public enum Weighting
{
    /// <summary>σ_coh + σ_inc: the incoherent approximation for everything that is scattered (default).</summary>
    Total,

    /// <summary>σ_inc only.</summary>
    Incoherent,

    /// <summary>σ_coh only, in the incoherent approximation.</summary>
    Coherent,
}
