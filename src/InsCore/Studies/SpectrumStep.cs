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
    /// <param name="crystal">The cell.</param>
    /// <param name="tensors">Makes the spectral tensors on the energy bins of the options.</param>
    /// <param name="tensorsKey">What the modes were computed from: the key of their step, or the hash of their file.</param>
    /// <param name="folder">Where the files go.</param>
    /// <param name="place">Pressure, for progress; may be empty.</param>
    /// <param name="notes">What a user should know of the modes.</param>
    /// <param name="coherent">Prepares the coherent part; null where there is nothing to prepare it from.</param>
    public static SpectrumResult Run(
        StudyContext context, Crystal crystal, Func<ScatteringOptions, SpectralTensors> tensors, string tensorsKey, string folder, string place, IReadOnlyList<string> notes,
        Func<SpectralTensors, ScatteringOptions, CoherentOnePhonon>? coherent = null)
    {
        ScatteringOptions options = context.Options.ScatteringHere;
        string key = Key(tensorsKey, options);
        string json = Path.Combine(folder, "spectrum.json");
        if (context.Stored(json, key) is { } stored)
        {
            return SpectrumResult.FromJson(stored);
        }

        SpectralTensors known = tensors(options);
        CoherentOnePhonon? part = !options.IsCoherent ? null : coherent is not null ? coherent(known, options)
            : throw new InsInputException("--coherent", null, "takes the modes at every momentum transfer", "write force constants, and call `inscore ins` with them");
        InsSpectrum spectrum = InsCalculator.Compute(known, options, context.ProgressAt(place), context.Cancellation, part);
        SpectrumResult result = SpectrumResult.From(spectrum, notes);
        string pressure = place.Replace("GPa", " GPa", StringComparison.Ordinal);
        result.WriteFiles(folder, energy => StudyNames.Title(crystal, pressure, options, (string?)context.Provenance.Model["name"], energy));
        JsonObject values = result.ToJson();
        context.Finish(json, key, values);
        return result;
    }

    /// <summary>Key of a spectrum.</summary>
    /// <param name="tensorsKey">What the modes were computed from.</param>
    /// <param name="options">How it is computed.</param>
    public static string Key(string tensorsKey, ScatteringOptions options) => StepKey.Of(
        "spectra", tensorsKey, options.Temperature, options.Instrument, InstrumentDefinition.Find(options.Instrument).Definition.Sha256, options.IncidentEnergies, options.Frequencies, options.Resolution, options.Orders, options.Imaginary,
        options.LowestEnergy, options.MinimumEnergy, options.MaximumEnergy, options.BinWidth, options.Weighting, options.Resolved, options.Accuracy, options.CrossSections.Name, options.IsCoherent, options.IsCoherent ? $"triangles {options.Directions}" : "0",
        options.Acoustic.Enabled, options.Acoustic.SoundSpeeds);
}
