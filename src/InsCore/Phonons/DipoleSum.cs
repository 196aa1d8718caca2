namespace InsCore.Phonons;

/// <summary>How the dipole–dipole interaction is summed.</summary>
public enum DipoleSum
{
    /// <summary>Completely, over direct and reciprocal lattice vectors (Ewald). The default.</summary>
    Ewald,

    /// <summary>
    /// As phonopy's Gonze method: the sum over about 300 reciprocal lattice vectors alone, screened so that the last is 1e-10. The rest
    /// stays in the short-ranged force constants, cut off with them: in small supercells that shifts modes by 1e-4 of their energy.
    /// </summary>
    Reciprocal,
}
