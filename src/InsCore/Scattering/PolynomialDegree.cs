namespace InsCore.Scattering;

/// <summary>Degrees at which the scattering of an atom is resolved, over directions and over Q².</summary>
internal static class PolynomialDegree
{
    // At Q² = 280 Å⁻² a mean square displacement of 1.8 Å², several times that of a melting crystal.
    const double LargestExponent = 500;

    /// <summary>The degree n at which S is known to a given accuracy.</summary>
    /// <param name="exponent">x = Q² times the largest eigenvalue of A: the exponent -Q² n·(A - γ)·n varies over a disc of this radius.</param>
    /// <param name="accuracy">Error wanted, relative to the maximum of S.</param>
    /// <remarks>
    /// The Chebyshev coefficients of exp(-z(1 + u)) on [-1, 1] are e^{-z} I_n(z). With z = 3x/4 this gives the errors measured for a
    /// hydrogen atom at 10 to 200 K and x = 1 to 14, of the direction rule of n points as well as of the interpolation by degree n in Q²,
    /// within a factor of three from 1e-4 to 1e-13. Every calculation verifies what was chosen.
    /// </remarks>
    /// <exception cref="InsInputException">The exponent is beyond what any solid can have.</exception>
    public static int Needed(double exponent, double accuracy)
    {
        if (!(exponent <= LargestExponent))
        {
            throw new InsInputException(
                "phonon modes",
                null,
                FormattableString.Invariant($"an atom moves so far that Q²⟨u²⟩ is {exponent:g3}"),
                "relax the structure, lower the temperature, or choose a higher lowest energy of modes");
        }

        double z = 0.75 * exponent;
        int n = 3;
        while (3 * ScaledBessel(n, z) > accuracy)
        {
            n++;
        }

        return n;
    }

    // e^{-z} I_n(z) by the power series, whose terms are positive.
    static double ScaledBessel(int n, double z)
    {
        double logarithm = -z;
        for (int k = 1; k <= n; k++)
        {
            logarithm += Math.Log(0.5 * z / k);
        }

        double term = Math.Exp(Math.Max(logarithm, -700)), sum = term;
        for (int k = 1; term > 1e-3 * sum; k++)
        {
            term *= 0.25 * z * z / ((double)k * (n + k));
            sum += term;
        }

        return sum;
    }
}
