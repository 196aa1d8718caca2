namespace InsCore.Units;

/// <summary>Units of other programs in those of InsCore.</summary>
internal static class ForeignUnits
{
    /// <summary>h · 1 THz, eV (exact: 4.135667696…e-3).</summary>
    public const double TerahertzInEv = 6.62607015e-34 * 1e12 / 1.602176634e-19;

    /// <summary>Hartree, eV (CODATA 2022).</summary>
    public const double HartreeInEv = 27.211386245981;

    /// <summary>Rydberg, eV.</summary>
    public const double RydbergInEv = HartreeInEv / 2;

    /// <summary>Hartree/bohr², eV/Å².</summary>
    public const double HartreePerSquareBohr = HartreeInEv / (Constants.BohrRadius * Constants.BohrRadius);

    /// <summary>Electron mass, u (CODATA 2022).</summary>
    public const double ElectronMassInU = 5.485799090441e-4;

    /// <summary>A unit written as a product of powers (pint's way), e.g. "hartree / bohr ** 2" or "1 / centimeter", in eV, Å, e and u.</summary>
    /// <remarks>Frequencies and wavenumbers stand for energies: 1/cm is hc/cm.</remarks>
    /// <returns>The factor, or null where a name is not known.</returns>
    public static double? Parse(string unit)
    {
        double factor = 1;
        bool divide = false;
        string[] words = unit.Replace("**", " ^ ").Replace("*", " * ").Replace("/", " / ").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (int k = 0; k < words.Length; k++)
        {
            if (words[k] is "*" or "/")
            {
                divide = words[k] == "/";
                continue;
            }

            if (ValueOf(words[k]) is not { } value)
            {
                return null;
            }

            if (k + 2 < words.Length && words[k + 1] == "^" && int.TryParse(words[k + 2], out int power))
            {
                value = Math.Pow(value, power);
                k += 2;
            }

            factor = divide ? factor / value : factor * value;
        }

        return words.Length > 0 && factor > 0 && double.IsFinite(factor) ? factor : null;
    }

    static double? ValueOf(string name) => name switch
    {
        "1" or "dimensionless" or "elementary_charge" or "e" or "angstrom" or "electron_volt" or "eV" or "unified_atomic_mass_unit"
            or "u" or "amu" or "dalton" or "kelvin" or "K" => 1,
        "millielectron_volt" or "meV" => 1e-3,
        "hartree" or "E_h" => HartreeInEv,
        "rydberg" or "Ry" => RydbergInEv,
        "bohr" or "a_0" or "a0" or "atomic_unit_of_length" => Constants.BohrRadius,
        "nanometer" or "nm" => 10,
        "centimeter" or "cm" => 1 / Constants.WavenumberInEv,
        "reciprocal_centimeter" => Constants.WavenumberInEv,
        "terahertz" or "THz" => TerahertzInEv,
        "electron_mass" => ElectronMassInU,
        _ => null,
    };
}
