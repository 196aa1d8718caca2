using InsCore.Units;

namespace InsCore.Phonons.Files;

/// <summary>The units of a phonopy calculation: those of the program that computed the forces.</summary>
/// <param name="Length">Å.</param>
/// <param name="Force">eV/Å.</param>
/// <param name="ForceConstant">eV/Å².</param>
/// <param name="ForceConstantName">As phonopy writes it.</param>
internal sealed record PhonopyUnits(double Length, double Force, double ForceConstant, string ForceConstantName)
{
    const double Bohr = Constants.BohrRadius;

    /// <summary>Å and eV: VASP and most others.</summary>
    public static PhonopyUnits Default { get; } = new(1, 1, 1, "eV/angstrom^2");

    /// <summary>e²/4πε₀, eV Å: what phonopy calls the unit conversion factor of the non-analytical term.</summary>
    public static double Coulomb => ForeignUnits.HartreeInEv * Bohr;

    /// <summary>The units that a file states, member by member, or else those of the calculator it names.</summary>
    /// <param name="root">The outermost mapping.</param>
    public static PhonopyUnits Of(YamlNode root)
    {
        YamlNode stated = root["physical_unit"], head = root["phonopy"];
        YamlNode calculator = head["calculator"].Exists ? head["calculator"] : head["configuration"]["calculator"];
        PhonopyUnits units = OfCalculator(calculator.Text) ?? Default;
        double length = LengthIn(stated["length"]) ?? units.Length;
        double constant = stated["force_constants"] is { Exists: true } name ? ForceConstantOf(name) : units.ForceConstant;
        double force = stated["force"] is { Exists: true } unit ? ForceConstantOf(unit) : units.Force;
        return new(length, force, constant, units.ForceConstantName);

        static double? LengthIn(YamlNode node) => !node.Exists ? null : LengthOf(node.Text) ?? throw node.Error("the unit of length is not known");
    }

    /// <summary>A unit of force constants or forces as phonopy writes it, e.g. "Ry/au^2", "hartree/angstrom.au", "eV/angstrom", in eV and Å.</summary>
    public static double? Parse(ReadOnlySpan<char> unit)
    {
        int slash = unit.IndexOf('/');
        if (slash < 0 || EnergyOf(unit[..slash].Trim()) is not { } factor)
        {
            return null;
        }

        ReadOnlySpan<char> lengths = unit[(slash + 1)..].Trim();
        bool isSquare = lengths.EndsWith("^2");
        lengths = isSquare ? lengths[..^2] : lengths;
        int dot = lengths.IndexOf('.');
        double? first = LengthOf(dot < 0 ? lengths : lengths[..dot]), second = dot < 0 ? (isSquare ? first : 1) : LengthOf(lengths[(dot + 1)..]);
        return factor / first / second;
    }

    static double ForceConstantOf(YamlNode node) => Parse(node.Text) ?? throw node.Error("the unit is not known");

    static double? EnergyOf(ReadOnlySpan<char> name) => name switch
    {
        "eV" => 1,
        "Ry" => ForeignUnits.RydbergInEv,
        "mRy" => 1e-3 * ForeignUnits.RydbergInEv,
        "hartree" or "Hartree" => ForeignUnits.HartreeInEv,
        _ => null,
    };

    static double? LengthOf(ReadOnlySpan<char> name) => name switch
    {
        "angstrom" or "Angstrom" => 1,
        "au" or "bohr" => Bohr,
        _ => null,
    };

    // phonopy's table of calculators.
    static PhonopyUnits? OfCalculator(ReadOnlySpan<char> name) => name switch
    {
        "qe" or "qlm" => new(Bohr, ForeignUnits.RydbergInEv / Bohr, ForeignUnits.RydbergInEv / (Bohr * Bohr), "Ry/au^2"),
        "wien2k" => new(Bohr, 1e-3 * ForeignUnits.RydbergInEv / Bohr, 1e-3 * ForeignUnits.RydbergInEv / (Bohr * Bohr), "mRy/au^2"),
        "abinit" or "siesta" or "abacus" => new(Bohr, 1, 1 / Bohr, "eV/angstrom.au"),
        "elk" or "dftbp" or "turbomole" or "fleur" => new(Bohr, ForeignUnits.HartreeInEv / Bohr, ForeignUnits.HartreePerSquareBohr, "hartree/au^2"),
        "cp2k" => new(1, ForeignUnits.HartreeInEv / Bohr, ForeignUnits.HartreeInEv / Bohr, "hartree/angstrom.au"),
        _ => null,
    };
}
