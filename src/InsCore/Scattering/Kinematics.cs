using InsCore.Units;

namespace InsCore.Scattering;

/// <summary>Energy and momentum of a neutron before and after, one of the two energies being fixed by the instrument.</summary>
/// <param name="Geometry">Which energy is fixed.</param>
/// <param name="FixedEnergy">E_i of direct, E_f of indirect geometry, cm⁻¹.</param>
/// <remarks>
/// Q² = k_i² + k_f² - 2 k_i k_f cos θ, E = E_i - E_f. Direct: Q² = K (2E_i - E - 2 √(E_i (E_i - E)) cos θ); indirect:
/// Q² = K (2E_f + E - 2 √(E_f (E_f + E)) cos θ), with K = <see cref="WaveVectorSquared"/>.
/// </remarks>
public readonly record struct Kinematics(InstrumentGeometry Geometry, double FixedEnergy)
{
    /// <summary>k² of a neutron of one wavenumber, Å⁻² (0.0598…).</summary>
    public const double WaveVectorSquared = Constants.NeutronWaveVectorSquared * Constants.WavenumberInEv;

    /// <summary>Smallest energy transfer possible, cm⁻¹: -E_f of indirect geometry, else minus infinity.</summary>
    public double LowestEnergy => Geometry == InstrumentGeometry.Indirect ? -FixedEnergy : double.NegativeInfinity;

    /// <summary>Largest energy transfer possible, cm⁻¹: E_i of direct geometry, else infinity.</summary>
    public double HighestEnergy => Geometry == InstrumentGeometry.Direct ? FixedEnergy : double.PositiveInfinity;

    /// <summary>E_i, cm⁻¹.</summary>
    /// <param name="energy">Energy transfer E, cm⁻¹, positive for neutron energy loss.</param>
    public double InitialEnergy(double energy) => Geometry == InstrumentGeometry.Direct ? FixedEnergy : FixedEnergy + energy;

    /// <summary>E_f, cm⁻¹.</summary>
    /// <param name="energy">Energy transfer E, cm⁻¹, positive for neutron energy loss.</param>
    public double FinalEnergy(double energy) => Geometry == InstrumentGeometry.Direct ? FixedEnergy - energy : FixedEnergy;

    /// <summary>True if neither neutron energy is negative at this energy transfer, cm⁻¹.</summary>
    public bool Allows(double energy) => energy >= LowestEnergy && energy <= HighestEnergy;

    /// <summary>Q², Å⁻².</summary>
    /// <param name="energy">Energy transfer E, cm⁻¹, positive for neutron energy loss.</param>
    /// <param name="angle">Scattering angle θ, degrees.</param>
    /// <exception cref="ArgumentOutOfRangeException">A neutron energy would be negative.</exception>
    public double QSquared(double energy, double angle)
    {
        double initial = InitialEnergy(energy), final = FinalEnergy(energy);
        if (!(initial >= 0 && final >= 0))
        {
            throw new ArgumentOutOfRangeException(
                nameof(energy), energy, "a neutron cannot gain or lose more than the energy that the instrument fixes");
        }

        // The same as the law of cosines, without its cancellation at small angles.
        double difference = Math.Sqrt(initial) - Math.Sqrt(final), half = Math.Sin(angle * Math.PI / 360);
        return WaveVectorSquared * ((difference * difference) + (4 * Math.Sqrt(initial * final) * half * half));
    }

    /// <summary>Slopes of Q: with the energy transfer at a fixed angle, Å⁻¹ per cm⁻¹, and with the angle, Å⁻¹ per degree.</summary>
    /// <remarks>
    /// 2Q ∂Q/∂θ = 2 k_i k_f sin θ. Of the two energies only the free one changes with E: direct, 2Q ∂Q/∂E = K (√(E_i/E_f) cos θ - 1);
    /// indirect, 2Q ∂Q/∂E = K (1 - √(E_f/E_i) cos θ).
    /// </remarks>
    /// <param name="energy">Energy transfer E, cm⁻¹, at which neither neutron energy is 0.</param>
    /// <param name="angle">Scattering angle θ, degrees, where Q is not 0.</param>
    public (double ByEnergy, double ByAngle) Slopes(double energy, double angle)
    {
        double initial = InitialEnergy(energy), final = FinalEnergy(energy), twice = 2 * Math.Sqrt(QSquared(energy, angle));
        (double sine, double cosine) = Math.SinCos(angle * Math.PI / 180);
        double byEnergy = Geometry == InstrumentGeometry.Direct
            ? (Math.Sqrt(initial / final) * cosine) - 1
            : 1 - (Math.Sqrt(final / initial) * cosine);
        return (WaveVectorSquared * byEnergy / twice, WaveVectorSquared * 2 * Math.Sqrt(initial * final) * sine / twice * Math.PI / 180);
    }
}
