namespace InsCore.Structures;

/// <summary>A 3 × 3 matrix of doubles, row-major.</summary>
/// <param name="Row0">First row.</param>
/// <param name="Row1">Second row.</param>
/// <param name="Row2">Third row.</param>
public readonly record struct Matrix3d(Vector3d Row0, Vector3d Row1, Vector3d Row2)
{
    /// <summary>A matrix from its nine elements in row-major order.</summary>
    public Matrix3d(
        double xx, double xy, double xz, double yx, double yy, double yz, double zx, double zy, double zz)
        : this(new(xx, xy, xz), new(yx, yy, yz), new(zx, zy, zz))
    {
    }

    /// <summary>The unit matrix.</summary>
    public static Matrix3d Identity => new(1, 0, 0, 0, 1, 0, 0, 0, 1);

    /// <summary>Element of a row and a column, each 0, 1 or 2.</summary>
    public double this[int row, int column] => Row(row)[column];

    /// <summary>Determinant; for lattice vectors in rows, the signed volume.</summary>
    public double Determinant => Vector3d.Dot(Row0, Vector3d.Cross(Row1, Row2));

    /// <summary>Sum of the diagonal.</summary>
    public double Trace => Row0.X + Row1.Y + Row2.Z;

    /// <summary>The transposed matrix.</summary>
    public Matrix3d Transpose => new(
        new(Row0.X, Row1.X, Row2.X), new(Row0.Y, Row1.Y, Row2.Y), new(Row0.Z, Row1.Z, Row2.Z));

    /// <summary>The inverse; components are not finite if the determinant is zero.</summary>
    public Matrix3d Inverse
    {
        get
        {
            double s = 1 / Determinant;
            Matrix3d columns = new(
                s * Vector3d.Cross(Row1, Row2), s * Vector3d.Cross(Row2, Row0), s * Vector3d.Cross(Row0, Row1));
            return columns.Transpose;
        }
    }

    /// <summary>Row 0, 1 or 2.</summary>
    public Vector3d Row(int row) => row switch
    {
        0 => Row0,
        1 => Row1,
        2 => Row2,
        _ => throw new ArgumentOutOfRangeException(nameof(row)),
    };

    /// <summary>The three rows.</summary>
    public override string ToString() => $"[{Row0}, {Row1}, {Row2}]"; // a record would print Transpose, and so on for ever

    /// <summary>A diagonal matrix.</summary>
    public static Matrix3d Diagonal(double x, double y, double z) => new(x, 0, 0, 0, y, 0, 0, 0, z);

    /// <summary>The dyad a bᵀ.</summary>
    public static Matrix3d Outer(Vector3d a, Vector3d b) => new(a.X * b, a.Y * b, a.Z * b);

    /// <summary>Matrix product.</summary>
    public static Matrix3d operator *(Matrix3d a, Matrix3d b) => new(a.Row0 * b, a.Row1 * b, a.Row2 * b);

    /// <summary>Matrix times column vector.</summary>
    public static Vector3d operator *(Matrix3d m, Vector3d v) =>
        new(Vector3d.Dot(m.Row0, v), Vector3d.Dot(m.Row1, v), Vector3d.Dot(m.Row2, v));

    /// <summary>Scaling.</summary>
    public static Matrix3d operator *(double s, Matrix3d a) => new(s * a.Row0, s * a.Row1, s * a.Row2);

    /// <summary>Sum.</summary>
    public static Matrix3d operator +(Matrix3d a, Matrix3d b) => new(a.Row0 + b.Row0, a.Row1 + b.Row1, a.Row2 + b.Row2);

    /// <summary>Difference.</summary>
    public static Matrix3d operator -(Matrix3d a, Matrix3d b) => new(a.Row0 - b.Row0, a.Row1 - b.Row1, a.Row2 - b.Row2);
}
