using System.Text.Json.Nodes;
using InsCore.Backends;
using InsCore.Comparison;
using InsCore.Phonons;
using InsCore.Phonons.Thermodynamics;
using InsCore.Potentials;
using InsCore.Pressure;
using InsCore.Reports;
using InsCore.Scattering;
using InsCore.Structures;

namespace InsCore.Studies;

/// <summary>
/// From a crystal and a potential to spectra at several pressures: relaxation, phonons, spectrum, comparison. Each step is kept in the
/// output folder with a key of what it was computed from, so that a second run computes nothing twice and a stopped one goes on.
/// </summary>
public sealed class Study
{
    readonly StudyContext context;
    readonly Crystal start;

    Study(StudyContext context, Crystal start, ModelCard card)
    {
        this.context = context;
        this.start = start;
        Card = card;
    }

    /// <summary>The potential's card: name, licence, caveats.</summary>
    public ModelCard Card { get; }

    /// <summary>The crystal that the study starts from: the primitive cell of the file's.</summary>
    public Crystal Start => start;

    /// <summary>The options.</summary>
    public StudyOptions Options => context.Options;

    /// <summary>What the steps share.</summary>
    internal StudyContext Shared => context;

    /// <summary>The same study with other options of the same potential and structure.</summary>
    /// <param name="options">The options.</param>
    /// <param name="isStoredOnly">True where every step must have been computed before.</param>
    internal Study With(StudyOptions options, bool isStoredOnly = false) =>
        new(context with { Options = options, IsStoredOnly = isStoredOnly }, start, Card);

    /// <summary>Reads and checks everything that the study needs; writes nothing.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="commandLine">How the program was called, for the provenance.</param>
    /// <param name="progress">Where progress goes.</param>
    /// <param name="cancellation">Stops the study; it goes on when run again.</param>
    /// <exception cref="InsInputException">A file or a setting cannot be used.</exception>
    /// <exception cref="ArgumentException">A setting is out of range, or the model does not know an element.</exception>
    public static Study Open(
        StudyOptions options, string commandLine = "", IProgress<StepProgress>? progress = null, CancellationToken cancellation = default)
    {
        StudyChecks.Check(options);
        Crystal read = StructureFile.Read(options.Structure);
        if (read.Lattice is null)
        {
            throw new InsInputException(options.Structure, null, "is a molecule without a lattice", "give a crystal");
        }

        if (!read.Lattice.IsRightHanded)
        {
            throw new InsInputException(
                options.Structure, null, "has a left-handed cell", "swap two lattice vectors together with their fractional coordinates");
        }

        PrimitiveCell primitive = PrimitiveCell.Of(read, SpaceGroup.Find(read));
        if (primitive.Crystal.AtomCount < read.AtomCount)
        {
            progress?.Report(new StepProgress(
                "primitive cell", 0, 0, $"{read.AtomCount} → {primitive.Crystal.AtomCount} atoms; mesh and intensities per cell refer to it"));
        }

        ModelFile file = ModelFile.Read(options.Model);
        MacePotential potential = StudyChecks.Potential(file, options, primitive.Crystal);
        Provenance provenance = StudyProvenance.Of(
            commandLine, options, options.Model == ModelFile.DefaultName ? [options.Structure] : [options.Structure, options.Model], CardJson(file.Card), file.Card.Caveats is { } caveats ? [caveats] : [], potential.DescribeExecutor());
        StudyContext context = new(options, potential, Identity(file, options), provenance, progress, cancellation);
        return new Study(context, primitive.Crystal, file.Card);
    }

    /// <summary>What tells a potential from others.</summary>
    internal static string Identity(ModelFile file, StudyOptions options) => $"{file.Card.Sha256} {options.Precision} {options.Head}";

    /// <summary>What the study would do.</summary>
    public StudyPlan Plan() => StudyPlan.Of(context, start);

    /// <summary>Folder of the results at a pressure.</summary>
    public string Folder(double pressure) =>
        Path.Combine(Options.Output, StudyNames.Pressure(pressure));

    /// <summary>Folder of a trajectory.</summary>
    /// <param name="pressure">GPa.</param>
    /// <param name="replica">Which of the replicas, from 0.</param>
    public string DynamicsFolder(double pressure, int replica) => Path.Combine(Folder(pressure), DynamicsStep.FolderOf(replica));

    /// <summary>Relaxes the crystal at each pressure, each from its nearest neighbour.</summary>
    /// <param name="report">Told of each finished relaxation in one line.</param>
    /// <returns>In the order of the pressures asked for.</returns>
    public IReadOnlyList<RelaxedStructure> Relax(Action<string>? report = null)
    {
        Dictionary<double, RelaxedStructure> done = [];
        foreach ((double pressure, double? from) in PressureOrder.Plan(Options.Pressures))
        {
            Crystal begin = from is { } neighbour ? done[neighbour].Crystal : start;
            done[pressure] = RelaxStep.Run(context, begin, pressure, Folder(pressure), StudyNames.Pressure(pressure), from);
            report?.Invoke($"{StudyNames.Pressure(pressure)}  {done[pressure]}");
        }

        return [.. Options.Pressures.Distinct().Select(p => done[p])];
    }

