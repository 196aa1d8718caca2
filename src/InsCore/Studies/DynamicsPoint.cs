using System.Text.Json.Nodes;
using InsCore.Dynamics;
using InsCore.Scattering;
using InsCore.Structures;

namespace InsCore.Studies;

/// <summary>Molecular dynamics at one pressure, and the spectrum of its velocities.</summary>
/// <param name="Result">What the trajectory says.</param>
/// <param name="Velocities">The spectral density of its velocities.</param>
/// <param name="Spectrum">The anharmonic spectrum at the temperature of the dynamics; null where the trajectory is too short.</param>
/// <param name="Harmonic">The spectrum of the phonons at the same temperature and the same wave vectors; null where there is none.</param>
public sealed record DynamicsPoint(DynamicsResult Result, VelocitySpectrum Velocities, SpectrumResult? Spectrum, SpectrumResult? Harmonic)
{
    /// <summary>The figures as JSON, without the spectra, which have files of their own.</summary>
    public JsonObject ToJson()
    {
        JsonObject json = Result.ToJson();
        json["velocities"] = new JsonObject
        {
            ["pieces"] = Velocities.Pieces,
            ["resolution"] = Velocities.Resolution,
            ["quantumCorrection"] = VelocityTensors.Correction,
            ["equipartition"] = Equipartition(),
            ["spectrum"] = Spectrum is not null,
            ["harmonic"] = Harmonic is not null,
            ["units"] = new JsonObject { ["resolution"] = "cm⁻¹, full width at half maximum", ["equipartition"] = "K" },
        };
        return json;
    }

    /// <summary>The figures for people.</summary>
    public override string ToString() => Result + (Spectrum is null
        ? "\n  no spectrum: the trajectory is too short"
        : FormattableString.Invariant($"\n  spectrum of {Velocities.Pieces} pieces, resolution {Velocities.Resolution:F1} cm⁻¹; kinetic temperatures ")
            + string.Join(", ", Temperatures().Select(t => FormattableString.Invariant($"{t.Element} {t.Mean:F0} ± {t.Error:F0} K"))));

    // Mean and standard error over the atoms of an element.
    IEnumerable<(string Element, double Mean, double Error)> Temperatures()
    {
        Crystal crystal = Velocities.Crystal;
        foreach (var group in Velocities.Temperatures().Select((t, i) => (t, Element.Symbol(crystal.AtomicNumbers[i]))).GroupBy(a => a.Item2))
        {
            double[] values = [.. group.Select(a => a.t)];
            double mean = values.Average();
            yield return (group.Key, mean, Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / Math.Max(1, values.Length * (values.Length - 1))));
        }
    }

    JsonObject? Equipartition() => Velocities.Pieces == 0
        ? null
        : new(Temperatures().Select(t => KeyValuePair.Create(t.Element, (JsonNode?)new JsonObject { ["mean"] = t.Mean, ["error"] = t.Error })));
}
