namespace InsCore.Structures;

/// <summary>The periodicity of a crystal: three lattice vectors in the rows of a matrix, Å.</summary>
public sealed class Lattice
{
    /// <summary>Makes a lattice.</summary>
    /// <param name="vectors">Lattice vectors a, b, c in rows, Å. Right- or left-handed.</param>
    /// <exception cref="ArgumentException">A component is not finite or the volume is zero.</exception>
    public Lattice(Matrix3d vectors)
    {
        double lengths = vectors.Row0.Norm * vectors.Row1.Norm * vectors.Row2.Norm;
        if (!double.IsFinite(lengths))
        {
            throw new ArgumentException("a lattice vector has a component that is not a finite number", nameof(vectors));
        }

        if (!(Math.Abs(vectors.Determinant) > 1e-6 * lengths))
        {
            throw new ArgumentException("the lattice vectors span no volume", nameof(vectors));
        }

        Vectors = vectors;
        Inverse = vectors.Inverse;
    }

    /// <summary>Lattice vectors in rows, Å.</summary>
    public Matrix3d Vectors { get; }

    /// <summary>Inverse of <see cref="Vectors"/>, Å⁻¹: fractional = Cartesian × Inverse.</summary>
    public Matrix3d Inverse { get; }

    /// <summary>Reciprocal lattice vectors a*, b*, c* in rows without the factor 2π, Å⁻¹.</summary>
    public Matrix3d Reciprocal => Inverse.Transpose;

    /// <summary>Volume of the cell, Å³, positive.</summary>
    public double Volume => Math.Abs(Vectors.Determinant);

    /// <summary>Lengths a, b, c, Å.</summary>
    public Vector3d Lengths => new(Vectors.Row0.Norm, Vectors.Row1.Norm, Vectors.Row2.Norm);

    /// <summary>Angles α, β, γ, degrees.</summary>
    public Vector3d Angles => new(
        Angle(Vectors.Row1, Vectors.Row2), Angle(Vectors.Row0, Vectors.Row2), Angle(Vectors.Row0, Vectors.Row1));

    /// <summary>Distances between opposite faces, Å.</summary>
    public Vector3d Heights => new(1 / Reciprocal.Row0.Norm, 1 / Reciprocal.Row1.Norm, 1 / Reciprocal.Row2.Norm);

    /// <summary>Length of the shortest lattice vector, Å; in a skewed cell it may be shorter than a, b and c.</summary>
    public double ShortestTranslation => LatticeReduction.Reduce(Vectors).Reduced.Row0.Norm;

    /// <summary>True if a, b, c form a right-handed system.</summary>
    public bool IsRightHanded => Vectors.Determinant > 0;

    /// <summary>Makes a lattice with a along x and b in the xy plane.</summary>
    /// <param name="lengths">a, b, c, Å.</param>
    /// <param name="angles">α, β, γ, degrees.</param>
    /// <exception cref="ArgumentException">No cell has these lengths and angles.</exception>
    public static Lattice FromParameters(Vector3d lengths, Vector3d angles)
    {
        double cosA = Cosine(angles.X), cosB = Cosine(angles.Y), cosC = Cosine(angles.Z);
        double sinC = Math.Sqrt(1 - (cosC * cosC));
        double y = (cosA - (cosB * cosC)) / sinC;
        double z2 = 1 - (cosB * cosB) - (y * y);
        if (!(lengths.X > 0 && lengths.Y > 0 && lengths.Z > 0 && z2 > 1e-10))
        {
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"no cell has lengths {lengths.X}, {lengths.Y}, {lengths.Z} Å and angles {angles.X}, {angles.Y}, {angles.Z}°"),
                nameof(angles));
        }

        return new Lattice(new Matrix3d(
            lengths.X * new Vector3d(1, 0, 0),
            lengths.Y * new Vector3d(cosC, sinC, 0),
            lengths.Z * new Vector3d(cosB, y, Math.Sqrt(z2))));
    }

    /// <summary>Cartesian coordinates, Å, of fractional ones.</summary>
    public Vector3d ToCartesian(Vector3d fractional) => fractional * Vectors;

    /// <summary>Fractional coordinates of Cartesian ones, Å.</summary>
    public Vector3d ToFractional(Vector3d cartesian) => cartesian * Inverse;

    // Exact for the right angle, so that orthogonal cells have exact zeros.
    static double Cosine(double degrees) => degrees == 90 ? 0 : Math.Cos(degrees * (Math.PI / 180));

    static double Angle(Vector3d u, Vector3d v) =>
        Math.Atan2(Vector3d.Cross(u, v).Norm, Vector3d.Dot(u, v)) * (180 / Math.PI);
}
