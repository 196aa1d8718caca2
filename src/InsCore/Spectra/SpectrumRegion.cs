namespace InsCore.Spectra;

/// <summary>Two spectra compared between two energies.</summary>
/// <param name="From">Lower end, cm⁻¹.</param>
/// <param name="To">Upper end, cm⁻¹.</param>
/// <param name="Integral">Integrated intensity of the spectrum.</param>
/// <param name="Reference">Integrated intensity of the reference.</param>
/// <param name="Deviation">The difference of largest size, spectrum less reference, over the largest value of the reference in the region.</param>
/// <param name="DeviationEnergy">Where that is, cm⁻¹.</param>
public sealed record SpectrumRegion(double From, double To, double Integral, double Reference, double Deviation, double DeviationEnergy)
{
    /// <summary>
    /// A region that holds less than this share of the whole spectrum is dark: tails of the resolution and rounding are all there is in it, and
    /// ratios mean nothing.
    /// </summary>
    public const double LeastShare = 1e-4;

    /// <summary>True where the region holds less than <see cref="LeastShare"/> of the whole reference.</summary>
    public bool IsDark { get; init; }

    /// <summary>Integrated intensity over that of the reference; NaN where the region is dark.</summary>
    public double Ratio => !IsDark && Reference > 0 ? Integral / Reference : double.NaN;

    /// <summary>Ends of the regions that spectra are compared in unless others are chosen, cm⁻¹: lattice modes, bends, stretches and what lies between.</summary>
    public static IReadOnlyList<double> UsualEnds => [30, 200, 800, 1600, 2600, 3400, 4000];

    /// <summary>Compares two spectra, on energies of their own, region by region.</summary>
    /// <param name="spectrum">The spectrum.</param>
    /// <param name="reference">What it is compared with, in the same unit.</param>
    /// <param name="ends">[nRegions + 1], cm⁻¹, ascending; regions that either spectrum does not cover are left out.</param>
    public static IReadOnlyList<SpectrumRegion> Compare(Spectrum1D spectrum, Spectrum1D reference, IReadOnlyList<double>? ends = null)
    {
        ends ??= UsualEnds;
        double last = Math.Min(spectrum.Energies[^1], reference.Energies[^1]), first = Math.Max(spectrum.Energies[0], reference.Energies[0]);
        List<SpectrumRegion> regions = [];
        for (int k = 0; k + 1 < ends.Count; k++)
        {
            if (ends[k] >= first && ends[k + 1] <= last)
            {
                regions.Add(Compare(spectrum, reference, ends[k], ends[k + 1]));
            }
        }

        return regions;
    }

    static SpectrumRegion Compare(Spectrum1D spectrum, Spectrum1D reference, double from, double to)
    {
        double largest = 0, deviation = 0, place = from, integral = reference.Integral(from, to);
        for (int k = 0; k < reference.Energies.Length; k++)
        {
            double energy = reference.Energies[k];
            if (energy >= from && energy <= to)
            {
                double difference = spectrum.At(energy) - reference.Intensities[k];
                largest = Math.Max(largest, reference.Intensities[k]);
                (deviation, place) = Math.Abs(difference) > Math.Abs(deviation) ? (difference, energy) : (deviation, place);
            }
        }

        bool isDark = !(integral > LeastShare * reference.Integral(reference.Energies[0], reference.Energies[^1]));
        return new(from, to, spectrum.Integral(from, to), integral, largest > 0 ? deviation / largest : 0, place) { IsDark = isDark };
    }
}
