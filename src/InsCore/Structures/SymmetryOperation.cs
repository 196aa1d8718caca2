namespace InsCore.Structures;

/// <summary>A space-group operation in fractional coordinates: x' = W x + w (x a column).</summary>
/// <param name="Rotation">W, integers.</param>
/// <param name="Translation">w, fractional.</param>
public readonly record struct SymmetryOperation(Matrix3d Rotation, Vector3d Translation)
{
    /// <summary>The identity.</summary>
    public static SymmetryOperation Identity => new(Matrix3d.Identity, default);

    /// <summary>Image of a point, fractional coordinates.</summary>
    public Vector3d Apply(Vector3d fractional) => (Rotation * fractional) + Translation;

    /// <summary>The rotation part in Cartesian coordinates, acting on column vectors: Aᵀ W A⁻ᵀ with lattice vectors in the rows of A.</summary>
    public Matrix3d CartesianRotation(Lattice lattice) =>
        lattice.Vectors.Transpose * Rotation * lattice.Inverse.Transpose;
}
