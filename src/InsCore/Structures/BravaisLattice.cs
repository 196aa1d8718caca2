namespace InsCore.Structures;

/// <summary>The lattice type of a crystal with the variants that decide the shape of its Brillouin zone.</summary>
/// <remarks>Names of W. Setyawan and S. Curtarolo, Comput. Mater. Sci. 49, 299 (2010), doi:10.1016/j.commatsci.2010.05.010.</remarks>
public enum BravaisLattice
{
    /// <summary>Primitive cubic.</summary>
    CUB,

    /// <summary>Face-centred cubic.</summary>
    FCC,

    /// <summary>Body-centred cubic.</summary>
    BCC,

    /// <summary>Primitive tetragonal.</summary>
    TET,

    /// <summary>Body-centred tetragonal, c &lt; a.</summary>
    BCT1,

    /// <summary>Body-centred tetragonal, c &gt; a.</summary>
    BCT2,

    /// <summary>Primitive orthorhombic.</summary>
    ORC,

    /// <summary>Face-centred orthorhombic, 1/a² &gt; 1/b² + 1/c².</summary>
    ORCF1,

    /// <summary>Face-centred orthorhombic, 1/a² &lt; 1/b² + 1/c².</summary>
    ORCF2,

    /// <summary>Face-centred orthorhombic, 1/a² = 1/b² + 1/c².</summary>
    ORCF3,

    /// <summary>Body-centred orthorhombic.</summary>
    ORCI,

    /// <summary>Base-centred orthorhombic.</summary>
    ORCC,

    /// <summary>Hexagonal.</summary>
    HEX,

    /// <summary>Rhombohedral, α &lt; 90°.</summary>
    RHL1,

    /// <summary>Rhombohedral, α &gt; 90°.</summary>
    RHL2,

    /// <summary>Primitive monoclinic.</summary>
    MCL,

    /// <summary>Base-centred monoclinic, reciprocal γ &gt; 90°.</summary>
    MCLC1,

    /// <summary>Base-centred monoclinic, reciprocal γ = 90°.</summary>
    MCLC2,

    /// <summary>Base-centred monoclinic, reciprocal γ &lt; 90°, b cos α / c + b² sin² α / a² &lt; 1.</summary>
    MCLC3,

    /// <summary>Base-centred monoclinic, reciprocal γ &lt; 90°, b cos α / c + b² sin² α / a² = 1.</summary>
    MCLC4,

    /// <summary>Base-centred monoclinic, reciprocal γ &lt; 90°, b cos α / c + b² sin² α / a² &gt; 1.</summary>
    MCLC5,

    /// <summary>Triclinic, all reciprocal angles at least 90°.</summary>
    TRIa,

    /// <summary>Triclinic, all reciprocal angles at most 90°.</summary>
    TRIb,
}
