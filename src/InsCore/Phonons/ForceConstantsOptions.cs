namespace InsCore.Phonons;

/// <summary>How force constants are to be interpolated.</summary>
public sealed record ForceConstantsOptions
{
    /// <summary>Dielectric tensor and Born charges of the unit cell; null leaves the dipole–dipole interaction out.</summary>
    public BornCharges? Charges { get; init; }

    /// <summary>Whether the force constants given hold the dipole–dipole interaction; of no effect without charges.</summary>
    public DipoleTail Dipoles { get; init; }

    /// <summary>How the dipole–dipole interaction is summed.</summary>
    public DipoleSum DipoleSum { get; init; }

    /// <summary>The acoustic sum rule.</summary>
    public SumRule SumRule { get; init; }

    /// <summary>What is done where Φ_ia,jb and Φ_jb,ia are not equal.</summary>
    public IndexSymmetry Asymmetry { get; init; }

    /// <summary>
    /// Å. Images of an atom that are farther than the nearest by no more than this share its force constant. The default absorbs the
    /// rounding of structure files; a larger one suits structures that obey their symmetry badly.
    /// </summary>
    public double ImageTolerance { get; init; } = 1e-3;
}
