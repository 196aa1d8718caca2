using System.Text.Json.Nodes;

namespace InsCore.Comparison;

/// <summary>How a computed spectrum was brought onto the scale of a measured one between two energies.</summary>
/// <param name="From">Lower end, cm⁻¹.</param>
/// <param name="To">Upper end, cm⁻¹.</param>
/// <param name="Scale">Factor of the computed spectrum; 0 where no positive factor brings the two closer.</param>
/// <param name="ScaleError">Its standard error, from the scatter of the points about the fit.</param>
/// <param name="Points">Points in the region.</param>
public sealed record RegionFit(double From, double To, double Scale, double ScaleError, int Points)
{
    /// <summary>The fit as JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["from"] = From,
        ["to"] = To,
        ["scale"] = Scale,
        ["scaleError"] = ScaleError,
        ["points"] = Points,
    };
}
