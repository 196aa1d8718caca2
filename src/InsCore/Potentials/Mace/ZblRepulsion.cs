namespace InsCore.Potentials.Mace;

/// <summary>The screened nuclear repulsion of Ziegler, Biersack and Littmark, cut off at the sum of the covalent radii.</summary>
/// <remarks>V = 14.3996 Z_i Z_j / r · Σ c_k exp(-d_k r/a) · f(r / (cov_i + cov_j)), a = a0·0.529/(Z_i^x + Z_j^x); eV, Å.</remarks>
/// <param name="Coefficients">c_k, [4].</param>
/// <param name="Exponent">x.</param>
/// <param name="Prefactor">a0.</param>
/// <param name="EnvelopePower">p of the envelope f.</param>
/// <param name="CovalentRadii">By atomic number, Å.</param>
internal sealed record ZblRepulsion(
    double[] Coefficients, double Exponent, double Prefactor, double EnvelopePower, double[] CovalentRadii)
{
    const double CoulombConstant = 14.3996;
    const double BohrRadius = 0.529;
    static readonly double[] Decays = [3.2, 0.9423, 0.4028, 0.2016];

    /// <summary>V(r), eV, and dV/dr, eV/Å, of two atoms.</summary>
    public (double Value, double Slope) Evaluate(double r, int z1, int z2)
    {
        (double value, double slope, _) = Evaluate(Jet.Variable(r), z1, z2);
        return (value, slope);
    }

    /// <summary>The same with its second derivative, eV/Å².</summary>
    public Jet Evaluate(Jet r, int z1, int z2)
    {
        double range = CovalentRadii[z1] + CovalentRadii[z2];
        if (r.Value >= range)
        {
            return 0;
        }

        double a = Prefactor * BohrRadius / (Math.Pow(z1, Exponent) + Math.Pow(z2, Exponent));
        Jet phi = 0;
        for (int k = 0; k < Decays.Length; k++)
        {
            phi += Coefficients[k] * (-Decays[k] / a * r).Exp();
        }

        return CoulombConstant * z1 * z2 / r * phi * RadialBasis.Envelope(r, range, EnvelopePower);
    }
}
