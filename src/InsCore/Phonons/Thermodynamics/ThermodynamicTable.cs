using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using InsCore.Units;

namespace InsCore.Phonons.Thermodynamics;

/// <summary>Vibrational functions of state at several temperatures, per cell and per mole of formula units.</summary>
/// <param name="Source">The modes.</param>
/// <param name="Points">One for each temperature.</param>
public sealed record ThermodynamicTable(HarmonicThermodynamics Source, IReadOnlyList<ThermodynamicPoint> Points)
{
    const double JoulePerKilojoule = 1e3;

    /// <summary>Computes the functions.</summary>
    /// <param name="source">The modes.</param>
    /// <param name="temperatures">K.</param>
    public static ThermodynamicTable Of(HarmonicThermodynamics source, IEnumerable<double> temperatures) =>
        new(source, [.. temperatures.Select(source.At)]);

    /// <summary>kJ/mol of formula units for an energy of the cell, eV.</summary>
    public double Molar(double energy) => energy * Constants.EvInKilojoulePerMole / Source.FormulaUnits;

    /// <summary>J/(K mol) of formula units for an entropy or heat capacity of the cell, eV/K.</summary>
    public double MolarPerKelvin(double value) => JoulePerKilojoule * Molar(value);

    /// <summary>Everything as JSON, with units.</summary>
    public JsonObject ToJson() => new()
    {
        ["formula"] = Source.Crystal.Formula,
        ["formulaUnits"] = Source.FormulaUnits,
        ["zeroPointEnergy"] = Source.ZeroPointEnergy,
        ["modes"] = Source.ModeCount,
        ["translationsLeftOut"] = Source.Translations,
        ["imaginaryModes"] = Source.ImaginaryModes,
        ["imaginaryLeftOut"] = Source.ImaginaryShare,
        ["points"] = new JsonArray([.. Points.Select(p => new JsonObject
        {
            ["temperature"] = p.Temperature,
            ["freeEnergy"] = p.FreeEnergy,
            ["energy"] = p.Energy,
            ["entropy"] = p.Entropy,
            ["heatCapacity"] = p.HeatCapacity,
            ["molar"] = new JsonObject
            {
                ["freeEnergy"] = Molar(p.FreeEnergy), ["energy"] = Molar(p.Energy), ["entropy"] = MolarPerKelvin(p.Entropy), ["heatCapacity"] = MolarPerKelvin(p.HeatCapacity),
            },
        })]),
        ["warnings"] = new JsonArray([.. Source.Warnings.Select(w => JsonValue.Create(w))]),
        ["units"] = new JsonObject
        {
            ["temperature"] = "K", ["energies"] = "eV per cell", ["entropy"] = "eV/K per cell", ["heatCapacity"] = "eV/K per cell, constant cell",
            ["modes"] = "per cell", ["molar"] = "kJ/mol and J/(K mol) of formula units",
        },
    };

    /// <summary>Writes a table of comma-separated values with a commented header.</summary>
    /// <exception cref="InsInputException">The file cannot be written.</exception>
    public void WriteCsv(string path)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"# Harmonic thermodynamics of {Source.Crystal.Formula}, {Source.FormulaUnits} formula units per cell\n");
        text.Append(CultureInfo.InvariantCulture, $"# {Source.ModeCount:F6} modes per cell; left out: {Source.Translations:F6} translations, {Source.ImaginaryShare:F6} imaginary ({Source.ImaginaryModes} modes)\n");
        text.Append("# temperature in K; per cell: eV, eV/K; molar: kJ/mol, J/(K mol) of formula units\n");
        text.Append("temperature,free_energy,energy,entropy,heat_capacity,molar_free_energy,molar_energy,molar_entropy,molar_heat_capacity\n");
        foreach (ThermodynamicPoint p in Points)
        {
            text.Append(CultureInfo.InvariantCulture, $"{p.Temperature:R},{p.FreeEnergy:G12},{p.Energy:G12},{p.Entropy:G12},{p.HeatCapacity:G12},");
            text.Append(CultureInfo.InvariantCulture, $"{Molar(p.FreeEnergy):G10},{Molar(p.Energy):G10},{MolarPerKelvin(p.Entropy):G10},{MolarPerKelvin(p.HeatCapacity):G10}\n");
        }

        AtomicFile.WriteAllText(path, text.ToString());
    }

    /// <summary>One line for people.</summary>
    public override string ToString()
    {
        ThermodynamicPoint last = Points[^1];
        return FormattableString.Invariant(
            $"thermo    zero-point energy {Source.ZeroPointEnergy:F4} eV per cell ({Molar(Source.ZeroPointEnergy):F2} kJ/mol of {Source.FormulaUnits} formula units); at {last.Temperature:G5} K F = {last.FreeEnergy:F4} eV, S = {MolarPerKelvin(last.Entropy):F1}, C_V = {MolarPerKelvin(last.HeatCapacity):F1} J/(K mol)");
    }
}
