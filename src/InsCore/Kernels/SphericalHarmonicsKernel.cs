using InsCore.Structures;

namespace InsCore.Kernels;

/// <summary>
/// Real spherical harmonics up to l = 3 of a unit vector, polar axis y, Σ_m Y_lm² = 2l + 1 (e3nn's "component" normalisation);
/// index l² + l + m.
/// </summary>
internal static partial class SphericalHarmonicsKernel
{
    /// <summary>Highest l.</summary>
    public const int MaxDegree = 3;

    static readonly double Sqrt3 = Math.Sqrt(3);
    static readonly double Sqrt5 = Math.Sqrt(5);
    static readonly double Sqrt15 = Math.Sqrt(15);
    static readonly double Sqrt35By8 = Math.Sqrt(35.0 / 8);
    static readonly double Sqrt105 = Math.Sqrt(105);
    static readonly double Sqrt21By8 = Math.Sqrt(21.0 / 8);
    static readonly double Sqrt7 = Math.Sqrt(7);

    /// <summary>Values.</summary>
    /// <param name="degree">Highest l wanted.</param>
    /// <param name="u">Unit vector.</param>
    /// <param name="values">[(degree + 1)²], out.</param>
    public static void Compute(int degree, Vector3d u, Span<double> values)
    {
        (double x, double y, double z) = u;
        double x2 = x * x, y2 = y * y, z2 = z * z;
        values[0] = 1;
        if (degree >= 1)
        {
            values[1] = Sqrt3 * x;
            values[2] = Sqrt3 * y;
            values[3] = Sqrt3 * z;
        }

        if (degree >= 2)
        {
            values[4] = Sqrt15 * x * z;
            values[5] = Sqrt15 * x * y;
            values[6] = Sqrt5 * (y2 - (0.5 * (x2 + z2)));
            values[7] = Sqrt15 * y * z;
            values[8] = 0.5 * Sqrt15 * (z2 - x2);
        }

        if (degree >= 3)
        {
            values[9] = Sqrt35By8 * x * ((3 * z2) - x2);
            values[10] = Sqrt105 * x * y * z;
            values[11] = Sqrt21By8 * x * ((4 * y2) - x2 - z2);
            values[12] = 0.5 * Sqrt7 * y * ((2 * y2) - (3 * (x2 + z2)));
            values[13] = Sqrt21By8 * z * ((4 * y2) - x2 - z2);
            values[14] = 0.5 * Sqrt105 * y * (z2 - x2);
            values[15] = Sqrt35By8 * z * (z2 - (3 * x2));
        }
    }

    /// <summary>Σ_lm a_lm ∂Y_lm(r/|r|)/∂r of weights a.</summary>
    /// <param name="degree">Highest l.</param>
    /// <param name="u">Unit vector r/|r|.</param>
    /// <param name="length">|r|, Å.</param>
    /// <param name="a">[(degree + 1)²].</param>
    public static Vector3d Reverse(int degree, Vector3d u, double length, ReadOnlySpan<double> a)
    {
        // Y_lm is a homogeneous polynomial of the unit vector; only the part of its gradient across u is a change of direction.
        Vector3d gradient = default;
        if (degree >= 1)
        {
            gradient += Sqrt3 * new Vector3d(a[1], a[2], a[3]);
        }

        if (degree >= 2)
        {
            gradient += QuadraticGradient(u, a.Slice(4, 5));
        }

        if (degree >= 3)
        {
            gradient += CubicGradient(u, a.Slice(9, 7));
        }

        return (1 / length) * (gradient - (Vector3d.Dot(gradient, u) * u));
    }

    static Vector3d QuadraticGradient(Vector3d u, ReadOnlySpan<double> a)
    {
        (double x, double y, double z) = u;
        return new Vector3d(
            (Sqrt15 * ((a[0] * z) + (a[1] * y) - (a[4] * x))) - (Sqrt5 * a[2] * x),
            (Sqrt15 * ((a[1] * x) + (a[3] * z))) + (2 * Sqrt5 * a[2] * y),
            (Sqrt15 * ((a[0] * x) + (a[3] * y) + (a[4] * z))) - (Sqrt5 * a[2] * z));
    }

    static Vector3d CubicGradient(Vector3d u, ReadOnlySpan<double> a)
    {
        (double x, double y, double z) = u;
        double x2 = x * x, y2 = y * y, z2 = z * z;
        double gx = (Sqrt35By8 * ((a[0] * 3 * (z2 - x2)) - (a[6] * 6 * x * z)))
            + (Sqrt105 * ((a[1] * y * z) - (a[5] * x * y)))
            + (Sqrt21By8 * ((a[2] * ((4 * y2) - (3 * x2) - z2)) - (a[4] * 2 * x * z)))
            - (3 * Sqrt7 * a[3] * x * y);
        double gy = (Sqrt105 * ((a[1] * x * z) + (0.5 * a[5] * (z2 - x2))))
            + (Sqrt21By8 * 8 * y * ((a[2] * x) + (a[4] * z)))
            + (1.5 * Sqrt7 * a[3] * ((2 * y2) - x2 - z2));
        double gz = (Sqrt35By8 * ((a[0] * 6 * x * z) + (a[6] * 3 * (z2 - x2))))
            + (Sqrt105 * ((a[1] * x * y) + (a[5] * y * z)))
            + (Sqrt21By8 * ((a[4] * ((4 * y2) - x2 - (3 * z2))) - (a[2] * 2 * x * z)))
            - (3 * Sqrt7 * a[3] * y * z);
        return new Vector3d(gx, gy, gz);
    }
}
