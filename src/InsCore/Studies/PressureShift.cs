using System.Text.Json.Nodes;
using InsCore.Phonons;
using InsCore.Scattering;

namespace InsCore.Studies;

/// <summary>How the modes at Γ move from one pressure to another.</summary>
/// <param name="From">First pressure, GPa.</param>
/// <param name="To">Second pressure, GPa.</param>
/// <param name="Rows">One row for each optical mode, ascending.</param>
public sealed record PressureShift(double From, double To, IReadOnlyList<ModeShift> Rows)
{
    /// <summary>The rows as JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["from"] = From,
        ["to"] = To,
        ["units"] = new JsonObject { ["pressure"] = "GPa", ["wavenumber"] = "cm⁻¹" },
        ["modes"] = new JsonArray([.. Rows.Select(r => new JsonObject
        {
            ["first"] = r.FirstWavenumber,
            ["second"] = r.SecondWavenumber,
            ["shift"] = r.Shift,
            ["colour"] = r.Colour,
            ["overlap"] = r.Overlap,
            ["groupOverlap"] = r.GroupOverlap,
            ["hydrogenShare"] = r.HydrogenShare,
            ["insWeight"] = r.InsWeight,
        })]),
    };

    internal static PressureShift Between(PressurePoint first, PressurePoint second, ScatteringOptions options)
    {
        PhononModes modes = first.Phonons.Modes;
        int gamma = Array.FindIndex(modes.QPoints, AcousticModes.IsGamma);
        double[] intensities = ModeIntensity.At(modes, gamma, Instrument.ByName(options.Instrument, options.IncidentEnergies, options.Frequencies), options.Temperature);
        return new PressureShift(
            first.Relaxed.TargetPressure,
            second.Relaxed.TargetPressure,
            [.. ModeShifts.Match(modes, second.Phonons.Modes).Select(r => r with { InsWeight = intensities[r.FirstMode] })]);
    }
}
