namespace InsCore.Units;

/// <summary>Physical constants (CODATA 2022) and conversions between the units of the field.</summary>
/// <remarks>Inside InsCore: Å, eV, u, K; mode energies in eV. Spectra leave in cm⁻¹ or meV, pressures in GPa.</remarks>
public static class Constants
{
    /// <summary>Bohr radius, Å.</summary>
    public const double BohrRadius = 0.529177210544;

    /// <summary>Boltzmann constant, eV/K (exact; 8.617333262…·10⁻⁵).</summary>
    public const double Boltzmann = 1.380649e-23 / ElementaryCharge;

    /// <summary>e² / (4πε₀), eV Å: the energy of two elementary charges at 1 Å.</summary>
    /// <remarks>α ħc, with the fine-structure constant α and the exact ħc.</remarks>
    public const double CoulombEnergy = 7.2973525643e-3 * ReducedPlanckSi * 299792458.0 * 1e10 / ElementaryCharge;

    /// <summary>Reduced Planck constant, J s (exact).</summary>
    const double ReducedPlanckSi = 6.62607015e-34 / (2 * Math.PI);

    /// <summary>Elementary charge, C (exact).</summary>
    const double ElementaryCharge = 1.602176634e-19;

    /// <summary>Atomic mass constant, kg.</summary>
    const double AtomicMassSi = 1.66053906892e-27;

    /// <summary>Neutron mass, kg.</summary>
    const double NeutronMassSi = 1.67492750056e-27;

    /// <summary>Energy of one wavenumber hc·cm⁻¹, eV.</summary>
    public const double WavenumberInEv = 6.62607015e-34 * 299792458.0 * 100.0 / ElementaryCharge;

    /// <summary>Wavenumbers per eV, cm⁻¹/eV (8065.54…).</summary>
    public const double EvInWavenumbers = 1.0 / WavenumberInEv;

    /// <summary>Wavenumbers per meV, cm⁻¹/meV (8.06554393734921).</summary>
    public const double MillielectronvoltInWavenumbers = EvInWavenumbers * 1e-3;

    /// <summary>Pressure of one eV/Å³, GPa (160.2176634, exact).</summary>
    public const double EvPerCubicAngstromInGpa = 160.2176634;

    /// <summary>One eV per particle in kJ/mol (96.485…, exact).</summary>
    public const double EvInKilojoulePerMole = 6.02214076e23 * ElementaryCharge * 1e-3;

    /// <summary>ħ² / (1 u · 1 Å²), eV: converts a mass-weighted force constant, eV/(Å² u), into an energy squared, eV².</summary>
    /// <remarks>(ħω)² = HbarSquaredPerMass × eigenvalue of the mass-weighted dynamical matrix.</remarks>
    public const double HbarSquaredPerMass =
        ReducedPlanckSi * ReducedPlanckSi / (AtomicMassSi * 1e-20 * ElementaryCharge);

    /// <summary>ħ, eV fs (0.658…).</summary>
    public const double ReducedPlanck = ReducedPlanckSi / ElementaryCharge * 1e15;

    /// <summary>1 eV/u in Å²/fs² (9.6485·10⁻³): a force over a mass, eV/(Å u), times this is an acceleration, Å/fs².</summary>
    public const double SquareVelocityOfEvPerMass = ElementaryCharge / AtomicMassSi * 1e-10;

    /// <summary>k² of a neutron of 1 eV, Å⁻² (482.596…): k² = NeutronWaveVectorSquared × E.</summary>
    public const double NeutronWaveVectorSquared =
        2 * NeutronMassSi * ElementaryCharge * 1e-20 / (ReducedPlanckSi * ReducedPlanckSi);
}
