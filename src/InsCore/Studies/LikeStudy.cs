using InsCore.Phonons;
using InsCore.Scattering;
using InsCore.Scattering.Coherent;
using InsCore.Scattering.Compatibility;
using InsCore.Spectra;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Studies;

/// <summary>The spectrum of a phonon file as another program computes it, for comparison with spectra made by that program.</summary>
public static class LikeStudy
{
    /// <summary>Computes a spectrum and writes it into the output folder.</summary>
    /// <param name="phonons">Modes or force constants, in any format that <see cref="PhononInput"/> reads.</param>
    /// <param name="program">abins or euphonic; abins may be followed by settings of <see cref="AbinsSettings"/>.</param>
    /// <param name="difference">True to compare with the exact spectrum, region by region.</param>
    /// <param name="options">Scattering settings, mesh and output folder.</param>
    /// <param name="commandLine">How the program was called, for the provenance.</param>
    /// <param name="progress">Where progress goes.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    /// <exception cref="InsInputException">The file or a setting cannot be used.</exception>
    public static LikeResult Spectrum(
        string phonons,
        string program,
        bool difference,
        StudyOptions options,
        string commandLine = "",
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        StudyChecks.CheckMachine(options);
        StudyChecks.Check(options.Scattering);
        string[] words = program.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        string name = words.Length > 0 ? words[0].ToLowerInvariant() : "";
        if (name is not ("abins" or "euphonic") || (name == "euphonic" && (difference || words.Length > 1)))
        {
            throw new InsInputException(
                "--like",
                null,
                name == "euphonic" ? "like euphonic there are no settings and no difference" : $"\"{program}\" is not known",
                "write --like abins, --like \"abins NAME=VALUE ...\" or --like euphonic");
        }

        // The settings first: a mistake there must not cost a calculation.
        AbinsOptions? abins = name == "abins" ? AbinsSettings.Apply(Options(options.Scattering), words.Skip(1)) : null;
        PhononInput input = PhononInput.Read(phonons, options.PhononFile).RequireMesh();
        Provenance provenance = StudyProvenance.Of(commandLine, options, [phonons], [], input.Notes);
        PhononModes modes = input.Modes ?? Interpolated(input.ForceConstants!, options, progress, cancellation);
        LikeResult result = abins is not null
            ? Abins(modes, abins, difference ? options.ScatteringHere : null, progress, cancellation)
            : Euphonic(modes, options.Scattering);
        result = result with { Notes = [.. result.Notes, .. input.Notes] };
        result.WriteFiles(options.Output, $"{StudyNames.Title(modes.Crystal, "", options.Scattering, null)}, like {result.Program}");
        StudyJson.Write(result.ToJson(), provenance, Path.Combine(options.Output, result.FileName + ".json"));
        return result;
    }

    // AbINS gives TOSCA another final energy, and takes incoherent cross sections unless told otherwise.
    static AbinsOptions Options(ScatteringOptions o) => new()
    {
        Temperature = o.Temperature,
        IncidentEnergies = o.IncidentEnergies,
        Frequencies = o.Frequencies,
        Instrument = string.Equals(o.Instrument, "tosca", StringComparison.OrdinalIgnoreCase) ? "tosca-abins" : o.Instrument,
        Resolution = o.Resolution,
        MaximumEnergy = o.MaximumEnergy,
        BinWidth = o.BinWidth,
        Threads = o.Threads,
    };

    // Whole meshes, which neither program needs to symmetrise.
    static PhononModes Interpolated(ForceConstants constants, StudyOptions options, IProgress<StepProgress>? progress, CancellationToken cancellation) =>
        PhononSolver.Solve(constants, QMesh.Full(PhononStep.MeshOf(constants.Crystal, options.Phonons)), options.Threads, progress, cancellation);

