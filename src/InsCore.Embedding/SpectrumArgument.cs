using System.Runtime.InteropServices;
using InsCore.Scattering;

namespace InsCore.Embedding;

/// <summary>What spectrum is wanted, as callers pass it: inscore_spectrum_options of the header.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SpectrumArgument
{
    public byte* Instrument;
    public double Temperature;
    public double MinimumEnergy;
    public double MaximumEnergy;
    public double BinWidth;
    public double* IncidentEnergies;
    public int IncidentEnergyCount;
    public int Orders;

    /// <summary>The options behind a pointer; null and zeros stand for the usual values.</summary>
    /// <exception cref="InsInputException">They cannot be used; says why.</exception>
    public static ScatteringOptions Read(SpectrumArgument* options, int threads)
    {
        ScatteringOptions usual = new() { Temperature = 0, Threads = threads };
        if (options is null)
        {
            return usual;
        }

        SpectrumArgument o = *options;
        Argument.Check(
            double.IsFinite(o.Temperature) && o.Temperature >= 0, "temperature", FormattableString.Invariant($"{o.Temperature} K is out of range"),
            "give 0 for the ground state, or more");
        Argument.Check(o.IncidentEnergyCount >= 0, "incident_energy_count", $"{o.IncidentEnergyCount} is negative", "give 0 or more");
        return usual with
        {
            Instrument = o.Instrument is null ? usual.Instrument : Argument.Text(o.Instrument, "instrument"),
            Temperature = o.Temperature,
            MinimumEnergy = o.MinimumEnergy,
            MaximumEnergy = o.MaximumEnergy == 0 ? usual.MaximumEnergy : o.MaximumEnergy,
            BinWidth = o.BinWidth == 0 ? usual.BinWidth : o.BinWidth,
            IncidentEnergies = o.IncidentEnergyCount == 0 ? [] : Argument.Finite(o.IncidentEnergies, o.IncidentEnergyCount, "incident_energies").ToArray(),
            Orders = o.Orders == 0 ? usual.Orders : o.Orders,
        };
    }
}
