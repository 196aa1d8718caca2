using System.Text.Json;
using System.Text.Json.Nodes;
using InsCore.Backends;
using InsCore.Comparison;
using InsCore.Phonons;
using InsCore.Scattering;
using InsCore.Spectra;

namespace InsCore.Studies;

/// <summary>Compares a computed spectrum with a measured one and keeps what came out.</summary>
public static class ComparisonStep
{
    const string SpectrumFile = "spectrum.json", ModesFile = "modes.h5", ResultFile = "comparison.json";
    const long LargestSpectrum = 256L << 20;

    /// <summary>Compares what a folder or file of results holds, by itself.</summary>
    /// <param name="computed">A folder with spectrum.json, that file, or any file that <see cref="MeasuredSpectrumFile"/> reads.</param>
    /// <param name="modes">File of the modes that are named beside peaks; null for modes.h5 beside spectrum.json, if it is there.</param>
    /// <param name="options">How.</param>
    /// <param name="study">Instrument and temperature that rank the modes, and the folder of the results.</param>
    /// <param name="commandLine">How the program was called, for the provenance.</param>
    /// <exception cref="InsInputException">A file cannot be used, or the spectra do not overlap.</exception>
    public static ComparisonResult Run(string computed, string? modes, ComparisonOptions options, StudyOptions study, string commandLine = "")
    {
        options.Check();
        string path = Directory.Exists(computed) ? Path.Combine(computed, SpectrumFile) : computed;
        MeasuredSpectrum measured = MeasuredSpectrumFile.Read(options.Experiment, options.File);
        (Spectrum1D spectrum, string settings, JsonObject model) = Read(path, options.Bank);
        string beside = Path.Combine(Path.GetDirectoryName(path) ?? "", ModesFile);
        modes ??= File.Exists(beside) ? beside : null;
        List<string> inputs = [path];
        ModeLines? lines = null;
        if (modes is not null)
        {
            inputs.Add(modes);
            lines = Lines(PhononFile.Read(modes).Modes, study.Scattering);
        }

        ComparisonResult result = new(SpectrumComparison.Compare(measured, spectrum, options, lines), settings);
        Write(result, options, study.Output, "", StudyProvenance.Of(commandLine, study with { Comparisons = [options] }, inputs, model, []));
        return result;
    }

    /// <summary>Compares the spectrum of a study at one pressure.</summary>
    internal static ComparisonResult Run(StudyContext context, ComparisonOptions options, SpectrumResult computed, PhononModes modes, string folder, string place)
    {
        MeasuredSpectrum measured = MeasuredSpectrumFile.Read(options.Experiment, options.File);
        if (!computed.Banks.ContainsKey(options.Bank))
        {
            throw NoBank("compare", options.Bank, computed.Banks.Keys);
        }

        SpectrumComparison comparison = SpectrumComparison.Compare(measured, computed.Total("computed", options.Bank), options, Lines(modes, context.Options.Scattering));
        ComparisonResult result = new(comparison, computed.Settings);
        Write(result, options, folder, place, context.Provenance);
        return result;
    }

    static void Write(ComparisonResult result, ComparisonOptions options, string folder, string place, Provenance provenance)
    {
        string name = result.Comparison.Fit.Measured.Title is { Length: > 0 } title ? title : Path.GetFileName(options.Experiment);
        string[] parts = [string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), place, (string?)provenance.Model["name"] is { } model ? $"potential {model}" : ""];
        string whole = string.Join("; ", parts.Where(p => p.Length > 0));
        result.WriteFiles(folder, whole.Length > 110 ? whole[..110] + "…" : whole);
        JsonObject json = result.ToJson();
        json["provenance"] = provenance.ToJson();
        AtomicFile.WriteAllText(Path.Combine(folder, ResultFile), json.ToJsonString(StudyJson.Indented) + "\n");
    }

    static ModeLines? Lines(PhononModes modes, ScatteringOptions options) => modes.HasEigenvectors
        ? new(modes, Instrument.ByName(options.Instrument, options.IncidentEnergies, options.Frequencies), options.Temperature)
        : null;

    static (Spectrum1D Spectrum, string Settings, JsonObject Model) Read(string path, string bank)
    {
        if (!path.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            MeasuredSpectrum other = MeasuredSpectrumFile.Read(path);
            return (new Spectrum1D("computed", other.Energies, other.Intensities), other.Title, []);
        }

        try
        {
            if (new FileInfo(path).Length > LargestSpectrum)
            {
                throw new InsInputException(path, null, $"is larger than {LargestSpectrum >> 20} MB", "give spectrum.json as `run` and `ins` write it");
            }

            JsonObject json = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
            SpectrumResult result = SpectrumResult.FromJson(json);
            double[] values = result.Banks.TryGetValue(bank, out double[]? found) ? found : throw NoBank(path, bank, result.Banks.Keys);
            bool isAxis = values.Length == result.Energies.Length && values.Length > 1 && result.Energies.Zip(result.Energies.Skip(1)).All(p => p.Second > p.First) && values.All(double.IsFinite);
            return isAxis
                ? (result.Total("computed", bank), result.Settings, json["provenance"]?["model"]?.DeepClone().AsObject() ?? [])
                : throw new InsInputException(path, null, "holds no spectrum on ascending energies", "compute it again with `inscore ins`");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or NullReferenceException or KeyNotFoundException)
        {
            throw new InsInputException(path, null, "is not a spectrum of InsCore", "give spectrum.json as `run` and `ins` write it", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InsInputException(path, null, $"cannot be read ({e.Message.ReplaceLineEndings(" ")})", "give a folder with spectrum.json, or a file of a spectrum", e);
        }
    }

    static InsInputException NoBank(string source, string bank, IEnumerable<string> banks) =>
        new(source, null, $"there is no bank \"{bank}\"", $"choose one of: {string.Join(", ", banks)}");
}
