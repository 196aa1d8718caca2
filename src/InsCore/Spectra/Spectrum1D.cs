namespace InsCore.Spectra;

/// <summary>Intensity over an energy axis.</summary>
/// <param name="Label">What it is, for legends, e.g. "1.5 GPa".</param>
/// <param name="Energies">Centres of the bins, [nBins], cm⁻¹, ascending.</param>
/// <param name="Intensities">[nBins], in the unit of the figure or table that shows them.</param>
public sealed record Spectrum1D(string Label, double[] Energies, double[] Intensities)
{
    /// <summary>Largest intensity between two energies, cm⁻¹.</summary>
    public double Maximum(double from, double to)
    {
        double largest = 0;
        for (int bin = 0; bin < Energies.Length; bin++)
        {
            if (Energies[bin] >= from && Energies[bin] <= to)
            {
                largest = Math.Max(largest, Intensities[bin]);
            }
        }

        return largest;
    }

    /// <summary>Intensity at an energy, cm⁻¹, on the straight line between neighbouring bins; that of the first or last bin beyond them.</summary>
    public double At(double energy)
    {
        int above = Array.BinarySearch(Energies, energy);
        if (above >= 0)
        {
            return Intensities[above];
        }

        above = ~above;
        if (above == 0 || above == Energies.Length)
        {
            return Intensities[Math.Clamp(above, 0, Energies.Length - 1)];
        }

        double share = (energy - Energies[above - 1]) / (Energies[above] - Energies[above - 1]);
        return ((1 - share) * Intensities[above - 1]) + (share * Intensities[above]);
    }

    /// <summary>Integrated intensity between two energies, cm⁻¹, with straight lines between the bins.</summary>
    public double Integral(double from, double to)
    {
        double sum = 0, last = from, lastIntensity = At(from);
        foreach (double energy in Energies.Where(e => e > from && e < to).Append(to))
        {
            double intensity = At(energy);
            sum += 0.5 * (energy - last) * (intensity + lastIntensity);
            (last, lastIntensity) = (energy, intensity);
        }

        return sum;
    }
}
