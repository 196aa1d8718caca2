namespace InsCore.Phonons;

/// <summary>How the acoustic sum rule is imposed: that no force acts on a crystal moved as a whole.</summary>
public enum SumRule
{
    /// <summary>
    /// The smallest change, in the sense of least squares, of the force constants themselves. The default: it is exact, it acts on the
    /// real-space force constants that are exported, and it changes nothing at other wave vectors that the supercell holds.
    /// </summary>
    Projection,

    /// <summary>As Euphonic's and CASTEP's `realspace`: the three acoustic modes of the force constants at Γ are shifted to zero.</summary>
    RealSpace,

    /// <summary>As Euphonic's and CASTEP's `reciprocal`: the shift at Γ, dipole term included, is taken off at every wave vector.</summary>
    Reciprocal,

    /// <summary>Force constants as they are.</summary>
    None,
}
