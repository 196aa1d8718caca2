using InsCore.Kernels;
using InsCore.Structures;

namespace InsCore.Phonons.Tracking;

/// <summary>The rotation that brings one set of points nearest to another.</summary>
/// <remarks>
/// Minimises Σ m |y - U x|² about the centres: the quaternion is the eigenvector of the largest eigenvalue of a 4 × 4 matrix (B. K. P. Horn, J. Opt.
/// Soc. Am. A 4, 629 (1987)), also for planar and linear molecules.
/// </remarks>
internal static class RigidRotation
{
    /// <summary>U with y ≈ U x.</summary>
    /// <param name="from">x, [n], Å.</param>
    /// <param name="to">y, [n], Å.</param>
    /// <param name="masses">[n].</param>
    public static Matrix3d Find(Vector3d[] from, Vector3d[] to, double[] masses)
    {
        Vector3d c0 = Centre(from, masses), c1 = Centre(to, masses);
        Matrix3d s = default;
        for (int k = 0; k < from.Length; k++)
        {
            s += masses[k] * Matrix3d.Outer(from[k] - c0, to[k] - c1);
        }

        double[] n =
        [
            s.Trace, s[1, 2] - s[2, 1], s[2, 0] - s[0, 2], s[0, 1] - s[1, 0],
            s[1, 2] - s[2, 1], s[0, 0] - s[1, 1] - s[2, 2], s[0, 1] + s[1, 0], s[2, 0] + s[0, 2],
            s[2, 0] - s[0, 2], s[0, 1] + s[1, 0], s[1, 1] - s[0, 0] - s[2, 2], s[1, 2] + s[2, 1],
            s[0, 1] - s[1, 0], s[2, 0] + s[0, 2], s[1, 2] + s[2, 1], s[2, 2] - s[0, 0] - s[1, 1],
        ];
        double[] values = new double[4];
        Lapack.Current.SymmetricEigen(4, n, values);
        (double w, double x, double y, double z) = (n[12], n[13], n[14], n[15]);
        return new(
            (w * w) + (x * x) - (y * y) - (z * z), 2 * ((x * y) - (w * z)), 2 * ((x * z) + (w * y)),
            2 * ((x * y) + (w * z)), (w * w) - (x * x) + (y * y) - (z * z), 2 * ((y * z) - (w * x)),
            2 * ((x * z) - (w * y)), 2 * ((y * z) + (w * x)), (w * w) - (x * x) - (y * y) + (z * z));
    }

    static Vector3d Centre(Vector3d[] points, double[] masses)
    {
        Vector3d sum = default;
        for (int k = 0; k < points.Length; k++)
        {
            sum += masses[k] * points[k];
        }

        return (1 / masses.Sum()) * sum;
    }
}
