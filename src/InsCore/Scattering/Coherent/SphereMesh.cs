using InsCore.Structures;

namespace InsCore.Scattering.Coherent;

/// <summary>Triangles over the sphere of directions, each level dividing those of the last into four, with one of each set equal by symmetry.</summary>
/// <remarks>
/// The first level is an octahedron or a hexagonal bipyramid along the axes of the crystal, whichever more of its operations leave as it is;
/// -1 is always one of them, S(Q, ω) being even in Q. Not thread-safe: levels are made when they are first asked for.
/// </remarks>
internal sealed class SphereMesh
{
    // Directions closer than this, seen from the axes of the mesh, are one; no mesh is so fine.
    const double Same = 1e-5;

    readonly Matrix3d frame;
    readonly Matrix3d[] operations;
    readonly List<Vector3d> points;
    readonly List<int> orbits = [];          // Of each point, its place among the directions.
    readonly List<Vector3d> directions = [];
    readonly Dictionary<(long, long, long), int> known = [];
    readonly Dictionary<(int, int), int> middles = [];
    readonly List<(int A, int B, int C)[]> faces;
    readonly List<SphereLevel> levels = [];

    /// <summary>The mesh of a crystal.</summary>
    /// <param name="rotations">Its point group, Cartesian; operations that are not of the mesh do no harm.</param>
    public SphereMesh(IReadOnlyList<Matrix3d> rotations)
    {
        SpherePolyhedron polyhedron = SpherePolyhedron.Choose(rotations);
        (frame, operations, points) = (polyhedron.Frame, polyhedron.Operations, [.. polyhedron.Corners]);
        faces = [polyhedron.Faces];
        points.ForEach(Place);
        levels.Add(Level(faces[0]));
    }

    /// <summary>Unit vectors that are not equal by symmetry, of all levels made so far; a level takes the first of them.</summary>
    public IReadOnlyList<Vector3d> Directions => directions;

    /// <summary>A level; 0 is the polyhedron.</summary>
    public SphereLevel this[int level]
    {
        get
        {
            while (levels.Count <= level)
            {
                faces.Add([.. faces[^1].SelectMany(Divide)]);
                levels.Add(Level(faces[^1]));
            }

            return levels[level];
        }
    }

    IEnumerable<(int, int, int)> Divide((int A, int B, int C) face)
    {
        int ab = Middle(face.A, face.B), bc = Middle(face.B, face.C), ca = Middle(face.C, face.A);
        return [(face.A, ab, ca), (ab, face.B, bc), (ca, bc, face.C), (ab, bc, ca)];
    }

    int Middle(int a, int b)
    {
        (int, int) edge = (Math.Min(a, b), Math.Max(a, b));
        if (!middles.TryGetValue(edge, out int middle))
        {
            Vector3d sum = points[a] + points[b];
            middles[edge] = middle = points.Count;
            points.Add(1 / sum.Norm * sum);
            Place(points[^1]);
        }

        return middle;
    }

    void Place(Vector3d point)
    {
        if (!known.TryGetValue(Key(point), out int orbit))
        {
            orbit = directions.Count;
            directions.Add(point * frame);
            Array.ForEach(operations, o => known.TryAdd(Key(o * point), orbit));
        }

        orbits.Add(orbit);
    }

    // Triangles whose corners are equal by symmetry have the same spectrum.
    SphereLevel Level((int A, int B, int C)[] triangles)
    {
        Dictionary<(int, int, int), double> shares = [];
        foreach ((int a, int b, int c) in triangles)
        {
            int[] corners = [orbits[a], orbits[b], orbits[c]];
            Array.Sort(corners);
            (int, int, int) key = (corners[0], corners[1], corners[2]);
            shares[key] = shares.GetValueOrDefault(key) + (SolidAngle(points[a], points[b], points[c]) / (4 * Math.PI));
        }

        return new(directions.Count, [.. shares.Select(s => new SphereTriangle(s.Key.Item1, s.Key.Item2, s.Key.Item3, s.Value))]);
    }

    // Van Oosterom and Strackee, IEEE Trans. Biomed. Eng. 30 (1983) 125.
    static double SolidAngle(Vector3d a, Vector3d b, Vector3d c) => 2 * Math.Atan2(
        Math.Abs(Vector3d.Dot(a, Vector3d.Cross(b, c))), 1 + Vector3d.Dot(a, b) + Vector3d.Dot(b, c) + Vector3d.Dot(c, a));

    // Shifted, so that special places do not lie where rounding changes.
    static (long, long, long) Key(Vector3d v) => (Cell(v.X), Cell(v.Y), Cell(v.Z));

    static long Cell(double x) => (long)Math.Floor((x / Same) + 0.3141592653589793);
}

/// <summary>One level of a <see cref="SphereMesh"/>.</summary>
/// <param name="Directions">How many of the first directions of the mesh it takes.</param>
/// <param name="Triangles">Its triangles; shares add up to 1.</param>
internal sealed record SphereLevel(int Directions, SphereTriangle[] Triangles);

/// <summary>A triangle, or several that are equal by symmetry.</summary>
/// <param name="A">Index of the direction of a corner.</param>
/// <param name="B">Of another.</param>
/// <param name="C">Of the third.</param>
/// <param name="Share">Solid angle over 4π.</param>
internal readonly record struct SphereTriangle(int A, int B, int C, double Share);