    /// <summary>
    /// The series that relaxed structures make; with <see cref="StudyOptions.Hysteresis"/> each pressure is also relaxed on the way back, with
    /// <see cref="StudyOptions.Elastic"/> there are elastic constants.
    /// </summary>
    /// <param name="relaxed">What <see cref="Relax"/> gave.</param>
    /// <param name="report">Told of each finished relaxation in one line.</param>
    public PressureSeries Series(IReadOnlyList<RelaxedStructure> relaxed, Action<string>? report = null)
    {
        List<SeriesPoint>? back = Options.Hysteresis ? [] : null;
        Dictionary<double, Crystal> outer = relaxed.ToDictionary(r => r.TargetPressure, r => r.Crystal);
        foreach ((double pressure, double from) in Options.Hysteresis ? PressureOrder.Return(outer.Keys) : [])
        {
            RelaxedStructure again = RelaxStep.Run(
                context, outer[from], pressure, Path.Combine(Folder(pressure), "return"), $"{StudyNames.Pressure(pressure)} return", from);
            report?.Invoke($"{StudyNames.Pressure(pressure)}  back from {StudyNames.Label(from)}: {again}");
            outer[pressure] = again.Crystal;
            back!.Add(again.ToPoint());
        }

        Dictionary<double, ElasticResult> elastic = [];
        foreach (RelaxedStructure r in Options.Elastic ? relaxed : [])
        {
            string place = StudyNames.Pressure(r.TargetPressure);
            elastic[r.TargetPressure] = ElasticStep.Run(context, r.Crystal, Folder(r.TargetPressure), place);
            PolycrystalModuli moduli = elastic[r.TargetPressure].Tensor.Polycrystal();
            report?.Invoke(FormattableString.Invariant($"{place}  elastic   bulk modulus {moduli.BulkReuss:F2}, shear modulus {moduli.Shear:F2} GPa (Hill)"));
        }

        return PressureSeries.Of(relaxed.Select(r => r.ToPoint()), back) with { Elastic = elastic };
    }

    /// <summary>Phonons of a structure, kept in a folder.</summary>
    public PhononResult Phonons(Crystal crystal, string folder, string place = "") =>
        PhononStep.Run(context, crystal, folder, place);

    /// <summary>Molecular dynamics of a structure at a pressure, kept in the folder of the pressure.</summary>
    /// <param name="crystal">Where to start.</param>
    /// <param name="pressure">Of the barostat, GPa; names the folder in any ensemble.</param>
    /// <param name="replica">Which of the replicas, from 0.</param>
    /// <exception cref="InvalidOperationException">The options hold no settings of molecular dynamics.</exception>
    public DynamicsPoint Dynamics(Crystal crystal, double pressure, int replica = 0) => Options.Dynamics is null
        ? throw new InvalidOperationException("the options hold no settings of molecular dynamics")
        : DynamicsStep.Run(context, crystal, pressure, DynamicsFolder(pressure, replica), StudyNames.Pressure(pressure), replica);

