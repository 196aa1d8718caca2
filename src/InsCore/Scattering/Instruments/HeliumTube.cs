using InsCore.Kernels;
using InsCore.Units;

namespace InsCore.Scattering.Instruments;

/// <summary>A cylindrical ³He tube across the beam: how far the depths spread at which it absorbs neutrons.</summary>
/// <param name="Diameter">Outer diameter, m.</param>
/// <param name="Pressure">Of the gas, atm.</param>
/// <param name="Wall">Thickness of the wall as a share of the outer radius.</param>
internal sealed record HeliumTube(double Diameter, double Pressure, double Wall)
{
    // Absorption per metre, atmosphere and Å of 1/k: 1.4323 cm⁻¹ at 10 atm and 2200 m/s, which is 3.49416 Å⁻¹ (T. G. Perring, CHOP).
    const double Absorption = 143.23 * 3.49416 / 10;

    const int Angles = 64;

    /// <summary>Variance of the absorption depth, m².</summary>
    /// <param name="finalEnergy">E_f of the neutrons, meV.</param>
    public double DepthVariance(double finalEnergy)
    {
        double radius = 0.5 * Diameter * (1 - Wall);
        double wave = Math.Sqrt(Constants.NeutronWaveVectorSquared * 1e-3 * finalEnergy);
        return radius * radius * RelativeVariance(2 * radius * Absorption * Pressure / wave);
    }

    /// <summary>Variance of the depth of absorption along the beam in units of the radius squared.</summary>
    /// <remarks>
    /// Neutrons enter a disk of radius 1 evenly over its width, y = sin φ, and are absorbed along the chord of length 2c, c = cos φ, with
    /// density exp(-αu/2) at depth u; the depth from the axis is u - c. The moments over u are incomplete gamma functions, those over φ a
    /// Gauss–Legendre sum.
    /// </remarks>
    /// <param name="alpha">α, the diameter in mean free paths of absorption, ≥ 0.</param>
    public static double RelativeVariance(double alpha)
    {
        (double[] nodes, double[] weights) = GaussLegendre.Rule(Angles);
        double total = 0, first = 0, second = 0;
        for (int k = 0; k < Angles; k++)
        {
            double c = Math.Cos(0.5 * Math.PI * nodes[k]);
            double i0 = Moment(0, 0.5 * alpha, 2 * c), i1 = Moment(1, 0.5 * alpha, 2 * c), i2 = Moment(2, 0.5 * alpha, 2 * c);
            double weight = weights[k] * c;
            total += weight * i0;
            first += weight * (i1 - (c * i0));
            second += weight * (i2 - (2 * c * i1) + (c * c * i0));
        }

        double mean = first / total;
        return (second / total) - (mean * mean);
    }

    // ∫₀^b uⁿ exp(-a u) du, n = 0, 1, 2.
    static double Moment(int n, double a, double b)
    {
        double t = a * b, decay = Math.Exp(-t);
        if (t > 2)
        {
            return n switch
            {
                0 => (1 - decay) / a,
                1 => (1 - (decay * (1 + t))) / (a * a),
                _ => (2 - (decay * (2 + (t * (2 + t))))) / (a * a * a),
            };
        }

        // No cancellation: exp(-t) bⁿ⁺¹ Σ tᵏ/((n+1)…(n+1+k)).
        double term = Math.Pow(b, n + 1) / (n + 1), sum = term;
        for (int k = 1; term > 1e-17 * sum; k++)
        {
            term *= t / (n + 1 + k);
            sum += term;
        }

        return decay * sum;
    }
}
