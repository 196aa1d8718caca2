namespace InsCore.Phonons;

/// <summary>How a phonon file is to be read.</summary>
public sealed record PhononInputOptions
{
    /// <summary>Sum rule and images of force constants; charges, where the file holds some, come from it.</summary>
    public ForceConstantsOptions ForceConstants { get; init; } = new();

    /// <summary>
    /// phonopy: the file with the cells (phonopy.yaml, phonopy_disp.yaml, phonopy_params.yaml); null looks for one of these names beside the file.
    /// </summary>
    public string? Cells { get; init; }

    /// <summary>phonopy: the file with the force constants (force_constants.hdf5, FORCE_CONSTANTS) or forces (FORCE_SETS); null looks beside the file.</summary>
    public string? Forces { get; init; }

    /// <summary>phonopy: the file with Born charges (BORN); null looks beside the file where the cells come without charges.</summary>
    public string? Born { get; init; }
}