    static LikeResult Abins(
        PhononModes modes, AbinsOptions options, ScatteringOptions? exact, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        SpaceGroup group = SpaceGroup.Find(modes.Crystal);
        Instrument instrument = Instrument.ByName(options.Instrument, options.IncidentEnergies, options.Frequencies);
        if (!instrument.IsOneExperiment)
        {
            throw new InsInputException("--ei", null, $"the mean of {instrument.Banks.Count} incident energies is no spectrum", "give one with --like abins, and call it for each");
        }

        AbinsSpectrum spectrum = AbinsCalculator.Compute(modes, group, options, cancellation);
        AbinsBank all = spectrum.Bank("all");
        Spectrum1D Part(string label, double[] values) => new(label, spectrum.Energies, values);
        bool reduced = modes.Weights.Any(w => Math.Abs(w - modes.Weights[0]) > 1e-6);
        string[] notes =
        [
            FormattableString.Invariant($"instrument {spectrum.Instrument.Name}, {options.Temperature} K, resolution {spectrum.Resolution.Name} by {options.Broadening}, orders to {options.Orders}, {options.Weighting} cross sections of {CrossSections.TableName}"),
            FormattableString.Invariant($"{spectrum.DroppedModes} of {modes.Energies.Length} modes at or below {options.LowestEnergy} cm⁻¹ are left out"),
            .. reduced && !options.Symmetrise ? ["the mesh is reduced by symmetry, over which AbINS does not average displacements; site-symmetry=yes does"] : Array.Empty<string>(),
        ];
        return new LikeResult
        {
            Program = "AbINS",
            Total = Part("total", all.Total),
            Elements = [.. all.Species.OrderBy(s => Order(modes.Crystal, s)).Select(s => Part(s, all.OfSpecies(s)))],
            Parts =
            [
                .. Enumerable.Range(1, options.Orders).Select(n => Part($"order {n}", all.OfOrder(n))),
                .. spectrum.Banks.SkipLast(1).Select(b => Part(b.Name, b.Total)),
            ],
            Quantity = "σ S(Q, ω)",
            Unit = AbinsSpectrum.IntensityUnit,
            Notes = notes,
            Difference = exact is null ? null : AbinsDifference.Compute(modes, group, exact, options, null, progress, cancellation),
        };
    }

    // By atomic number, as in exact spectra, so that an element has one colour in the figures of both.
    static int Order(Crystal crystal, string species) =>
        crystal.AtomicNumbers.ToArray().Where(z => species == Element.Symbol(z)).FirstOrDefault(int.MaxValue);

    static LikeResult Euphonic(PhononModes modes, ScatteringOptions options)
    {
        Instrument instrument = Instrument.ByName(options.Instrument);
        ResolutionModel resolution = instrument.Resolution(options.Resolution);
        int count = (int)Math.Ceiling(options.MaximumEnergy / options.BinWidth);
        EnergyBins bins = EnergyBins.Uniform(0, count * options.BinWidth * Constants.WavenumberInEv, count);
        double[] centres = [.. Enumerable.Range(0, count).Select(k => (k + 0.5) * options.BinWidth)];

        double FullWidth(double energy) =>
            Math.Sqrt(8 * Math.Log(2)) * resolution.Sigma(energy * Constants.EvInWavenumbers, instrument.Banks[0]) * Constants.WavenumberInEv;
        Spectrum1D Part(string label, IEnumerable<double[]> rows)
        {
            double[] sum = [.. Enumerable.Range(0, count).Select(k => rows.Sum(r => r[k]))];
            double[] broadened = sum.All(x => x == 0) ? sum : EuphonicBroadening.Variable(sum, bins, FullWidth);
            return new(label, centres, Array.ConvertAll(broadened, y => y * Constants.WavenumberInEv));
        }

        double[][] parts = EuphonicDensityOfStates.Parts(modes, bins, options.Weighting);
        int[] numbers = modes.Crystal.AtomicNumbers.ToArray();
        return new LikeResult
        {
            Program = "Euphonic",
            Total = Part("total", parts),
            Elements = [.. numbers.Distinct().Order().Select(z => Part(Element.Symbol(z), parts.Where((_, i) => numbers[i] == z)))],
            Quantity = "Density of states × σ⟨M⟩/M",
            Unit = "mbarn per cm⁻¹",
            Notes =
            [
                $"density of states weighted by σ⟨M⟩/M with {options.Weighting.ToString().ToLowerInvariant()} cross sections of {EuphonicConstants.TableName}: one phonon, no dependence on Q, no Debye-Waller factor",
                $"broadened by the resolution {resolution.Name} of {instrument.Name}, by interpolation between widths within {EuphonicBroadening.DefaultError:P0}",
            ],
        };
    }
}
