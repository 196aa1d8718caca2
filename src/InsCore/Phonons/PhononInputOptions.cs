using InsCore.Structures;

namespace InsCore.Phonons;

/// <summary>How a phonon file is to be read.</summary>
public sealed record PhononInputOptions
{
    /// <summary>The acoustic sum rule for force constants.</summary>
    public SumRule SumRule { get; init; }

    /// <summary>
    /// Whether force constants with Born charges hold the dipole–dipole interaction; null for what the format says: CASTEP and Euphonic keep
    /// them without, phonopy with it.
    /// </summary>
    public DipoleTail? Dipoles { get; init; }

    /// <summary>What is done where force constants depend on the order of differentiation.</summary>
    public IndexSymmetry Asymmetry { get; init; }

    /// <summary>False leaves Born charges out.</summary>
    public bool UseCharges { get; init; } = true;

    /// <summary>
    /// phonopy: the file with the cells (phonopy.yaml, phonopy_params.yaml, phonopy_disp.yaml), or any structure file with the unit cell, which needs
    /// <see cref="SupercellMatrix"/>; null looks for it beside the file.
    /// </summary>
    public string? Cells { get; init; }

    /// <summary>
    /// phonopy, where the cells are a structure file: M, integers, supercell vectors = M × unit-cell vectors (in rows), the transposed matrix of
    /// phonopy's --dim. Without <see cref="Cells"/> POSCAR-unitcell or POSCAR beside the file is taken.
    /// </summary>
    public Matrix3d? SupercellMatrix { get; init; }

    /// <summary>Likewise: primitive vectors = P × unit-cell vectors (in rows), the transposed matrix of phonopy's --primitive-axes; null finds the primitive cell.</summary>
    public Matrix3d? PrimitiveAxes { get; init; }

    /// <summary>phonopy: the file with force constants (force_constants.hdf5, FORCE_CONSTANTS) or forces (FORCE_SETS); null looks beside the file.</summary>
    public string? Forces { get; init; }

    /// <summary>phonopy: the file with Born charges (BORN); null looks beside the file where the cells come without charges.</summary>
    public string? Born { get; init; }

    /// <summary>The settings for the force constants of a file.</summary>
    internal ForceConstantsOptions For(DipoleTail convention, BornCharges? charges) => new()
    {
        SumRule = SumRule, Asymmetry = Asymmetry, Dipoles = Dipoles ?? convention, Charges = UseCharges ? charges : null,
    };
}
