using InsCore.Structures;

namespace InsCore.Scattering.Coherent;

/// <summary>A polyhedron of triangles about the origin, along the axes of a crystal.</summary>
/// <param name="Frame">Its axes, rows, Cartesian unit vectors.</param>
/// <param name="Corners">Unit vectors, seen from the frame.</param>
/// <param name="Faces">Indices of the corners of each triangle.</param>
/// <param name="Operations">The operations of the crystal, and -1, that take it to itself, seen from the frame.</param>
internal sealed record SpherePolyhedron(Matrix3d Frame, Vector3d[] Corners, (int A, int B, int C)[] Faces, Matrix3d[] Operations)
{
    // A cell that is symmetric to within some 1e-5 is turned into one that is.
    const double Tolerance = 1e-3;

    /// <summary>The one that most operations leave as it is.</summary>
    /// <param name="rotations">The point group, Cartesian.</param>
    public static SpherePolyhedron Choose(IReadOnlyList<Matrix3d> rotations)
    {
        Matrix3d[] proper = [.. rotations.Select(r => r.Determinant < 0 ? -1 * r : r)];
        Vector3d[] axes = [.. proper.Where(r => r.Trace < 3 - Tolerance).Select(Axis), new(0, 0, 1)];
        IEnumerable<Matrix3d> frames = axes.SelectMany(z => axes
            .Where(x => Math.Abs(Vector3d.Dot(x, z)) < Tolerance).Append(Across(z)).Select(x => Upright(x, z)));
        return frames.SelectMany(f => new[] { Bipyramid(f, 4, proper), Bipyramid(f, 6, proper) })
            .Aggregate((best, next) => next.Operations.Length > best.Operations.Length ? next : best);
    }

    // An octahedron is the bipyramid over a square.
    static SpherePolyhedron Bipyramid(Matrix3d frame, int sides, Matrix3d[] proper)
    {
        Vector3d[] corners = [new(0, 0, 1), new(0, 0, -1), .. Enumerable.Range(0, sides).Select(k => new Vector3d(Math.Cos(2 * Math.PI * k / sides), Math.Sin(2 * Math.PI * k / sides), 0))];
        (int, int, int)[] faces = [.. Enumerable.Range(0, sides).SelectMany(k => new[] { (0, 2 + k, 2 + ((k + 1) % sides)), (1, 2 + k, 2 + ((k + 1) % sides)) })];
        List<Matrix3d> operations = [];
        foreach (Matrix3d rotation in proper)
        {
            Matrix3d seen = frame * rotation * frame.Transpose;
            int[] images = Array.ConvertAll(corners, c => Array.FindIndex(corners, d => ((seen * c) - d).Norm < Tolerance));
            if (!images.Contains(-1))
            {
                // Exactly, from where the corners on the axes go; a proper rotation takes y where z × x goes.
                Vector3d x = corners[images[2]], z = corners[images[0]];
                Matrix3d exact = new Matrix3d(x, Vector3d.Cross(z, x), z).Transpose;
                operations.AddRange([exact, -1 * exact]);
            }
        }

        return new(frame, corners, faces, operations.Count > 0 ? [.. operations] : [Matrix3d.Identity, -1 * Matrix3d.Identity]);
    }

    // Of a proper rotation: R + Rᵀ + (1 - tr R) is (3 - tr R) times n nᵀ.
    static Vector3d Axis(Matrix3d rotation)
    {
        Matrix3d square = rotation + rotation.Transpose + ((1 - rotation.Trace) * Matrix3d.Identity);
        Vector3d[] rows = [square.Row0, square.Row1, square.Row2];
        Vector3d longest = rows.MaxBy(r => r.Norm);
        return 1 / longest.Norm * longest;
    }

    static Vector3d Across(Vector3d z)
    {
        Vector3d x = Vector3d.Cross(Math.Abs(z.X) < 0.9 ? new(1, 0, 0) : new(0, 1, 0), z);
        return 1 / x.Norm * x;
    }

    // Rows of a rotation, x made exactly perpendicular to z.
    static Matrix3d Upright(Vector3d x, Vector3d z)
    {
        Vector3d y = Vector3d.Cross(z, x);
        y = 1 / y.Norm * y;
        return new(Vector3d.Cross(y, z), y, z);
    }
}
