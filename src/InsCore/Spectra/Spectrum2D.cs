namespace InsCore.Spectra;

/// <summary>Intensity over momentum transfer and energy transfer: S(|Q|, ω) of a powder, or S(Q, ω) along a path.</summary>
/// <param name="Label">What it is, for legends and file headers.</param>
/// <param name="Q">Centres of the bins in |Q|, or distances along a path, [nQ], Å⁻¹ (with 2π), ascending, evenly spaced for a powder.</param>
/// <param name="Energies">Centres of the bins, [nE], cm⁻¹, ascending and evenly spaced; positive is neutron energy loss.</param>
/// <param name="Intensities">[nQ × nE], energy fastest, in the unit of the figure or file that shows them; NaN where nothing is measured.</param>
public sealed record Spectrum2D(string Label, double[] Q, double[] Energies, double[] Intensities)
{
    /// <summary>Intensities at one Q, [nE].</summary>
    public ReadOnlySpan<double> Row(int q) => Intensities.AsSpan(q * Energies.Length, Energies.Length);

    /// <summary>Width of the energy bins, cm⁻¹.</summary>
    public double EnergyStep => (Energies[^1] - Energies[0]) / (Energies.Length - 1);

    /// <summary>The same map without what a mask leaves out.</summary>
    /// <param name="isMeasured">From Q (Å⁻¹) and energy transfer (cm⁻¹) at the centre of a bin.</param>
    public Spectrum2D Masked(Func<double, double, bool> isMeasured)
    {
        double[] masked = [.. Intensities];
        for (int k = 0; k < masked.Length; k++)
        {
            if (!isMeasured(Q[k / Energies.Length], Energies[k % Energies.Length]))
            {
                masked[k] = double.NaN;
            }
        }

        return this with { Intensities = masked };
    }
}
