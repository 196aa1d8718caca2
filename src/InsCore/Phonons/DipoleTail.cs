namespace InsCore.Phonons;

/// <summary>Whether force constants hold the long-ranged dipole–dipole interaction of the Born charges, or are without it.</summary>
/// <remarks>Interpolation needs them without; taking one for the other counts the interaction twice or not at all.</remarks>
public enum DipoleTail
{
    /// <summary>Total force constants: all there is, as forces on displaced atoms give it (phonopy, VASP).</summary>
    Included,

    /// <summary>Short-ranged force constants: the interaction was taken off before, and is added again at each wave vector.</summary>
    Removed,
}
