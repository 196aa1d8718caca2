using InsCore.Units;

namespace InsCore.Scattering.Compatibility;

/// <summary>Constants and cross sections that Euphonic's numbers are made with, where they differ from InsCore's.</summary>
internal static class EuphonicConstants
{
    // Atomic mass constants of CODATA 2018 and 2022, 10⁻²⁷ kg.
    const double AtomicMass2018 = 1.66053906660;
    const double AtomicMass2022 = 1.66053906892;

    /// <summary>ħ²/(1 u · 1 Å²) with the atomic mass constant of CODATA 2018, eV: 1.4·10⁻⁹ above <see cref="Constants.HbarSquaredPerMass"/>.</summary>
    public const double HbarSquaredPerMass = Constants.HbarSquaredPerMass * (AtomicMass2022 / AtomicMass2018);

    /// <summary>Name of the table of <see cref="CrossSection"/>.</summary>
    public const string TableName = "BlueBook (P. C. H. Mitchell et al., Vibrational Spectroscopy with Neutrons, 2005)";

    // Where the table differs from Sears 1992 (coherent, incoherent): rounded otherwise, or given where Sears has a bound.
    static readonly Dictionary<int, (double Coherent, double Incoherent)> Different = new()
    {
        [6] = (5.551, 0.001), [8] = (4.232, 0.0008), [14] = (2.163, 0.004), [17] = (11.5257, 5.3), [23] = (0.0184, 5.08), [50] = (4.871, 0.022),
        [51] = (3.90, 0.007), [54] = (2.96, 0), [58] = (2.94, 0.001), [63] = (6.57, 2.5),
    };

    /// <summary>Cross sections of a natural element by which Euphonic weights densities of states, barn.</summary>
    /// <param name="atomicNumber">1 to 118.</param>
    /// <exception cref="InsInputException">The table has no entry for this element.</exception>
    public static CrossSection CrossSection(int atomicNumber)
    {
        CrossSection sears = CrossSections.Of(atomicNumber, Structures.Element.Mass(atomicNumber));
        return Different.TryGetValue(atomicNumber, out (double Coherent, double Incoherent) other)
            ? sears with { Coherent = other.Coherent, Incoherent = other.Incoherent, Total = other.Coherent + other.Incoherent }
            : sears with { Total = sears.Coherent + sears.Incoherent };
    }
}
