using System.Text.Json.Nodes;
using InsCore.Phonons;
using InsCore.Scattering;
using InsCore.Scattering.Instruments;
using InsCore.Structures;

namespace InsCore.Studies;

/// <summary>Computes the spectrum of modes, or finds that it was done before.</summary>
internal static class SpectrumStep
{
    /// <param name="context">The study.</param>
    /// <param name="modes">Modes on an irreducible mesh.</param>
    /// <param name="modesKey">What the modes were computed from: the key of their step, or the hash of their file.</param>
    /// <param name="folder">Where the files go.</param>
    /// <param name="place">Pressure, for progress; may be empty.</param>
    public static SpectrumResult Run(StudyContext context, PhononModes modes, string modesKey, string folder, string place)
    {
        ScatteringOptions options = context.Options.Scattering;
        string key = StepKey.Of("spectrum", modesKey, options.Temperature, options.Instrument, InstrumentDefinition.Find(options.Instrument).Definition.Sha256, options.IncidentEnergies, options.Frequencies, options.Resolution, options.Orders, options.Imaginary, options.LowestEnergy);
        string json = Path.Combine(folder, "spectrum.json");
        if (context.Stored(json, key) is { } stored)
        {
            return SpectrumResult.FromJson(stored);
        }

        InsSpectrum spectrum = InsCalculator.Compute(
            modes, SpaceGroup.Find(modes.Crystal), options, context.ProgressAt(place), context.Cancellation);
        SpectrumResult result = SpectrumResult.From(spectrum);
        result.WriteFiles(folder, StudyNames.Title(modes.Crystal, place.Replace("GPa", " GPa", StringComparison.Ordinal), options, (string?)context.Provenance.Model["name"]));
        JsonObject values = result.ToJson();
        context.Finish(json, key, values);
        return result;
    }
}
