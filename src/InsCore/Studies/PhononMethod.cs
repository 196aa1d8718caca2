namespace InsCore.Studies;

/// <summary>How dynamical matrices are made.</summary>
public enum PhononMethod
{
    /// <summary>Exact second derivatives at every wave vector, on the primitive cell (default).</summary>
    Exact,

    /// <summary>Exact second derivatives at the wave vectors that a supercell holds, interpolated; the error is measured.</summary>
    Interpolated,

    /// <summary>Finite displacements in a supercell, interpolated: the cross-check, and for comparison with other programs.</summary>
    Displacements,
}
