using System.Numerics;
using InsCore.Structures;

namespace InsCore.Phonons;

/// <summary>The weight w of a wave in Ewald's sum over K: w² = p exp(-K·ε·K/4Λ²)/(K·ε·K), zero at K = 0 and out of reach.</summary>
/// <param name="Dielectric">ε.</param>
/// <param name="Prefactor">p = (4π/Ω) e²/4πε₀.</param>
/// <param name="Lambda">Λ, 1/Å.</param>
/// <param name="Reach">K·ε·K/4Λ² stays below the square of it.</param>
internal readonly record struct DipoleWeight(Matrix3d Dielectric, double Prefactor, double Lambda, double Reach)
{
    /// <summary>w.</summary>
    /// <param name="k">K, 1/Å.</param>
    /// <param name="square">K·ε·K, out.</param>
    public double Of(Vector3d k, out double square)
    {
        square = Vector3d.Dot(k, Dielectric * k);
        double exponent = square / (4 * Lambda * Lambda);
        return square > 0 && exponent < Reach * Reach ? Math.Sqrt(Prefactor / square * Math.Exp(-exponent)) : 0;
    }

    /// <summary>w of several waves.</summary>
    public Vector<double> Of(Vector<double> x, Vector<double> y, Vector<double> z)
    {
        Vector<double> square = (x * Row(0, x, y, z)) + (y * Row(1, x, y, z)) + (z * Row(2, x, y, z));
        Vector<double> exponent = square / new Vector<double>(4 * Lambda * Lambda);
        Vector<long> counts = Vector.GreaterThan(square, Vector<double>.Zero) & Vector.LessThan(exponent, new Vector<double>(Reach * Reach));
        Vector<double> weight = Vector.SquareRoot(new Vector<double>(Prefactor) / square * Vector.Exp(-exponent));
        return Vector.ConditionalSelect(counts, weight, Vector<double>.Zero);
    }

    Vector<double> Row(int row, Vector<double> x, Vector<double> y, Vector<double> z) =>
        (Dielectric[row, 0] * x) + (Dielectric[row, 1] * y) + (Dielectric[row, 2] * z);
}
