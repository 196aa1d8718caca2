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

    internal static PressureShift Between(PressurePoint first, PressurePoint second)
    {
        double[] weights = Weights(first);
        return new PressureShift(
            first.Relaxed.TargetPressure,
            second.Relaxed.TargetPressure,
            ModeShifts.Match(first.Phonons.Modes, second.Phonons.Modes, weights));
    }

    // σ/M: what one mode's displacement of an atom contributes to the one-phonon intensity, up to a factor common to all modes.
    static double[] Weights(PressurePoint point)
    {
        var crystal = point.Phonons.Modes.Crystal;
        double[] weights = new double[crystal.AtomCount];
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = CrossSections.Of(crystal.AtomicNumbers[i], crystal.Masses[i]).Total / crystal.Masses[i];
        }

        return weights;
    }
}
