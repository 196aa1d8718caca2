using System.Text.Json.Nodes;
using InsCore.Units;

namespace InsCore.Pressure;

/// <summary>A crystal at a temperature and a pressure in the quasi-harmonic approximation.</summary>
/// <param name="Temperature">K.</param>
/// <param name="Pressure">GPa.</param>
/// <param name="Volume">V(T, P), Å³ per cell.</param>
/// <param name="GibbsEnergy">G, eV per cell.</param>
/// <param name="Entropy">S, eV/K per cell.</param>
/// <param name="BulkModulus">Isothermal, GPa.</param>
/// <param name="ThermalExpansion">(1/V) dV/dT at constant pressure, 1/K.</param>
/// <param name="HeatCapacityVolume">C_V, eV/K per cell.</param>
/// <param name="HeatCapacityPressure">C_P, eV/K per cell.</param>
/// <param name="IsExtrapolated">True if the volume lies outside those that were computed.</param>
public sealed record QuasiHarmonicPoint(
    double Temperature,
    double Pressure,
    double Volume,
    double GibbsEnergy,
    double Entropy,
    double BulkModulus,
    double ThermalExpansion,
    double HeatCapacityVolume,
    double HeatCapacityPressure,
    bool IsExtrapolated)
{
    /// <summary>As JSON.</summary>
    /// <param name="formulaUnits">Formula units in the cell, for the molar heat capacity.</param>
    public JsonObject ToJson(int formulaUnits) => new()
    {
        ["temperature"] = Temperature,
        ["volume"] = Volume,
        ["gibbsEnergy"] = GibbsEnergy,
        ["entropy"] = Entropy,
        ["bulkModulus"] = BulkModulus,
        ["thermalExpansion"] = ThermalExpansion,
        ["heatCapacityVolume"] = HeatCapacityVolume,
        ["heatCapacityPressure"] = HeatCapacityPressure,
        ["molarHeatCapacityPressure"] = 1e3 * Constants.EvInKilojoulePerMole * HeatCapacityPressure / formulaUnits,
        ["isExtrapolated"] = IsExtrapolated,
    };
}
