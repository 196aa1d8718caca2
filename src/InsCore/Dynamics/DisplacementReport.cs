using System.Text.Json.Nodes;

namespace InsCore.Dynamics;

/// <summary>How far atoms and molecules move: vibration about sites, or diffusion.</summary>
public sealed record DisplacementReport
{
    /// <summary>Times of the mean-square displacements, ps.</summary>
    public required double[] Times { get; init; }

    /// <summary>Mean-square displacement after each time, by element and last of the centres of molecules, Å².</summary>
    public required IReadOnlyList<(string Name, double[] Values)> MeanSquare { get; init; }

    /// <summary>⟨u²⟩ = tr⟨u uᵀ⟩ about the mean sites, by element, Å².</summary>
    public required IReadOnlyList<(string Element, double Value)> Vibration { get; init; }

    /// <summary>Slope of the mean-square displacement of the molecules' centres over 6, Å²/ps, from four parts of the trajectory, and its standard error.</summary>
    public required LinearDrift Diffusion { get; init; }

    /// <summary>Root mean square distance of the molecules' centres from their mean sites, over the distance of nearest centres.</summary>
    public required double Lindemann { get; init; }

    /// <summary>Mean distance of nearest centres of molecules, Å.</summary>
    public required double NearestCentres { get; init; }

    /// <summary>Root mean square distance of the centres' mean sites in the second half from the sites of the start, both in fractional coordinates of the mean cell, Å.</summary>
    public required double SiteShift { get; init; }

    /// <summary>The report as JSON, without the curves.</summary>
    public JsonObject ToJson() => new()
    {
        ["vibration"] = new JsonObject(Vibration.Select(v => KeyValuePair.Create(v.Element, (JsonNode?)JsonValue.Create(v.Value)))),
        ["diffusion"] = DynamicsJson.Of(Diffusion),
        ["lindemann"] = DynamicsJson.Number(Lindemann),
        ["nearestCentres"] = DynamicsJson.Number(NearestCentres),
        ["siteShift"] = SiteShift,
    };
}
