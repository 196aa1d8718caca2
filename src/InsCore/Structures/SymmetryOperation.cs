namespace InsCore.Structures;

/// <summary>A space-group operation in fractional coordinates: x' = W x + w (x a column).</summary>
/// <param name="Rotation">W, integers.</param>
/// <param name="Translation">w, fractional.</param>
public readonly record struct SymmetryOperation(Matrix3d Rotation, Vector3d Translation)
{
    /// <summary>The identity.</summary>
    public static SymmetryOperation Identity => new(Matrix3d.Identity, default);

    /// <summary>The operation that undoes this one; exact, since det W = ±1.</summary>
    public SymmetryOperation Inverse
    {
        get
        {
            Matrix3d inverse = Rotation.Inverse;
            return new(inverse, -(inverse * Translation));
        }
    }

    /// <summary>True if the rotation part is the identity.</summary>
    public bool IsPureTranslation => Rotation == Matrix3d.Identity;

    /// <summary>Reads an operation in the notation of CIF, such as "-x+1/2, y, z" or "x-y, x, z+0.25".</summary>
    /// <exception cref="FormatException">The text is not an operation, or its rotation is not an integer matrix of determinant ±1.</exception>
    public static SymmetryOperation Parse(string text) =>
        OperationNotation.TryParse(text, out SymmetryOperation operation)
            ? operation
            : throw new FormatException($"'{text}' is not a symmetry operation; write it like '-x+1/2, y, z'");

    /// <summary>Image of a point, fractional coordinates.</summary>
    public Vector3d Apply(Vector3d fractional) => (Rotation * fractional) + Translation;

    /// <summary>Image of a wave vector, fractional coordinates of the reciprocal lattice: q' = W⁻ᵀ q.</summary>
    /// <remarks>q'·x' = q·x for any displacement x with x' = W x, so that plane waves turn with the crystal.</remarks>
    public Vector3d ApplyToWaveVector(Vector3d q) => q * Rotation.Inverse;

    /// <summary>The rotation part in Cartesian coordinates, acting on column vectors: Aᵀ W A⁻ᵀ with lattice vectors in the rows of A.</summary>
    public Matrix3d CartesianRotation(Lattice lattice) =>
        lattice.Vectors.Transpose * Rotation * lattice.Inverse.Transpose;

    /// <summary>The operation in the notation of CIF, e.g. "-x+1/2, y, z".</summary>
    public override string ToString() => OperationNotation.Format(this);

    /// <summary>The product: first <paramref name="b"/>, then <paramref name="a"/>.</summary>
    public static SymmetryOperation operator *(SymmetryOperation a, SymmetryOperation b) =>
        new(a.Rotation * b.Rotation, a.Apply(b.Translation));
}
