namespace InsCore.Scattering.Compatibility;

/// <summary>What Euphonic's programs count modes with, named as their option --weighting has it.</summary>
public enum EuphonicWeighting
{
    /// <summary>Each mode alike: the density of states (default).</summary>
    Dos,

    /// <summary>The density of states weighted by coherent cross sections.</summary>
    CoherentDos,

    /// <summary>The density of states weighted by incoherent cross sections.</summary>
    IncoherentDos,

    /// <summary>The density of states weighted by the sum of both cross sections.</summary>
    CoherentPlusIncoherentDos,

    /// <summary>The coherent one-phonon structure factor, of maps alone.</summary>
    Coherent,
}
