namespace InsCore.Structures;

/// <summary>Displacement tensors in the convention of CIF.</summary>
/// <remarks>
/// The factor of a reflection hkl is exp(-2π² Σ_ij h_i h_j a*_i a*_j U_ij), a*_i the lengths of the reciprocal vectors without 2π:
/// U_ij = ⟨ξ_i ξ_j⟩/(a*_i a*_j), ξ the fractional displacement (R. W. Grosse-Kunstleve, P. D. Adams, J. Appl. Cryst. 35, 477 (2002),
/// doi:10.1107/S0021889802008580).
/// </remarks>
public static class AnisotropicDisplacement
{
    /// <summary>U of a Cartesian tensor ⟨u uᵀ⟩.</summary>
    /// <param name="lattice">The lattice.</param>
    /// <param name="cartesian">Å².</param>
    /// <returns>Symmetric, Å².</returns>
    public static Matrix3d ToCif(Lattice lattice, Matrix3d cartesian)
    {
        Matrix3d fractional = lattice.Inverse.Transpose * cartesian * lattice.Inverse, reciprocal = lattice.Reciprocal;
        Matrix3d lengths = Matrix3d.Diagonal(1 / reciprocal.Row0.Norm, 1 / reciprocal.Row1.Norm, 1 / reciprocal.Row2.Norm);
        return lengths * fractional * lengths;
    }
}
