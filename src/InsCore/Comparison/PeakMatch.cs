using System.Globalization;
using System.Text.Json.Nodes;

namespace InsCore.Comparison;

/// <summary>A measured peak and the computed one it is taken to be, or one of them alone.</summary>
/// <param name="Measured">The measured peak; null for a computed peak that was not measured.</param>
/// <param name="Computed">The computed peak, on the measured scale; null for a measured peak that was not computed.</param>
/// <param name="Modes">Modes that make the computed peak, the strongest first; empty where no modes were given.</param>
public sealed record PeakMatch(SpectrumPeak? Measured, SpectrumPeak? Computed, IReadOnlyList<ModeContribution> Modes)
{
    /// <summary>Computed less measured position, cm⁻¹; null unless both are there.</summary>
    public double? Difference => Computed?.Energy - Measured?.Energy;

    /// <summary>The modes for tables, counted from 1, e.g. "23 (62 %), 24 (30 %)"; empty where no single phonon lies.</summary>
    public string ModeText => string.Join(", ", Modes.Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Mode + 1} ({100 * m.Share:F0} %)")));

    /// <summary>The match as JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["measured"] = Measured?.Energy,
        ["measuredError"] = Measured?.Error,
        ["measuredHeight"] = Measured?.Height,
        ["measuredWidth"] = Measured?.Width,
        ["computed"] = Computed?.Energy,
        ["computedHeight"] = Computed?.Height,
        ["computedWidth"] = Computed?.Width,
        ["difference"] = Difference,
        ["modes"] = new JsonArray([.. Modes.Select(m => new JsonObject { ["mode"] = m.Mode + 1, ["wavenumber"] = m.Wavenumber, ["share"] = m.Share })]),
    };
}
