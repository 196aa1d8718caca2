using System.Text.Json.Nodes;
using InsCore.Phonons;
using InsCore.Units;

namespace InsCore.Studies;

/// <summary>The phonons of a structure, as a study keeps them.</summary>
/// <param name="Modes">Modes on the irreducible wave vectors of a Γ-centred mesh, Γ among them.</param>
/// <param name="Mesh">Divisions of the mesh.</param>
/// <param name="Method">How the dynamical matrices were made, for people.</param>
/// <param name="LargestForce">Largest force in the undisplaced structure, eV/Å.</param>
/// <param name="LongWaves">What unstable sound waves were found near Γ, for people; null if none.</param>
/// <param name="Key">What they were computed from, as a hash.</param>
/// <param name="WasStored">True if an earlier run had computed them.</param>
public sealed record PhononResult(
    PhononModes Modes,
    (int A, int B, int C) Mesh,
    string Method,
    double LargestForce,
    string? LongWaves,
    string Key,
    bool WasStored = false)
{
    /// <summary>Imaginary modes, counted over the mesh.</summary>
    public StabilityReport Stability { get; } = StabilityReport.Of(Modes);

    /// <summary>The figures as JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["mesh"] = new JsonArray(Mesh.A, Mesh.B, Mesh.C),
        ["irreducible"] = Modes.QPoints.Length,
        ["method"] = Method,
        ["largestForce"] = LargestForce,
        ["imaginaryModes"] = Stability.ImaginaryModes,
        ["largestImaginary"] = Stability.LargestImaginary * Constants.EvInWavenumbers,
        ["longWaves"] = LongWaves,
        ["stability"] = Stability.ToString(),
        ["gamma"] = new JsonArray([.. GammaWavenumbers().Select(w => JsonValue.Create(w))]),
        ["units"] = new JsonObject { ["largestForce"] = "eV/Å", ["largestImaginary"] = "cm⁻¹", ["gamma"] = "cm⁻¹, negative if imaginary" },
    };

    /// <summary>Wavenumbers at Γ, cm⁻¹, ascending, the three translations among them.</summary>
    public double[] GammaWavenumbers()
    {
        int gamma = Array.FindIndex(Modes.QPoints, AcousticModes.IsGamma);
        return gamma < 0 ? [] : Array.ConvertAll(Modes.EnergiesAt(gamma).ToArray(), e => e * Constants.EvInWavenumbers);
    }

    /// <summary>One line for people.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"phonons   {Method} at {Modes.QPoints.Length} wave vectors of a {Mesh.A}×{Mesh.B}×{Mesh.C} mesh, {Stability}{(LongWaves is null ? "" : "; but " + LongWaves)}{StudyNames.Stored(WasStored)}");

    internal static PhononResult FromJson(JsonObject json, PhononModes modes) => new(
        modes, Three(json["mesh"]!), (string)json["method"]!, (double)json["largestForce"]!, (string?)json["longWaves"], (string)json["key"]!, true);

    static (int A, int B, int C) Three(JsonNode node) => ((int)node[0]!, (int)node[1]!, (int)node[2]!);
}
