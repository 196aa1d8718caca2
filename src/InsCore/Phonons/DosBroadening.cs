using MathNet.Numerics;

namespace InsCore.Phonons;

/// <summary>The line shape that a density of states puts in place of each mode, and its width.</summary>
/// <param name="Shape">Gaussian or Lorentzian.</param>
/// <param name="Widths">
/// c0, c1, …: full width at half maximum c0 + c1 ν + c2 ν² …, cm⁻¹, of a mode at ν (its magnitude if it is imaginary); a width that is not positive
/// leaves the mode where it is.
/// </param>
public sealed record DosBroadening(LineShape Shape, IReadOnlyList<double> Widths)
{
    /// <summary>Full width at half maximum of a Gaussian of standard deviation 1, 2 √(2 ln 2).</summary>
    public const double GaussianWidth = 2.3548200450309493;

    // Standard deviations at which a Gaussian is cut off: what lies beyond is 1e-15. Half widths at which a Lorentzian is: 0.1 % beyond,
    // which is put back by scaling.
    const double GaussianReach = 8, LorentzianReach = 300;

    /// <summary>No broadening: a histogram.</summary>
    public static DosBroadening None { get; } = new(LineShape.Gaussian, []);

    /// <summary>A fixed width.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="width">Full width at half maximum, cm⁻¹.</param>
    public static DosBroadening Fixed(LineShape shape, double width) => new(shape, [width]);

    /// <summary>Full width at half maximum of a mode at a wavenumber, cm⁻¹.</summary>
    public double WidthAt(double wavenumber)
    {
        double width = 0;
        for (int k = Widths.Count - 1; k >= 0; k--)
        {
            width = (width * Math.Abs(wavenumber)) + Widths[k];
        }

        return Math.Max(0, width);
    }

    /// <summary>Distance from a mode beyond which its line is cut off, cm⁻¹.</summary>
    public double Reach(double width) => Shape == LineShape.Gaussian ? GaussianReach * width / GaussianWidth : LorentzianReach * width / 2;

    /// <summary>The share of a line below a distance from its centre, 0 to 1.</summary>
    /// <param name="distance">cm⁻¹.</param>
    /// <param name="width">Full width at half maximum, cm⁻¹, positive.</param>
    public double Below(double distance, double width) => Shape == LineShape.Gaussian
        ? 0.5 * SpecialFunctions.Erfc(-distance * GaussianWidth / (Math.Sqrt(2) * width))
        : Math.Clamp(0.5 + (0.5 * Math.Atan(2 * distance / width) / Math.Atan(LorentzianReach)), 0, 1);
}
