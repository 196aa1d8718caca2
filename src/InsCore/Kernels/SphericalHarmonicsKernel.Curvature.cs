using InsCore.Structures;

namespace InsCore.Kernels;

internal static partial class SphericalHarmonicsKernel
{
    /// <summary>∂Y_lm(r/|r|)/∂r_a.</summary>
    /// <param name="degree">Highest l.</param>
    /// <param name="u">Unit vector r/|r|.</param>
    /// <param name="length">|r|, Å.</param>
    /// <param name="slopes">[3 × (degree + 1)²], out, 1/Å.</param>
    public static void Slopes(int degree, Vector3d u, double length, Span<double> slopes)
    {
        int count = (degree + 1) * (degree + 1);
        Span<double> unit = stackalloc double[(MaxDegree + 1) * (MaxDegree + 1)];
        for (int k = 0; k < count; k++)
        {
            unit[k] = 1;
            Vector3d slope = Reverse(degree, u, length, unit);
            unit[k] = 0;
            (slopes[k], slopes[count + k], slopes[(2 * count) + k]) = slope;
        }
    }

    /// <summary>Σ_lm a_lm ∂²Y_lm(r/|r|)/∂r_a∂r_b of weights a, 1/Å².</summary>
    /// <remarks>
    /// Y_l = p(r)/|r|^l with a homogeneous polynomial p of degree l, so that at |r| = 1
    /// ∂_a∂_b Y = p_ab - l (p_a r_b + r_a p_b) - l p δ_ab + l (l + 2) p r_a r_b, and l p = r·∇p.
    /// </remarks>
    /// <param name="degree">Highest l.</param>
    /// <param name="u">Unit vector r/|r|.</param>
    /// <param name="length">|r|, Å.</param>
    /// <param name="a">[(degree + 1)²].</param>
    public static Matrix3d Curvature(int degree, Vector3d u, double length, ReadOnlySpan<double> a)
    {
        Matrix3d sum = default;
        if (degree >= 1)
        {
            sum += OnSphere(1, u, Sqrt3 * new Vector3d(a[1], a[2], a[3]), default);
        }

        if (degree >= 2)
        {
            sum += OnSphere(2, u, QuadraticGradient(u, a.Slice(4, 5)), QuadraticCurvature(a.Slice(4, 5)));
        }

        if (degree >= 3)
        {
            sum += OnSphere(3, u, CubicGradient(u, a.Slice(9, 7)), CubicCurvature(u, a.Slice(9, 7)));
        }

        return (1 / (length * length)) * sum;
    }

    static Matrix3d OnSphere(int l, Vector3d u, Vector3d gradient, Matrix3d curvature)
    {
        double lp = Vector3d.Dot(u, gradient);
        Matrix3d mixed = Matrix3d.Outer(gradient, u);
        return curvature - (l * (mixed + mixed.Transpose)) - (lp * Matrix3d.Identity) + ((l + 2) * lp * Matrix3d.Outer(u, u));
    }

    static Matrix3d QuadraticCurvature(ReadOnlySpan<double> a)
    {
        double xx = -(Sqrt15 * a[4]) - (Sqrt5 * a[2]), zz = (Sqrt15 * a[4]) - (Sqrt5 * a[2]);
        double xy = Sqrt15 * a[1], xz = Sqrt15 * a[0], yz = Sqrt15 * a[3];
        return new Matrix3d(xx, xy, xz, xy, 2 * Sqrt5 * a[2], yz, xz, yz, zz);
    }

    static Matrix3d CubicCurvature(Vector3d u, ReadOnlySpan<double> a)
    {
        (double x, double y, double z) = u;
        double xx = -(6 * Sqrt35By8 * ((a[0] * x) + (a[6] * z))) - (Sqrt105 * a[5] * y)
            - (Sqrt21By8 * ((6 * a[2] * x) + (2 * a[4] * z))) - (3 * Sqrt7 * a[3] * y);
        double xy = (Sqrt105 * ((a[1] * z) - (a[5] * x))) + (8 * Sqrt21By8 * a[2] * y) - (3 * Sqrt7 * a[3] * x);
        double xz = (6 * Sqrt35By8 * ((a[0] * z) - (a[6] * x))) + (Sqrt105 * a[1] * y) - (2 * Sqrt21By8 * ((a[2] * z) + (a[4] * x)));
        double yy = (8 * Sqrt21By8 * ((a[2] * x) + (a[4] * z))) + (6 * Sqrt7 * a[3] * y);
        double yz = (Sqrt105 * ((a[1] * x) + (a[5] * z))) + (8 * Sqrt21By8 * a[4] * y) - (3 * Sqrt7 * a[3] * z);
        double zz = (6 * Sqrt35By8 * ((a[0] * x) + (a[6] * z))) + (Sqrt105 * a[5] * y)
            - (Sqrt21By8 * ((6 * a[4] * z) + (2 * a[2] * x))) - (3 * Sqrt7 * a[3] * y);
        return new Matrix3d(xx, xy, xz, xy, yy, yz, xz, yz, zz);
    }
}
