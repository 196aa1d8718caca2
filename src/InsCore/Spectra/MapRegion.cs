using System.Globalization;

namespace InsCore.Spectra;

/// <summary>Two maps compared in a rectangle of energy transfers and |Q|, over the bins that both have measured.</summary>
/// <param name="FromEnergy">Lower end, cm⁻¹.</param>
/// <param name="ToEnergy">Upper end, cm⁻¹.</param>
/// <param name="FromQ">Lower end, Å⁻¹.</param>
/// <param name="ToQ">Upper end, Å⁻¹.</param>
/// <param name="Integral">Intensity of the map over the rectangle, per Å.</param>
/// <param name="Reference">The same of the reference.</param>
/// <param name="Deviation">The difference of largest size, map less reference, over the largest value of the reference in the rectangle.</param>
/// <param name="IsDark">True where the reference has no intensity worth a comparison.</param>
public sealed record MapRegion(
    double FromEnergy, double ToEnergy, double FromQ, double ToQ, double Integral, double Reference, double Deviation, bool IsDark)
{
    /// <summary>Integrated intensity over that of the reference; NaN where the reference is dark.</summary>
    public double Ratio => IsDark ? double.NaN : Integral / Reference;

    /// <summary>One line for people; no percentages where there is no intensity.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{FromEnergy,5:f0}-{ToEnergy,-5:f0} cm⁻¹  |Q| {FromQ,5:f2}-{ToQ,-5:f2} Å⁻¹  {(IsDark ? "no intensity" : $"ratio {Ratio,6:f3}  largest deviation {100 * Deviation,6:+0.0;-0.0} % of the largest intensity here")}");
}
