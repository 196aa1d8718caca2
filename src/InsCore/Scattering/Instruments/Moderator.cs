using MathNet.Numerics;

namespace InsCore.Scattering.Instruments;

/// <summary>How long a moderator's pulse lasts at an energy: measured widths where there are any, else the law of its kind.</summary>
internal sealed record Moderator
{
    // δ/1.96 is the standard deviation of a χ² pulse of 95 % limit δ.
    const double ChiSquaredLimit = 1.96;

    // Above this energy the slow part of the pulse decays at another rate (CHOP), meV.
    const double SlowRateChange = 130;

    /// <summary>Angle of its face to the perpendicular of the beam, degrees.</summary>
    public double Angle { get; init; }

    /// <summary>Measured full widths at half maximum: wavelength, Å, and time, s, rising in wavelength. Used from the shortest wavelength on.</summary>
    public IReadOnlyList<(double Wavelength, double Width)> Measured { get; init; } = [];

    /// <summary>D₀ and D_G of the modified χ² pulse, m and m/√meV: δ = D₀ + D_G √E; null for another law.</summary>
    public (double Constant, double Root)? ChiSquared { get; init; }

    /// <summary>Height, slope, two edges and two widths, meV, of the hat that multiplies D₀ with one more than itself; empty for none.</summary>
    public IReadOnlyList<double> SoftHat { get; init; } = [];

    /// <summary>Ikeda–Carpenter pulse: S₁, 1/m; S₂, 1/(m Å); slow rates below and above 130 meV, 1/µs; E_mod, meV. Empty for another law.</summary>
    public IReadOnlyList<double> IkedaCarpenter { get; init; } = [];

    /// <summary>Full width, µs, as a polynomial in the wavelength, Å, constant first; empty for another law.</summary>
    public IReadOnlyList<double> Polynomial { get; init; } = [];

    /// <summary>Full width at half maximum, squared, s².</summary>
    /// <param name="energy">Neutron energy, meV.</param>
    public double WidthSquared(double energy)
    {
        double wavelength = NeutronTime.Wavelength(energy);
        if (Measured.Count > 0 && wavelength >= Measured[0].Wavelength)
        {
            double width = Interpolate(wavelength);
            return width * width;
        }

        if (ChiSquared is { } chi)
        {
            double depth = (chi.Constant * Scale(energy)) + (chi.Root * Math.Sqrt(energy));
            double time = depth / ChiSquaredLimit / NeutronTime.RoundedSpeed(energy);
            return time * time * NeutronTime.WidthSquaredOverVariance;
        }

        if (IkedaCarpenter.Count > 0)
        {
            return IkedaCarpenterVariance(energy) * NeutronTime.WidthSquaredOverVariance;
        }

        double microseconds = Polynomial.Reverse().Aggregate(0.0, (sum, c) => (sum * wavelength) + c);
        return microseconds * microseconds * 1e-12;
    }

    /// <summary>Variance of the Ikeda–Carpenter pulse, s²: 3/α² + R(2 - R)/β² with α = v √(S₁² + S₂²λ²), R = exp(-E/E_mod).</summary>
    /// <remarks>S. Ikeda and J. M. Carpenter, Nucl. Instrum. Methods A 239 (1985) 536.</remarks>
    public double IkedaCarpenterVariance(double energy)
    {
        double wavelength = NeutronTime.Wavelength(energy), s1 = IkedaCarpenter[0], s2 = IkedaCarpenter[1] * wavelength;
        double fast = NeutronTime.Speed(energy) * Math.Sqrt((s1 * s1) + (s2 * s2));
        double slow = (energy > SlowRateChange ? IkedaCarpenter[3] : IkedaCarpenter[2]) * 1e6;
        double share = Math.Exp(-energy / IkedaCarpenter[4]);
        return (3 / (fast * fast)) + (share * (2 - share) / (slow * slow));
    }

    double Interpolate(double wavelength)
    {
        int above = 1;
        while (above < Measured.Count && Measured[above].Wavelength < wavelength)
        {
            above++;
        }

        if (above >= Measured.Count)
        {
            return Measured[^1].Width;
        }

        (double x0, double y0) = Measured[above - 1];
        (double x1, double y1) = Measured[above];
        return y0 + ((y1 - y0) * (wavelength - x0) / (x1 - x0));
    }

    // 1 + a hat with edges smoothed by Gaussians whose widths change linearly from edge to edge, and on beyond the upper one as in PyChop.
    double Scale(double energy)
    {
        if (SoftHat.Count == 0)
        {
            return 1;
        }

        double from = SoftHat[2], to = SoftHat[3], place = Math.Max((energy - from) / (to - from), 0);
        double sigma = (SoftHat[4] + (place * (SoftHat[5] - SoftHat[4]))) / NeutronTime.WidthOverSigma;
        double edges = SpecialFunctions.Erf((to - energy) / (Math.Sqrt(2) * sigma)) - SpecialFunctions.Erf((from - energy) / (Math.Sqrt(2) * sigma));
        return 1 + (0.5 * edges * (SoftHat[0] + (SoftHat[1] * (energy - (0.5 * (from + to))))));
    }
}
