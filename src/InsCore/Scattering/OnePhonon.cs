using InsCore.Structures;

namespace InsCore.Scattering;

/// <summary>Powder-averaged scattering by one phonon: the exact form, and the almost-isotropic approximation for comparison.</summary>
public static class OnePhonon
{
    /// <summary>Q² ⟨nᵀ B n exp(-Q² nᵀ A n)⟩ over the sphere, exact.</summary>
    /// <param name="displacement">A, Å².</param>
    /// <param name="amplitude">B of the mode, (n + 1) B0 for energy loss, n B0 for gain, Å².</param>
    /// <param name="qSquared">Q², Å⁻².</param>
    /// <returns>The intensity, dimensionless.</returns>
    /// <remarks>In the eigenframe of A only the diagonal of B survives: Q² Σ_i B'_ii M_i (<see cref="SphereIntegrals"/>).</remarks>
    public static double Exact(SymmetricTensor displacement, SymmetricTensor amplitude, double qSquared) =>
        qSquared * SymmetricTensor.DoubleDot(Weight(displacement, qSquared), amplitude);

    /// <summary>The tensor ⟨n nᵀ exp(-Q² nᵀ A n)⟩; with it the intensity of any mode is one double contraction.</summary>
    /// <param name="displacement">A, Å².</param>
    /// <param name="qSquared">Q², Å⁻².</param>
    public static SymmetricTensor Weight(SymmetricTensor displacement, double qSquared)
    {
        (Vector3d values, Matrix3d axes) = displacement.Eigen();
        SphereIntegrals m = SphereIntegrals.Evaluate([qSquared * values.X, qSquared * values.Y, qSquared * values.Z]);
        return SymmetricTensor.FromMatrix(
            (m.First * Matrix3d.Outer(axes.Row0, axes.Row0))
            + (m.Second * Matrix3d.Outer(axes.Row1, axes.Row1))
            + (m.Third * Matrix3d.Outer(axes.Row2, axes.Row2)));
    }

    /// <summary>The almost-isotropic form Q² tr(B)/3 · exp(-Q² α), α = (tr A + 2 A:B / tr B)/5, always below the exact value.</summary>
    /// <param name="displacement">A, Å².</param>
    /// <param name="amplitude">B, Å².</param>
    /// <param name="qSquared">Q², Å⁻².</param>
    public static double AlmostIsotropic(SymmetricTensor displacement, SymmetricTensor amplitude, double qSquared)
    {
        double trace = amplitude.Trace;
        if (!(trace > 0))
        {
            return 0;
        }

        double alpha = (displacement.Trace + (2 * SymmetricTensor.DoubleDot(displacement, amplitude) / trace)) / 5;
        return qSquared * trace / 3 * Math.Exp(-qSquared * alpha);
    }

    /// <summary>Second cumulant κ₂ of nᵀAn under the weight of one mode, Å⁴: almost-isotropic/exact ≈ exp(-Q⁴ κ₂/2).</summary>
    /// <param name="displacement">A, Å².</param>
    /// <param name="amplitude">B, Å².</param>
    /// <remarks>m₁ = (T₁ + 2p)/5, m₂ = (T₁² + 2T₂ + 4pT₁ + 8p₂)/35 with T₁ = tr A, T₂ = tr A², p = A:B/tr B, p₂ = A²:B/tr B.</remarks>
    public static double SecondCumulant(SymmetricTensor displacement, SymmetricTensor amplitude)
    {
        Matrix3d a = displacement.ToMatrix();
        SymmetricTensor squared = SymmetricTensor.FromMatrix(a * a);
        double t1 = displacement.Trace, t2 = squared.Trace;
        double p = SymmetricTensor.DoubleDot(displacement, amplitude) / amplitude.Trace;
        double p2 = SymmetricTensor.DoubleDot(squared, amplitude) / amplitude.Trace;
        double m1 = (t1 + (2 * p)) / 5;
        double m2 = ((t1 * t1) + (2 * t2) + (4 * p * t1) + (8 * p2)) / 35;
        return m2 - (m1 * m1);
    }
}
