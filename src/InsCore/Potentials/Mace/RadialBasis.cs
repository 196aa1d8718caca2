namespace InsCore.Potentials.Mace;

/// <summary>Bessel functions of a (perhaps transformed) distance and the cutoff envelope.</summary>
/// <param name="CutoffRadius">r_max, Å.</param>
/// <param name="Frequencies">k_n, [nFunctions], 1/Å (n π / r_max unless trained).</param>
/// <param name="Prefactor">√(2 / r_max).</param>
/// <param name="EnvelopePower">p of the envelope.</param>
/// <param name="EnvelopeOnBasis">True: f multiplies the basis; false: it multiplies the networks' outputs.</param>
/// <param name="Transform">Transform of the distance, or null.</param>
internal sealed record RadialBasis(
    double CutoffRadius, double[] Frequencies, double Prefactor, double EnvelopePower, bool EnvelopeOnBasis, AgnesiTransform? Transform)
{
    /// <summary>b_n(r) = prefactor · sin(k_n y)/y with y = r or its transform; and db_n/dr.</summary>
    /// <param name="r">Distance, Å.</param>
    /// <param name="radius">(cov_i + cov_j)/2 of the pair, Å; unused without a transform.</param>
    /// <param name="values">[nFunctions], out.</param>
    /// <param name="slopes">[nFunctions], out, 1/Å.</param>
    public void Evaluate(double r, double radius, Span<double> values, Span<double> slopes)
    {
        Jet y = Argument(Jet.Variable(r), radius);
        for (int n = 0; n < Frequencies.Length; n++)
        {
            (values[n], slopes[n], _) = Function(n, y);
        }
    }

    /// <summary>y: the distance or its transform.</summary>
    /// <param name="r">Distance, Å.</param>
    /// <param name="radius">(cov_i + cov_j)/2 of the pair, Å; unused without a transform.</param>
    public Jet Argument(Jet r, double radius) => Transform is null ? r : Transform.Evaluate((1 / radius) * r);

    /// <summary>b_n of y.</summary>
    public Jet Function(int n, Jet y) => Prefactor * (Frequencies[n] * y).Sin() / y;

    /// <summary>f(u) = 1 - (p+1)(p+2)/2 u^p + p(p+2) u^(p+1) - p(p+1)/2 u^(p+2), 0 beyond u = r/r_max = 1; and df/dr.</summary>
    /// <remarks>Gasteiger, Groß, Günnemann, ICLR 2020, arXiv:2003.03123, eq. 8.</remarks>
    public static (double Value, double Slope) Envelope(double r, double maximum, double p)
    {
        (double value, double slope, _) = Envelope(Jet.Variable(r), maximum, p);
        return (value, slope);
    }

    /// <summary>The same with its second derivative.</summary>
    public static Jet Envelope(Jet r, double maximum, double p)
    {
        Jet u = (1 / maximum) * r;
        return u.Value >= 1 ? 0 : 1 + (u.Power(p) * ((-0.5 * (p + 1) * (p + 2)) + (p * u * ((p + 2) - (0.5 * (p + 1) * u)))));
    }
}

/// <summary>y = 1/(1 + a s^q/(1 + s^(q-p))), s = r/r0: compresses distances shorter than a bond.</summary>
/// <param name="A">a.</param>
/// <param name="P">p.</param>
/// <param name="Q">q.</param>
/// <param name="CovalentRadii">By atomic number, Å.</param>
internal sealed record AgnesiTransform(double A, double P, double Q, double[] CovalentRadii)
{
    /// <summary>y(s).</summary>
    public Jet Evaluate(Jet s) => 1 / (1 + (A * s.Power(Q) / (1 + s.Power(Q - P))));
}
