using System.Text.Json.Nodes;
using InsCore.Dynamics;
using InsCore.Scattering;
using InsCore.Structures;

namespace InsCore.Studies;

/// <summary>Molecular dynamics at one pressure, and the spectrum of its velocities.</summary>
public sealed record DynamicsPoint
{
    readonly JsonObject values;

    DynamicsPoint(JsonObject values) => this.values = values;

    /// <summary>Whether the crystal holds together.</summary>
    public required StabilityVerdict Verdict { get; init; }

    /// <summary>What the trajectory says; null where it was analysed by an earlier run.</summary>
    public DynamicsResult? Result { get; init; }

    /// <summary>The anharmonic spectrum at the temperature of the dynamics; null where the trajectory is too short, or was analysed by an earlier run.</summary>
    public SpectrumResult? Spectrum { get; init; }

    /// <summary>The spectrum of the phonons at the same temperature and the same wave vectors; null where there is none, or an earlier run made it.</summary>
    public SpectrumResult? Harmonic { get; init; }

    /// <summary>True if an earlier run had analysed the trajectory.</summary>
    public bool WasStored { get; init; }

    /// <summary>The figures as JSON, without the spectra, which have files of their own.</summary>
    public JsonObject ToJson() => values.DeepClone().AsObject();

    /// <summary>The figures for people.</summary>
    public override string ToString()
    {
        string[] lines = [.. values["lines"]!.AsArray().Select(l => (string)l!)];
        lines[^1] += StudyNames.Stored(WasStored);
        return string.Join('\n', lines);
    }

    internal static DynamicsPoint Of(DynamicsResult result, VelocitySpectrum velocities, SpectrumResult? spectrum, SpectrumResult? harmonic)
    {
        JsonObject json = result.ToJson();
        json["velocities"] = new JsonObject
        {
            ["pieces"] = velocities.Pieces,
            ["resolution"] = velocities.Resolution,
            ["quantumCorrection"] = VelocityTensors.Correction,
            ["equipartition"] = Equipartition(velocities),
            ["spectrum"] = spectrum is not null,
            ["harmonic"] = harmonic is not null,
            ["units"] = new JsonObject { ["resolution"] = "cm⁻¹, full width at half maximum", ["equipartition"] = "K" },
        };
        string text = result + (spectrum is null
            ? "\n  no spectrum: the trajectory is too short"
            : FormattableString.Invariant($"\n  spectrum of {velocities.Pieces} pieces, resolution {velocities.Resolution:F1} cm⁻¹; kinetic temperatures ")
                + string.Join(", ", Temperatures(velocities).Select(t => FormattableString.Invariant($"{t.Element} {t.Mean:F0} ± {t.Error:F0} K"))));
        json["lines"] = new JsonArray([.. text.ReplaceLineEndings("\n").Split('\n').Select(l => JsonValue.Create(l))]);
        return new(json) { Verdict = result.Verdict, Result = result, Spectrum = spectrum, Harmonic = harmonic };
    }

    internal static DynamicsPoint FromJson(JsonObject json)
    {
        JsonObject values = json.DeepClone().AsObject();
        values.Remove("key");
        values.Remove("provenance");
        return new(values) { Verdict = new((bool)json["holdsTogether"]!, (string)json["verdict"]!, (string)json["shortVerdict"]!), WasStored = true };
    }

    // Mean and standard error over the atoms of an element.
    static IEnumerable<(string Element, double Mean, double Error)> Temperatures(VelocitySpectrum velocities)
    {
        Crystal crystal = velocities.Crystal;
        foreach (var group in velocities.Temperatures().Select((t, i) => (t, Element.Symbol(crystal.AtomicNumbers[i]))).GroupBy(a => a.Item2))
        {
            double[] values = [.. group.Select(a => a.t)];
            double mean = values.Average();
            yield return (group.Key, mean, Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / Math.Max(1, values.Length * (values.Length - 1))));
        }
    }

    static JsonObject? Equipartition(VelocitySpectrum velocities) => velocities.Pieces == 0
        ? null
        : new(Temperatures(velocities).Select(t => KeyValuePair.Create(t.Element, (JsonNode?)new JsonObject { ["mean"] = t.Mean, ["error"] = t.Error })));
}
