using InsCore.Kernels;

namespace InsCore.Scattering;

/// <summary>Averages over the unit sphere with an anisotropic Gaussian weight, the heart of the exact powder average.</summary>
/// <remarks>
/// N = ⟨exp(-Σ λ_j n_j²)⟩ and M_i = ⟨n_i² exp(-Σ λ_j n_j²)⟩ with λ = Q² · (eigenvalues of the displacement tensor); N = ΣM_i.
/// The azimuth is integrated in closed form by Bessel functions, the polar angle by Gauss–Legendre quadrature.
/// </remarks>
/// <param name="Norm">N.</param>
/// <param name="First">M for the first axis.</param>
/// <param name="Second">M for the second axis.</param>
/// <param name="Third">M for the third axis.</param>
public readonly record struct SphereIntegrals(double Norm, double First, double Second, double Third)
{
    /// <summary>Evaluates the averages.</summary>
    /// <param name="lambda">[3], λ ≥ 0 in any order.</param>
    public static SphereIntegrals Evaluate(ReadOnlySpan<double> lambda)
    {
        Span<int> order = [0, 1, 2];
        Span<double> sorted = [lambda[0], lambda[1], lambda[2]];
        sorted.Sort(order);
        Span<double> m = stackalloc double[3];
        double norm = EvaluateSorted(sorted, m);
        Span<double> result = stackalloc double[3];
        for (int i = 0; i < 3; i++)
        {
            result[order[i]] = m[i];
        }

        return new(norm, result[0], result[1], result[2]);
    }

    // With μ along the largest λ, s = 1 - μ², d = s (λ2 - λ1)/2, base = exp(-λ3 μ² - λ1 s):
    // N = ∫ base Î0(d) dμ, M3 = ∫ μ² base Î0, M1 = ∫ (s/2) base (Î0 + Î1), M2 = ∫ (s/2) base (Î0 - Î1), μ from 0 to 1.
    static double EvaluateSorted(ReadOnlySpan<double> lambda, Span<double> m)
    {
        (double[] nodes, double[] weights) = GaussLegendre.Rule(PointCount(lambda[2] - lambda[0]));
        double norm = 0;
        for (int k = 0; k < nodes.Length; k++)
        {
            double mu = 0.5 * (nodes[k] + 1);
            double square = mu * mu, s = 1 - square;
            (double i0, double i1) = ScaledBessel.Evaluate(0.5 * s * (lambda[1] - lambda[0]));
            double weight = 0.5 * weights[k] * Math.Exp(-(lambda[2] * square) - (lambda[0] * s));
            norm += weight * i0;
            m[0] += weight * 0.5 * s * (i0 + i1);
            m[1] += weight * 0.5 * s * (i0 - i1);
            m[2] += weight * square * i0;
        }

        return norm;
    }

    // Points for full double precision as a function of the spread of λ; the last step holds to about 1000.
    static int PointCount(double spread) => spread switch
    {
        <= 1 => 12,
        <= 10 => 20,
        <= 50 => 32,
        <= 200 => 48,
        _ => 128,
    };
}
