using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using InsCore.Phonons.Thermodynamics;
using InsCore.Pressure;
using InsCore.Spectra;

namespace InsCore.Studies;

/// <summary>A crystal at each pressure of a study as a function of the temperature, and its spectra in the cells found.</summary>
public sealed record QuasiHarmonicResult
{
    const string Name = "quasiharmonic", SpectraName = "spectra-quasiharmonic";

    /// <summary>States by pressure, GPa, ascending in temperature; pressures of a segment with too few volumes are missing.</summary>
    public required IReadOnlyList<(double Pressure, IReadOnlyList<QuasiHarmonicPoint> States)> Curves { get; init; }

    /// <summary>Spectra in the cells found, by pressure and temperature.</summary>
    public required IReadOnlyList<(QuasiHarmonicPoint State, RelaxedStructure Relaxed, SpectrumResult Spectrum)> Spectra { get; init; }

    /// <summary>Formula units in the cell.</summary>
    public required int FormulaUnits { get; init; }

    /// <summary>What a reader must know.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Names of its files.</summary>
    public IEnumerable<string> Files => Curves.Count == 0
        ? []
        : [Name + ".json", Name + ".csv", Name + ".png", Name + ".svg", .. Spectra.Count > 0 ? (string[])[SpectraName + ".png", SpectraName + ".svg"] : []];

    /// <summary>Everything but the spectra as JSON, with units.</summary>
    public JsonObject ToJson() => new()
    {
        ["pressures"] = new JsonArray([.. Curves.Select(c => new JsonObject
        {
            ["pressure"] = c.Pressure,
            ["states"] = new JsonArray([.. c.States.Select(s => s.ToJson(FormulaUnits))]),
        })]),
        ["spectra"] = new JsonArray([.. Spectra.Select(s => new JsonObject
        {
            ["pressure"] = s.State.Pressure, ["temperature"] = s.State.Temperature, ["volume"] = s.Relaxed.Crystal.Volume, ["staticPressure"] = s.Relaxed.Pressure,
        })]),
        ["warnings"] = new JsonArray([.. Warnings.Select(w => JsonValue.Create(w))]),
        ["units"] = new JsonObject
        {
            ["pressure"] = "GPa", ["temperature"] = "K", ["volume"] = "Å³ per cell", ["gibbsEnergy"] = "eV per cell", ["entropy"] = "eV/K per cell", ["bulkModulus"] = "GPa, isothermal",
            ["thermalExpansion"] = "1/K, of the volume", ["heatCapacityVolume"] = "eV/K per cell", ["heatCapacityPressure"] = "eV/K per cell", ["molarHeatCapacityPressure"] = "J/(K mol) of formula units",
        },
    };

    /// <summary>Writes JSON, table and figures.</summary>
    internal void Write(string folder, Provenance provenance, string title)
    {
        if (Curves.Count == 0)
        {
            return;
        }

        JsonObject json = ToJson();
        json["provenance"] = provenance.ToJson();
        AtomicFile.WriteAllText(Path.Combine(folder, Name + ".json"), json.ToJsonString(StudyJson.Indented) + "\n");
        AtomicFile.WriteAllText(Path.Combine(folder, Name + ".csv"), Rows());
        FigureCurve[] Each(Func<QuasiHarmonicPoint, double> value) =>
            [.. Curves.Select(c => new FigureCurve(StudyNames.Label(c.Pressure), [.. c.States.Select(s => s.Temperature)], [.. c.States.Select(value)]))];
        CurveFigure.Write(Path.Combine(folder, Name), $"Quasi-harmonic approximation, {title}",
        [
            new("Temperature (K)", "Volume (Å³ per cell)", Each(s => s.Volume)),
            new("Temperature (K)", "Expansion (10⁻⁶/K)", [.. Each(s => 1e6 * s.ThermalExpansion).Select(c => c with { Label = "" })]) { Height = 0.7 },
            new("Temperature (K)", "B_T (GPa)", [.. Each(s => s.BulkModulus).Select(c => c with { Label = "" })]) { Height = 0.7 },
        ]);
        if (Spectra.Count > 0)
        {
            new SpectrumFigure($"Spectra in quasi-harmonic cells, {title}", Scattering.InsSpectrum.IntensityUnit).WriteOffset(
                Path.Combine(folder, SpectraName),
                [.. Spectra.Select(s => s.Spectrum.Total(FormattableString.Invariant($"{StudyNames.Label(s.State.Pressure)}, {s.State.Temperature:0.###} K")))]);
        }
    }

    string Rows()
    {
        StringBuilder text = new();
        text.Append("# Quasi-harmonic states; pressure in GPa, temperature in K, volume in cubic Angstrom per cell, energies in eV and eV/K per cell, bulk modulus in GPa\n");
        text.Append("pressure,temperature,volume,gibbs_energy,entropy,bulk_modulus,thermal_expansion,heat_capacity_volume,heat_capacity_pressure,extrapolated\n");
        foreach (QuasiHarmonicPoint s in Curves.SelectMany(c => c.States))
        {
            text.Append(CultureInfo.InvariantCulture, $"{s.Pressure:R},{s.Temperature:R},{s.Volume:F6},{s.GibbsEnergy:F9},{s.Entropy:G10},{s.BulkModulus:F6},{s.ThermalExpansion:G8},");
            text.Append(CultureInfo.InvariantCulture, $"{s.HeatCapacityVolume:G10},{s.HeatCapacityPressure:G10},{(s.IsExtrapolated ? 1 : 0)}\n");
        }

        return text.ToString();
    }
}
