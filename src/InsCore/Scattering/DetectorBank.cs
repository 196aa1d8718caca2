using InsCore.Units;

namespace InsCore.Scattering;

/// <summary>A detector bank of an indirect-geometry spectrometer.</summary>
/// <param name="Name">forward or backward.</param>
/// <param name="FinalEnergy">E_f of the neutrons that the analysers pass, cm⁻¹.</param>
/// <param name="Angle">Scattering angle θ, degrees.</param>
/// <param name="Analyser">Lengths and angles for the resolution by geometry.</param>
public sealed record DetectorBank(string Name, double FinalEnergy, double Angle, AnalyserGeometry Analyser)
{
    /// <summary>k² of a neutron of one wavenumber, Å⁻² (0.0598…).</summary>
    public const double WaveVectorSquared = Constants.NeutronWaveVectorSquared * Constants.WavenumberInEv;

    /// <summary>Q² = k_i² + k_f² - 2 k_i k_f cos θ with E_i = E_f + E, Å⁻².</summary>
    /// <param name="energy">Energy transfer E, cm⁻¹, positive for neutron energy loss; not below -E_f.</param>
    public double QSquared(double energy)
    {
        double initial = FinalEnergy + energy;
        return initial >= 0
            ? WaveVectorSquared * (initial + FinalEnergy - (2 * Math.Sqrt(initial * FinalEnergy) * Math.Cos(Angle * Math.PI / 180)))
            : throw new ArgumentOutOfRangeException(nameof(energy), energy, "a neutron cannot gain more than its final energy");
    }
}
