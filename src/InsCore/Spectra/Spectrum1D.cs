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
}
