using InsCore.Structures;

namespace InsCore.Phonons.Tracking;

/// <summary>A bond length, angle, height over a plane or dihedral angle of a molecule, and how it changes with the positions.</summary>
/// <remarks>
/// The gradients are Wilson's s vectors (E. B. Wilson, J. C. Decius, P. C. Cross, Molecular Vibrations, McGraw-Hill 1955, chapter 4); the dihedral angle
/// as in A. Blondel, M. Karplus, J. Comput. Chem. 17, 1132 (1996); the height of an atom over the plane of three others changes with each of
/// these by its barycentric weight.
/// </remarks>
/// <param name="Motion">Its kind.</param>
/// <param name="Label">Elements in words, e.g. C–I.</param>
/// <param name="Atoms">Members of the molecule that it depends on.</param>
/// <param name="Gradient">Its derivative by their positions.</param>
internal sealed record InternalCoordinate(InternalMotion Motion, string Label, int[] Atoms, Vector3d[] Gradient)
{
    // Angles this close to 0 or 180 degrees (as sines) have no plane.
    const double Linear = 0.05;

    public static InternalCoordinate Stretch(string label, int a, int b, Vector3d[] x)
    {
        Vector3d unit = Unit(x[a] - x[b]);
        return new(InternalMotion.Stretch, label, [a, b], [unit, -unit]);
    }

    /// <summary>The angle a–b–c; null if it is straight.</summary>
    public static InternalCoordinate? Bend(string label, int a, int b, int c, Vector3d[] x)
    {
        Vector3d u = x[a] - x[b], v = x[c] - x[b];
        double p = u.Norm, q = v.Norm, cosine = Vector3d.Dot(u, v) / (p * q), sine = Math.Sqrt(Math.Max(0, 1 - (cosine * cosine)));
        if (sine < Linear)
        {
            return null;
        }

        u = (1 / p) * u;
        v = (1 / q) * v;
        Vector3d atA = (1 / (p * sine)) * ((cosine * u) - v), atC = (1 / (q * sine)) * ((cosine * v) - u);
        return new(InternalMotion.Bend, label, [a, b, c], [atA, -(atA + atC), atC]);
    }

    /// <summary>The height of atom a over the plane of b, c, d; null if these lie on a line.</summary>
    public static InternalCoordinate? OutOfPlane(string label, int a, int b, int c, int d, Vector3d[] x)
    {
        Vector3d normal = Vector3d.Cross(x[c] - x[b], x[d] - x[b]);
        double area = normal.Norm;
        if (area < Linear)
        {
            return null;
        }

        Vector3d n = (1 / area) * normal;
        double Weight(int from, int to) => Vector3d.Dot(n, Vector3d.Cross(x[from] - x[a], x[to] - x[a])) / area;
        return new(InternalMotion.OutOfPlane, label, [a, b, c, d], [n, -Weight(c, d) * n, -Weight(d, b) * n, -Weight(b, c) * n]);
    }

    /// <summary>The dihedral angle a–b–c–d; null if three of them lie on a line.</summary>
    public static InternalCoordinate? Torsion(string label, int a, int b, int c, int d, Vector3d[] x)
    {
        Vector3d f = x[a] - x[b], g = x[b] - x[c], h = x[d] - x[c], one = Vector3d.Cross(f, g), two = Vector3d.Cross(h, g);
        double length = g.Norm, square1 = Vector3d.Dot(one, one), square2 = Vector3d.Dot(two, two);
        if (Math.Sqrt(square1) < Linear * f.Norm * length || Math.Sqrt(square2) < Linear * h.Norm * length)
        {
            return null;
        }

        Vector3d atA = (-length / square1) * one, atD = (length / square2) * two;
        Vector3d middle = ((Vector3d.Dot(f, g) / (square1 * length)) * one) - ((Vector3d.Dot(h, g) / (square2 * length)) * two);
        return new(InternalMotion.Torsion, label, [a, b, c, d], [atA, middle - atA, -(middle + atD), atD]);
    }

    static Vector3d Unit(Vector3d v) => (1 / v.Norm) * v;
}
