using System.Numerics;
using InsCore.Structures;

namespace InsCore.Scattering;

/// <summary>A symmetric Cartesian 3 × 3 tensor; a span of them may be reinterpreted as a flat span of six doubles each.</summary>
/// <param name="Xx">Element xx.</param>
/// <param name="Yy">Element yy.</param>
/// <param name="Zz">Element zz.</param>
/// <param name="Yz">Element yz.</param>
/// <param name="Xz">Element xz.</param>
/// <param name="Xy">Element xy.</param>
public readonly record struct SymmetricTensor(double Xx, double Yy, double Zz, double Yz, double Xz, double Xy)
{
    /// <summary>Sum of the diagonal.</summary>
    public double Trace => Xx + Yy + Zz;

    /// <summary>A multiple of the unit tensor.</summary>
    public static SymmetricTensor Isotropic(double value) => new(value, value, value, 0, 0, 0);

    /// <summary>The symmetric part of a matrix.</summary>
    public static SymmetricTensor FromMatrix(Matrix3d m) => new(
        m[0, 0], m[1, 1], m[2, 2], 0.5 * (m[1, 2] + m[2, 1]), 0.5 * (m[0, 2] + m[2, 0]), 0.5 * (m[0, 1] + m[1, 0]));

    /// <summary>Re(e eᴴ) of a complex vector.</summary>
    internal static SymmetricTensor RealDyad(ReadOnlySpan<Complex> e) => new(
        Product(e[0], e[0]), Product(e[1], e[1]), Product(e[2], e[2]), Product(e[1], e[2]), Product(e[0], e[2]), Product(e[0], e[1]));

    static double Product(Complex a, Complex b) => (a.Real * b.Real) + (a.Imaginary * b.Imaginary);

    /// <summary>The tensor as a matrix.</summary>
    public Matrix3d ToMatrix() => new(Xx, Xy, Xz, Xy, Yy, Yz, Xz, Yz, Zz);

    /// <summary>R T Rᵀ.</summary>
    public SymmetricTensor Rotate(Matrix3d rotation) => FromMatrix(rotation * ToMatrix() * rotation.Transpose);

    /// <summary>nᵀ T n.</summary>
    public double Along(Vector3d n) => Vector3d.Dot(n, ToMatrix() * n);

    /// <summary>A : B = Σ_ij A_ij B_ij.</summary>
    public static double DoubleDot(SymmetricTensor a, SymmetricTensor b) =>
        (a.Xx * b.Xx) + (a.Yy * b.Yy) + (a.Zz * b.Zz) + (2 * ((a.Yz * b.Yz) + (a.Xz * b.Xz) + (a.Xy * b.Xy)));

    /// <summary>Sum.</summary>
    public static SymmetricTensor operator +(SymmetricTensor a, SymmetricTensor b) =>
        new(a.Xx + b.Xx, a.Yy + b.Yy, a.Zz + b.Zz, a.Yz + b.Yz, a.Xz + b.Xz, a.Xy + b.Xy);

    /// <summary>Scaling.</summary>
    public static SymmetricTensor operator *(double s, SymmetricTensor a) =>
        new(s * a.Xx, s * a.Yy, s * a.Zz, s * a.Yz, s * a.Xz, s * a.Xy);

    /// <summary>Eigenvalues, ascending, and the unit eigenvectors in the rows of a matrix.</summary>
    public (Vector3d Values, Matrix3d Axes) Eigen()
    {
        // Cyclic Jacobi rotations: quadratically convergent, and accurate for small eigenvalues of positive tensors.
        Span<double> a = [Xx, Xy, Xz, Xy, Yy, Yz, Xz, Yz, Zz];
        Span<double> v = [1, 0, 0, 0, 1, 0, 0, 0, 1];
        for (int sweep = 0; sweep < 30 && Math.Abs(a[1]) + Math.Abs(a[2]) + Math.Abs(a[5]) > 0; sweep++)
        {
            Rotate(a, v, 0, 1);
            Rotate(a, v, 0, 2);
            Rotate(a, v, 1, 2);
        }

        Span<double> values = [a[0], a[4], a[8]];
        Span<int> order = [0, 1, 2];
        values.Sort(order);
        Vector3d[] axes = new Vector3d[3];
        for (int k = 0; k < 3; k++)
        {
            axes[k] = new(v[order[k]], v[3 + order[k]], v[6 + order[k]]);
        }

        return (new(values[0], values[1], values[2]), new(axes[0], axes[1], axes[2]));
    }

    static void Rotate(Span<double> a, Span<double> v, int p, int q)
    {
        double off = a[(3 * p) + q];
        if (off == 0)
        {
            return;
        }

        double theta = (a[(3 * q) + q] - a[(3 * p) + p]) / (2 * off);
        double t = (theta < 0 ? -1 : 1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
        double c = 1 / Math.Sqrt((t * t) + 1), s = t * c;
        for (int k = 0; k < 3; k++)
        {
            (a[(3 * k) + p], a[(3 * k) + q]) = (c * a[(3 * k) + p] - s * a[(3 * k) + q], s * a[(3 * k) + p] + c * a[(3 * k) + q]);
        }

        for (int k = 0; k < 3; k++)
        {
            (a[(3 * p) + k], a[(3 * q) + k]) = (c * a[(3 * p) + k] - s * a[(3 * q) + k], s * a[(3 * p) + k] + c * a[(3 * q) + k]);
            (v[(3 * k) + p], v[(3 * k) + q]) = (c * v[(3 * k) + p] - s * v[(3 * k) + q], s * v[(3 * k) + p] + c * v[(3 * k) + q]);
        }

        a[(3 * p) + q] = a[(3 * q) + p] = 0;
    }
}
