using System.Text.Json;
using System.Text.Json.Nodes;
using InsCore.Comparison;
using InsCore.Scattering.Instruments;
using InsCore.Studies;

namespace InsCore.Batch;

/// <summary>A study divided into units that tasks of a cluster compute, and that give together what `inscore run` gives, bit for bit.</summary>
public sealed class BatchPlan
{
    const string Format = "inscore batch plan";
    const int Version = 1;
    const long LargestFile = 64L << 20;
    const string Remedy = "make it again with `inscore batch plan STUDY.yml`";

    readonly IReadOnlyList<string> arguments;
    readonly IReadOnlyDictionary<string, string> inputs;

    BatchPlan(StudyOptions options, string study, IReadOnlyList<string> arguments)
    {
        (Options, this.arguments) = (options, arguments);
        Folder = new BatchFolder(Path.GetFullPath(options.Output));
        Branches = StudyBranch.Of(options);
        inputs = Inputs(options, study).Select(Path.GetFullPath).Distinct().ToDictionary(f => f, Provenance.Sha256);
        Key = StepKey.Of("plan", [Provenance.Version, .. Settings(), .. inputs.OrderBy(i => i.Key, StringComparer.Ordinal).Select(i => $"{Path.GetFileName(i.Key)} {i.Value}")]);
        Units = BatchUnits.Of(Branches, options.Batch, Key);
    }

    /// <summary>The study.</summary>
    public StudyOptions Options { get; }

    /// <summary>Its structures and potentials.</summary>
    public IReadOnlyList<StudyBranch> Branches { get; }

    /// <summary>What tasks compute, in the order of their stages.</summary>
    public IReadOnlyList<BatchUnit> Units { get; }

    /// <summary>What the plan was made from, as a hash: settings, inputs, version of the program.</summary>
    public string Key { get; }

    /// <summary>Where it keeps what.</summary>
    public BatchFolder Folder { get; }

    /// <summary>Threads of a task: of the study, or the processors of a task. Not what a machine happens to have, since forces are summed in another order with
    /// another number, and so have other last bits.</summary>
    public int Threads => Options.Threads > 0 ? Options.Threads : Options.Batch.Processors;

    /// <summary>Number of stages.</summary>
    public int StageCount => Units[^1].Stage + 1;

    /// <summary>Divides a study.</summary>
    /// <param name="options">The study.</param>
    /// <param name="study">The study file.</param>
    /// <param name="arguments">How the plan was asked for. They are kept, to make the same plan again.</param>
    /// <exception cref="InsInputException">A setting or an input cannot be used.</exception>
    public static BatchPlan Of(StudyOptions options, string study, IReadOnlyList<string> arguments)
    {
        options.Batch.Check();
        if (options.Force)
        {
            throw new InsInputException("force", null, "would compute everything again in each task", $"leave it out, or delete the folder {Path.Combine(options.Output, "batch")}");
        }

        return new BatchPlan(options, study, arguments);
    }

    /// <summary>How the plan in a folder was asked for, its working folder first, and its key.</summary>
    /// <exception cref="InsInputException">There is no plan, or it is damaged.</exception>
    public static (string Directory, IReadOnlyList<string> Arguments, string Key) Read(BatchFolder folder)
    {
        try
        {
            if (new FileInfo(folder.Plan).Length <= LargestFile && JsonNode.Parse(File.ReadAllText(folder.Plan)) is JsonObject json
                && (string?)json["format"] == Format && (int?)json["version"] == Version)
            {
                return ((string)json["directory"]!, [.. json["arguments"]!.AsArray().Select(a => (string)a!)], (string)json["key"]!);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException or NullReferenceException)
        {
            throw new InsInputException(folder.Plan, null, "is damaged", Remedy, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InsInputException(folder.Plan, null, $"cannot be read ({e.Message})", Remedy, e);
        }

        throw new InsInputException(folder.Plan, null, "is no plan of this version", Remedy);
    }

    /// <summary>Writes plan and scripts.</summary>
    /// <param name="program">The command that runs this program: its file, and what stands before its arguments.</param>
    /// <param name="estimates">Memory that a unit is estimated to need, MiB.</param>
    /// <returns>The script that submits everything.</returns>
    public string Write(IReadOnlyList<string> program, Func<BatchUnit, int> estimates)
    {
        System.IO.Directory.CreateDirectory(Folder.Log);
        AtomicFile.WriteAllText(Folder.Plan, ToJson().ToJsonString(StudyJson.Indented) + "\n");
        return SlurmScripts.Write(this, program, estimates);
    }

    /// <summary>The script of a stage, from 0.</summary>
    public string ScriptOf(int stage) => Path.Combine(Folder.Root, SlurmScripts.Name(stage));

    /// <summary>Numbers of units as Slurm's --array takes them, e.g. 0-3,7.</summary>
    public static string Array(IEnumerable<BatchUnit> units) => SlurmScripts.Array(units.Select(u => u.Index));

    /// <summary>The plan as JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["format"] = Format,
        ["version"] = Version,
        ["program"] = $"InsCore {Provenance.Version}",
        ["key"] = Key,
        ["directory"] = System.IO.Directory.GetCurrentDirectory(),
        ["arguments"] = new JsonArray([.. arguments.Select(a => JsonValue.Create(a))]),
        ["inputs"] = new JsonObject(inputs.Select(i => KeyValuePair.Create(i.Key, (JsonNode?)JsonValue.Create(i.Value)))),
        ["settings"] = new JsonArray([.. Settings().Select(s => JsonValue.Create(s))]),
        ["units"] = new JsonArray([.. Units.Select(u => u.ToJson())]),
    };

    // What is not in a file: the arguments, and what a reader of the plan wants to know without them.
    IEnumerable<string> Settings() =>
    [
        $"arguments {string.Join(' ', arguments.Select(a => Path.IsPathRooted(a) ? Path.GetFileName(a) : a))}",
        .. Branches.Select(b => $"branch {b.Name}: structure {Path.GetFileName(b.Options.Structure)}, model {Path.GetFileName(b.Options.Model)}"),
        FormattableString.Invariant($"pressures {string.Join(' ', Options.Pressures.Select(p => p.ToString("R", System.Globalization.CultureInfo.InvariantCulture)))}"),
        $"head {Options.Head}, precision {Options.Precision}, executor {Options.Executor}, radial {Options.Radial}, threads {Threads}",
        $"phonons {Options.Phonons.Method}, mesh {string.Join('×', Options.Phonons.Mesh ?? [])}, q-blocks {Options.Batch.QBlocks}",
        FormattableString.Invariant($"spectra of {Options.Scattering.Instrument} at {Options.Scattering.Temperature} K, cross sections {Options.Scattering.CrossSections.Name}"),
    ];

    // All files that a result depends on.
    static IEnumerable<string> Inputs(StudyOptions options, string study) =>
    [
        study,
        .. StudyBranch.Of(options).SelectMany(b => (string[])[b.Options.Structure, .. b.Options.Model == "default" ? [] : (string[])[b.Options.Model]]),
        .. options.Comparisons.Select(c => c.Experiment),
        .. InstrumentDefinition.FileOf(options.Scattering.Instrument) is { } file ? (string[])[file] : [],
    ];
}
