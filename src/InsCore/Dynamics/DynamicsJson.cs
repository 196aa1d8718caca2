using System.Globalization;
using System.Text.Json.Nodes;

namespace InsCore.Dynamics;

/// <summary>Averages and slopes as JSON.</summary>
internal static class DynamicsJson
{
    /// <summary>A number; null where it is none.</summary>
    public static JsonNode? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    /// <summary>A number of few digits; null where it is none.</summary>
    public static JsonNode? Rounded(double value, int digits) =>
        double.IsFinite(value) ? JsonValue.Create(double.Parse(value.ToString($"G{digits}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)) : null;

    /// <summary>A slope with its error.</summary>
    public static JsonObject Of(LinearDrift drift) => new() { ["value"] = Number(drift.Slope), ["error"] = Number(drift.Error) };

    /// <summary>An average; no error where there is none.</summary>
    public static JsonObject Of(BlockAverage average) => new()
    {
        ["mean"] = Number(average.Mean),
        ["error"] = average.IsResolved ? Number(average.Error) : null,
        ["converged"] = average.IsResolved,
        ["deviation"] = Number(average.Deviation),
        ["independent"] = Number(average.Independent),
    };
}