    /// <summary>The spectrum of a phonon file; writes it into the output folder.</summary>
    /// <param name="phonons">Modes or force constants, in any format that <see cref="PhononInput"/> reads.</param>
    /// <param name="options">Scattering settings, mesh and output folder.</param>
    /// <param name="commandLine">How the program was called, for the provenance.</param>
    /// <param name="progress">Where progress goes.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    public static SpectrumResult Spectrum(
        string phonons, StudyOptions options, string commandLine = "", IProgress<StepProgress>? progress = null, CancellationToken cancellation = default)
    {
        StudyChecks.CheckMachine(options);
        StudyChecks.Check(options.Scattering);
        TensorSource source = TensorSource.Read(phonons, options);
        StudyContext context = Context(phonons, source, options, commandLine, progress, cancellation);
        return SpectrumStep.Run(
            context, source.Crystal, o => source.Tensors(o, context.Progress, cancellation), source.Key, options.Output, "", source.Notes,
            (tensors, o) => source.Coherent(tensors, o.Directions, o.Threads));
    }

    /// <summary>Maps of S(|Q|, ω) of a phonon file; writes them into the output folder.</summary>
    /// <param name="phonons">Modes or force constants, in any format that <see cref="PhononInput"/> reads.</param>
    /// <param name="options">Scattering settings, ranges, mesh and output folder.</param>
    /// <param name="commandLine">How the program was called, for the provenance.</param>
    /// <param name="progress">Where progress goes.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    public static MapResult Map(
        string phonons, StudyOptions options, string commandLine = "", IProgress<StepProgress>? progress = null, CancellationToken cancellation = default)
    {
        StudyChecks.CheckMap(options);
        TensorSource source = TensorSource.Read(phonons, options, keepCell: options.Map.Path is not null);
        StudyContext context = Context(phonons, source, options, commandLine, progress, cancellation);
        MapResult result = new(MapStep.Run(context, source), source.Crystal, options.Map, source.Notes);
        result.WriteFiles(options.Output);
        context.Finish(Path.Combine(options.Output, "sqw.json"), "", result.ToJson());
        return result;
    }

    static StudyContext Context(
        string phonons, TensorSource source, StudyOptions options, string commandLine, IProgress<StepProgress>? progress, CancellationToken cancellation) => new(
        options,
        null,
        "",
        StudyProvenance.Of(commandLine, options, [phonons], source.Model, source.Notes),
        progress,
        cancellation);

    /// <summary>The relaxations alone, and what they say together; writes pressure.json, tables and figures.</summary>
    /// <param name="report">Told of each finished step in one line.</param>
    public PressureSeries RunSeries(Action<string>? report = null)
    {
        PressureSeries series = Series(Relax(report), report);
        SeriesOutput.Write(Options.Output, series, context.Provenance);
        return series;
    }

    /// <summary>Names of the files that a series is written to.</summary>
    public static IEnumerable<string> SeriesFiles(PressureSeries series) => SeriesOutput.Files(series);

    /// <summary>The whole study.</summary>
    /// <param name="report">Told of each finished step in one line.</param>
    public StudyResult Run(Action<string>? report = null)
    {
        IReadOnlyList<RelaxedStructure> relaxed = Relax(report);
        PressureSeries series = Series(relaxed, report);
        SeriesOutput.Write(Options.Output, series, context.Provenance);
        PressurePoint[] points = [.. relaxed.Select(r => Point(r, report) with { Elastic = series.Elastic.GetValueOrDefault(r.TargetPressure) })];
        StudyResult result = StudyResult.Of(points, context) with
        {
            Series = series,
            QuasiHarmonic = Options.Thermodynamics.QuasiHarmonic ? QuasiHarmonicStep.Run(context, series, points, Folder, report) : null,
        };
        result.Write(Options.Output, Options.Scattering);
        StudyReport.Write(Options.Output);
        return result;
    }

    /// <summary>Everything at one pressure but elastic constants.</summary>
    internal PressurePoint Point(RelaxedStructure relaxed, Action<string>? report)
    {
        string place = StudyNames.Pressure(relaxed.TargetPressure), folder = Folder(relaxed.TargetPressure);
        PhononResult phonons = Phonons(relaxed.Crystal, folder, place);
        report?.Invoke($"{place}  {phonons}");
        PhononModes modes = phonons.Modes;
        SpectrumResult spectrum = SpectrumStep.Run(
            context,
            modes.Crystal,
            o => SpectralTensors.Binned(modes, SpaceGroup.Find(modes.Crystal), o, context.Cancellation),
            phonons.Key,
            folder,
            place,
            []);
        report?.Invoke($"{place}  {spectrum}");
        ComparisonResult? comparison = ComparisonAt(relaxed.TargetPressure) is { } options
            ? ComparisonStep.Run(context, options, spectrum, modes, folder, StudyNames.Label(relaxed.TargetPressure))
            : null;
        if (comparison is not null)
        {
            report?.Invoke($"{place}  {comparison}");
        }

        List<DynamicsPoint> dynamics = [];
        for (int replica = 0; replica < (Options.Dynamics?.Replicas ?? 0); replica++)
        {
            dynamics.Add(Dynamics(relaxed.Crystal, relaxed.TargetPressure, replica));
            report?.Invoke($"{place}  {dynamics[^1]}");
        }

        ThermodynamicTable thermodynamics = ThermodynamicsOutput.Run(context, phonons, folder);
        report?.Invoke($"{place}  {thermodynamics}");
        return new PressurePoint(relaxed, phonons, spectrum) { Comparison = comparison, Dynamics = dynamics.FirstOrDefault(), Replicas = [.. dynamics.Skip(1)], Thermodynamics = thermodynamics };
    }

    ComparisonOptions? ComparisonAt(double pressure) =>
        Options.Comparisons.FirstOrDefault(c => (c.Pressure ?? Options.Pressures[0]) == pressure);

    static JsonObject CardJson(ModelCard card) => new()
    {
        ["name"] = card.Name,
        ["source"] = card.Source,
        ["sha256"] = card.Sha256,
        ["licence"] = card.Licence,
        ["caveats"] = card.Caveats,
    };
}
