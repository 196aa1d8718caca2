using System.Globalization;
using System.Text.Json.Nodes;
using InsCore.Phonons;
using InsCore.Potentials;
using InsCore.Scattering;
using InsCore.Structures;
using InsCore.Studies;
using InsCore.Units;

namespace InsCore.Results;

/// <summary>Computes a sample of the numbers of results again: energy, force and stress; modes at some wave vectors; spectra of the stored modes.</summary>
internal sealed class NumberCheck(
    string folder, ResultManifest manifest, FileCheck files, VerificationOptions options, IProgress<StepProgress>? progress, CancellationToken cancellation)
{
    // Two executors, libraries or instruction sets may differ by this; what someone changed by hand differs by more.
    const double EnergyTolerance = 1e-7, SingleEnergyTolerance = 1e-4, ForceTolerance = 1e-6, SingleForceTolerance = 1e-3, PressureTolerance = 1e-4, SinglePressureTolerance = 0.1;
    const double WavenumberTolerance = 1e-2, IntensityTolerance = 1e-6, TableTolerance = 1e-9;

    // Below this, cm⁻¹, wavenumbers are roots of small differences; their squares are compared on its scale.
    const double SoftMode = 20;
    const int LargestCell = 2000;
    const long LargestJson = 256L << 20, LargestFile = 4L << 30;

    readonly Dictionary<string, MacePotential> potentials = [];

    /// <summary>All that can be checked of the files given.</summary>
    public IEnumerable<VerificationItem> Run(IReadOnlyList<ManifestFile> chosen)
    {
        foreach (string place in chosen.Select(f => Place(f.Path)).Distinct().Order(StringComparer.Ordinal))
        {
            progress?.Report(new StepProgress("verify", 0, 0, place.Length > 0 ? place : "."));
            foreach ((string name, Func<string, JsonObject, IEnumerable<VerificationItem>> check) in Checks())
            {
                if (manifest.Files.Any(f => f.Path == place + name))
                {
                    foreach (VerificationItem item in Guarded(place + name, check, place))
                    {
                        yield return item;
                    }
                }
            }
        }
    }

    (string Name, Func<string, JsonObject, IEnumerable<VerificationItem>> Check)[] Checks() =>
        [("relax.json", Relaxed), ("phonons.json", Modes), ("spectrum.json", Spectrum), ("summary.json", Summary)];

    // What cannot be read, or not be computed, differs from what was written.
    List<VerificationItem> Guarded(string name, Func<string, JsonObject, IEnumerable<VerificationItem>> check, string place)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            return [.. check(place, ResultManifest.Parse(Existing(name), LargestJson))];
        }
        catch (Exception e) when (e is InsInputException or InsNumericalException or ArgumentException or InvalidOperationException
            or NullReferenceException or FormatException or KeyNotFoundException or IndexOutOfRangeException)
        {
            return [new($"{name}, computed again", VerificationOutcome.Differs, $"cannot be: {e.Message}")];
        }
    }

    IEnumerable<VerificationItem> Relaxed(string place, JsonObject json)
    {
        string what = $"{place}relaxed.extxyz";
        Crystal crystal = StructureFile.Read(Existing(what));
        if (Potential(json, crystal, out string reason) is not { } potential)
        {
            yield return new(what, VerificationOutcome.Unchecked, reason);
            yield break;
        }

        PotentialResult result = potential.Evaluate(crystal, options.Threads, cancellation);
        bool isSingle = IsSingle(json);
        double energy = (double)json["energy"]!, enthalpy = (double)json["enthalpy"]!, target = (double)json["targetPressure"]!;
        double pressure = -result.Stress(crystal.Volume).Trace / 3 * Constants.EvPerCubicAngstromInGpa;
        double computed = result.Energy + (target * crystal.Volume / Constants.EvPerCubicAngstromInGpa);
        double each = (isSingle ? SingleEnergyTolerance : EnergyTolerance) * crystal.AtomCount;
        yield return Compare($"{place}relax.json energy", Math.Abs(result.Energy - energy), each, "eV");
        yield return Compare($"{place}relax.json enthalpy", Math.Abs(computed - enthalpy), each, "eV");
        yield return Compare($"{place}relax.json largest force", Math.Abs(result.LargestForce - (double)json["largestForce"]!), isSingle ? SingleForceTolerance : ForceTolerance, "eV/Å");
        yield return Compare($"{place}relax.json pressure", Math.Abs(pressure - (double)json["pressure"]!), isSingle ? SinglePressureTolerance : PressureTolerance, "GPa");
        yield return Compare($"{place}relax.json volume", Math.Abs(crystal.Volume - (double)json["volume"]!), TableTolerance * crystal.Volume, "Å³");
    }

    IEnumerable<VerificationItem> Modes(string place, JsonObject json)
    {
        string what = $"{place}modes.h5";
        PhononModes modes = PhononFile.Read(Existing(what)).Modes;
        if (manifest.Files.Any(f => f.Path == $"{place}gamma.csv"))
        {
            bool isSame = WithoutStamp(File.ReadAllText(Existing($"{place}gamma.csv"))) == PhononTables.Gamma(modes);
            yield return new($"{place}gamma.csv", isSame ? VerificationOutcome.Agrees : VerificationOutcome.Differs, isSame ? "is what modes.h5 gives" : "is not what modes.h5 gives");
        }

        if (manifest.Files.Any(f => f.Path == $"{place}relaxed.extxyz"))
        {
            yield return Compare($"{what} structure, to relaxed.extxyz", Distance(modes.Crystal, StructureFile.Read(Existing($"{place}relaxed.extxyz"))), 1e-9, "Å");
        }

        string method = (string)json["method"]!;
        if (!method.StartsWith("exact D(q)", StringComparison.Ordinal) || method.Contains("interpolated", StringComparison.Ordinal))
        {
            yield return new(what, VerificationOutcome.Unchecked, $"{method}: only exact matrices can be computed again by themselves");
            yield break;
        }

        if (Potential(json, modes.Crystal, out string reason) is not { } potential)
        {
            yield return new(what, VerificationOutcome.Unchecked, reason);
            yield break;
        }

        int[] sample = new Random(options.Seed).GetItems([.. Enumerable.Range(0, modes.QPoints.Length)], Math.Min(options.Samples, modes.QPoints.Length));
        MaceDynamicalMatrix exact = new(potential, modes.Crystal, options.Threads, cancellation);
        foreach (int q in sample.Distinct().Order())
        {
            PhononModes again = PhononSolver.Solve(exact, [modes.QPoints[q]], options.Threads, null, cancellation);
            double error = again.EnergiesAt(0).ToArray().Zip(modes.EnergiesAt(q).ToArray(), Difference).Max();
            Vector3d k = modes.QPoints[q];
            yield return Compare(FormattableString.Invariant($"{what} modes at q = ({k.X:0.####} {k.Y:0.####} {k.Z:0.####})"), error, WavenumberTolerance, "cm⁻¹");
        }
    }

    IEnumerable<VerificationItem> Spectrum(string place, JsonObject json)
    {
        SpectrumResult stored = SpectrumResult.FromJson(json);
        string what = $"{place}spectrum.json";
        if (manifest.Files.Any(f => f.Path == $"{place}spectrum.csv"))
        {
            yield return Compare($"{place}spectrum.csv, to spectrum.json", TableError(File.ReadLines(Existing($"{place}spectrum.csv")), stored), TableTolerance, "of the maximum");
        }

        JsonObject provenance = json["provenance"]!.AsObject(), settings = provenance["settings"]!.AsObject();
        if (Foreign(settings) is { } foreign)
        {
            yield return new(what, VerificationOutcome.Unchecked, foreign);
            yield break;
        }

        StudyOptions study = options.Settings(settings) with { Threads = options.Threads };
        ScatteringOptions scattering = study.Scattering with { Threads = options.Threads };
        if (Tensors(place, provenance, study, scattering) is not var (tensors, coherent))
        {
            yield return new(what, VerificationOutcome.Unchecked, "the modes are neither beside it nor at hand; name their folder with --inputs");
            yield break;
        }

        SpectrumResult again = SpectrumResult.From(InsCalculator.Compute(tensors, scattering, null, cancellation, coherent), []);
        double largest = again.Banks.Values.Max(b => b.Max());
        foreach ((string bank, double[] values) in again.Banks)
        {
            double[] old = stored.Banks[bank];
            double error = old.Length == values.Length ? old.Zip(values, (a, b) => Math.Abs(a - b)).Max() / largest : double.PositiveInfinity;
            yield return Compare($"{what} {bank}, {values.Length} bins", error, IntensityTolerance, "of the maximum");
        }
    }

    IEnumerable<VerificationItem> Summary(string place, JsonObject json)
    {
        foreach (JsonNode? point in json["points"]!.AsArray())
        {
            string pressure = place + StudyNames.Pressure((double)point!["relaxed"]!["targetPressure"]!) + "/";
            foreach ((string part, string file) in ((string, string)[])[("relaxed", "relax.json"), ("phonons", "phonons.json"), ("thermodynamics", "thermo.json")])
            {
                if (point[part] is JsonObject inner && manifest.Files.Any(f => f.Path == pressure + file))
                {
                    JsonObject step = ResultManifest.Parse(Existing(pressure + file), LargestJson);
                    string[] other = [.. inner.Where(p => step.ContainsKey(p.Key) && !JsonNode.DeepEquals(p.Value, step[p.Key])).Select(p => p.Key)];
                    yield return other.Length == 0
                        ? new($"{place}summary.json {part} of {pressure}", VerificationOutcome.Agrees, $"as in {file}")
                        : new($"{place}summary.json {part} of {pressure}", VerificationOutcome.Differs, $"{string.Join(", ", other)} as in no {file}");
                }
            }
        }
    }

    // The modes beside the spectrum, or the file that it was computed from.
    (SpectralTensors, CoherentOnePhonon?)? Tensors(string place, JsonObject provenance, StudyOptions study, ScatteringOptions scattering)
    {
        if (manifest.Files.Any(f => f.Path == $"{place}modes.h5") && !scattering.IsCoherent)
        {
            PhononModes modes = PhononFile.Read(Existing($"{place}modes.h5")).Modes;
            return (SpectralTensors.Binned(modes, SpaceGroup.Find(modes.Crystal), scattering, cancellation), null);
        }

        if (provenance["inputs"] is not JsonObject { Count: 1 } inputs || files.InputOf(provenance, inputs.First().Key) is not { } file || !PhononInput.Recognises(file))
        {
            return null;
        }

        TensorSource source = TensorSource.Read(file, study);
        SpectralTensors tensors = source.Tensors(scattering, null, cancellation);
        return (tensors, scattering.IsCoherent ? source.Coherent(tensors, scattering.Directions, options.Threads) : null);
    }

    // Settings that name files are not followed: a path in results may lead anywhere.
    static string? Foreign(JsonObject settings)
    {
        JsonObject scattering = settings["scattering"]!.AsObject();
        JsonObject reading = settings["phonon-file"] as JsonObject ?? [];
        return scattering.ContainsKey("cross-sections") ? "takes a file of cross sections"
            : (FileCheck.Text(scattering["instrument"]) ?? "").Contains(".yml", StringComparison.OrdinalIgnoreCase) ? "takes an instrument file"
            : reading.ContainsKey("cells") || reading.ContainsKey("forces") || reading.ContainsKey("born") ? "takes several files of phonons"
            : scattering.ContainsKey("like") ? "is as another program computes it"
            : null;
    }

    MacePotential? Potential(JsonObject step, Crystal crystal, out string reason)
    {
        JsonObject provenance = step["provenance"]!.AsObject();
        string hash = FileCheck.Text(provenance["model"]?["sha256"]) ?? "", name = FileCheck.Text(provenance["model"]?["name"]) ?? "?";
        JsonObject settings = provenance["settings"]!.AsObject();
        string file = options.Model ?? (ModelFile.Default.Card.Sha256 == hash ? ModelFile.DefaultName : files.InputOf(provenance, FileCheck.Text(settings["model"]) ?? "") ?? "");
        reason = crystal.AtomCount > LargestCell ? $"has more than {LargestCell} atoms" : file.Length == 0 ? $"the model {name} is not at hand; name its file with --model, or its folder with --inputs" : "";
        if (reason.Length > 0)
        {
            return null;
        }

        string key = $"{file} {settings["precision"]} {settings["head"]}";
        if (!potentials.TryGetValue(key, out MacePotential? potential))
        {
            ModelFile model = ModelFile.Read(file);
            if (model.Card.Sha256 != hash)
            {
                throw new InsInputException(file, null, $"is another model than {name} (sha256 {model.Card.Sha256}, not {hash})", "give the one that the results were computed with");
            }

            StudyOptions study = new() { Precision = FileCheck.Text(settings["precision"]) ?? "float64", Head = FileCheck.Text(settings["head"]) };
            potentials[key] = potential = StudyChecks.Potential(model, study, crystal);
        }

        return potential;
    }

    // A file that may be opened: within the folder, and of bounded length, which devices and pipes have not.
    string Existing(string name)
    {
        string path = files.PathOf(name) ?? throw new InsInputException(Path.Combine(folder, name), null, "is a link, or behind one", "give the results themselves");
        return new FileInfo(path) is { Exists: true, Length: > 0 and <= LargestFile }
            ? path
            : throw new InsInputException(path, null, $"is missing, empty, or larger than {LargestFile >> 20} MiB", "give the results as they were written");
    }

    static bool IsSingle(JsonObject step) => FileCheck.Text(step["provenance"]?["settings"]?["precision"]) == "float32";

    static string Place(string path) => path[..(path.LastIndexOf('/') + 1)];

    static string WithoutStamp(string text) => string.Join('\n', text.Split('\n').Where(l => !l.StartsWith($"# {ResultStamp.Key}: ", StringComparison.Ordinal)));

    static VerificationItem Compare(string what, double error, double tolerance, string unit) => error <= tolerance
        ? new(what, VerificationOutcome.Agrees, string.Create(CultureInfo.InvariantCulture, $"within {error:0.0e+0} {unit} (allowed {tolerance:0.0e+0})"))
        : new(what, VerificationOutcome.Differs, string.Create(CultureInfo.InvariantCulture, $"by {error:G4} {unit} (allowed {tolerance:0.0e+0})"));

    static double Difference(double again, double stored)
    {
        double a = again * Constants.EvInWavenumbers, b = stored * Constants.EvInWavenumbers;
        return Math.Abs((a * Math.Abs(a)) - (b * Math.Abs(b))) / Math.Max(SoftMode, Math.Abs(a) + Math.Abs(b));
    }

    static double Distance(Crystal a, Crystal b) => a.AtomCount != b.AtomCount || !a.AtomicNumbers.SequenceEqual(b.AtomicNumbers)
        ? double.PositiveInfinity
        : Enumerable.Range(0, a.AtomCount).Max(i => (a.Positions[i] - b.Positions[i]).Norm);

    // Largest difference of a column that is a bank, relative to the largest intensity.
    static double TableError(IEnumerable<string> lines, SpectrumResult stored)
    {
        string[][] rows = [.. lines.Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split(','))];
        double largest = stored.Banks.Values.Max(b => b.Max()), worst = rows.Length == stored.Energies.Length + 1 ? 0 : double.PositiveInfinity;
        for (int column = 0; column < rows[0].Length && worst <= TableTolerance; column++)
        {
            double[]? expected = column == 0 ? stored.Energies : stored.Banks.GetValueOrDefault(rows[0][column]);
            double scale = column == 0 ? 1 : largest;
            for (int k = 0; expected is not null && k < expected.Length; k++)
            {
                double error = Math.Abs(double.Parse(rows[k + 1][column], CultureInfo.InvariantCulture) - expected[k]) / scale;
                worst = double.IsNaN(error) ? double.PositiveInfinity : Math.Max(worst, error);
            }
        }

        return worst;
    }
}
