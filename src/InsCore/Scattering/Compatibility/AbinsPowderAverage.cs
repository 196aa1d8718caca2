namespace InsCore.Scattering.Compatibility;

/// <summary>How the one-phonon intensity of a mode is averaged over the directions of a powder.</summary>
public enum AbinsPowderAverage
{
    /// <summary>AbINS: Q² tr(B)/3 · exp(-Q² α), α = (tr A + 2 A:B/tr B)/5, at the Q of the mode. Always too small (default).</summary>
    AlmostIsotropic,

    /// <summary>AbINS with its setting "isotropic_fundamentals": Q² tr(B)/3 · exp(-Q² tr(A)/3), at the Q of the bin.</summary>
    Isotropic,

    /// <summary>The exact average at the Q of the mode, as InsCore has it.</summary>
    Exact,
}
