using InsCore.Units;

namespace InsCore.Scattering;

/// <summary>Thermal occupation of harmonic modes; exact limits at zero temperature.</summary>
internal static class BoseEinstein
{
    /// <summary>n = 1/(exp(E/kT) - 1).</summary>
    /// <param name="energy">E &gt; 0, eV.</param>
    /// <param name="temperature">T ≥ 0, K.</param>
    public static double Occupation(double energy, double temperature) =>
        temperature == 0 ? 0 : 1 / double.ExpM1(energy / (Constants.Boltzmann * temperature));

    /// <summary>2n + 1 = coth(E/2kT).</summary>
    public static double Coth(double energy, double temperature) => (2 * Occupation(energy, temperature)) + 1;
}
