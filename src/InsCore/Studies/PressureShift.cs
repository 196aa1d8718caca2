using System.Text.Json.Nodes;
using InsCore.Phonons.Tracking;

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
            ["number"] = r.FirstNumber,
            ["irrep"] = r.Mode.Irrep.Name,
            ["degeneracy"] = r.Degeneracy,
            ["first"] = r.FirstWavenumber,
            ["second"] = r.SecondWavenumber,
            ["shift"] = r.Shift,
            ["colour"] = r.Colour,
            ["overlap"] = r.Overlap,
            ["confidence"] = r.Confidence,
            ["hydrogenShare"] = r.HydrogenShare,
            ["insWeight"] = r.InsWeight,
            ["insShare"] = r.InsShare,
            ["name"] = r.Mode.Description.Name,
        })]),
    };

    /// <summary>The rows of a tracking, from its first pressure to each further one.</summary>
    internal static IReadOnlyList<PressureShift> Of(ModeTracking tracking, IReadOnlyList<double> intensities)
    {
        double total = intensities.Sum();
        double Intensity(TrackedMode mode) => Enumerable.Range(mode.Number - 1, mode.Irrep.Degeneracy).Sum(n => intensities[n]);
        return
        [
            .. Enumerable.Range(1, tracking.Pressures.Count - 1).Select(k => new PressureShift(
                tracking.Pressures[0],
                tracking.Pressures[k],
                [
                    .. tracking.Modes.Select(m => new ModeShift(
                        m, k, m.ShareOf(tracking.Crystals[0], 1), Intensity(m), total > 0 ? Intensity(m) / total : 0)),
                ])),
        ];
    }
}
