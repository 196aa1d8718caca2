using System.CommandLine;
using System.Text.Json;
using InsCore.Studies;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Cli.Tests;

/// <summary>Whatever a flag can say, the study file can say, with the same outcome.</summary>
public sealed class StudyKeysTests : IDisposable
{
    // What a call is about, not what a study is.
    static readonly string[] OfTheCall = ["--modes", "--json", "--quiet", "--config", "--dry-run", "--all-modes", "--help", "--version"];

    static readonly string[] Verbs = ["run", "relax", "pressure", "phonons", "ins", "sqw", "bands", "dos", "compare", "instruments", "md", "thermo"];

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Verb, flag with its value, and the same in a study file.</summary>
    public static TheoryData<string, string[], string> Settings => new()
    {
        { "run", ["--output", "out"], "output: out" },
        { "run", ["--threads", "3"], "threads: 3" },
        { "run", ["--force"], "force: true" },
        { "run", ["--model", "MODEL"], "model: m.model" },
        { "run", ["--head", "second"], "head: second" },
        { "run", ["--executor", "managed"], "executor: managed" },
        { "run", ["--device", "0:1"], "device: 0:1" },
        { "run", ["--radial", "exact"], "radial: exact" },
        { "run", ["--precision", "float32"], "precision: float32" },
        { "run", ["--pressure", "0 1.5"], "pressures: [0, 1.5]" },
        { "pressure", ["--hysteresis"], "hysteresis: true" },
        { "pressure", ["--elastic"], "elastic: true" },
        { "thermo", ["--temperature", "0:100:50 300"], "thermodynamics: { temperatures: ['0:100:50', 300] }" },
        { "thermo", ["--cif", "10 300"], "thermodynamics: { cif: [10, 300] }" },
        { "run", ["--quasiharmonic"], "thermodynamics: { quasiharmonic: true }" },
        { "run", ["--spectra", "10 300"], "thermodynamics: { spectra: [10, 300] }" },
        { "run", ["--fmax", "0.1"], "relaxation: { force: 0.1 }" },
        { "run", ["--smax", "0.2"], "relaxation: { stress: 0.2 }" },
        { "run", ["--steps", "7"], "relaxation: { steps: 7 }" },
        { "run", ["--fix-cell"], "relaxation: { cell: false }" },
        { "run", ["--mesh", "3 2 1"], "phonons: { mesh: [3, 2, 1] }" },
        { "run", ["--spacing", "0.2"], "phonons: { spacing: 0.2 }" },
        { "run", ["--method", "displacements"], "phonons: { method: displacements }" },
        { "run", ["--supercell", "2 2 1"], "phonons: { supercell: [2, 2, 1] }" },
        { "run", ["--distance", "12"], "phonons: { distance: 12 }" },
        { "run", ["--displacement", "0.02"], "phonons: { displacement: 0.02 }" },
        { "ins", ["--temperature", "80"], "scattering: { temperature: 80 }" },
        { "ins", ["--instrument", "maps:A"], "scattering: { instrument: 'maps:A' }" },
        { "ins", ["--ei", "120 300"], "scattering: { ei: [120, 300] }" },
        { "ins", ["--frequency", "240 120"], "scattering: { frequency: [240, 120] }" },
        { "ins", ["--resolution", "none"], "scattering: { resolution: none }" },
        { "ins", ["--e-min", "-10 meV"], "scattering: { e-min: -10 meV }" },
        { "ins", ["--e-max", "0.5 eV"], "scattering: { e-max: 0.5 eV }" },
        { "ins", ["--bin", "2"], "scattering: { bin: 2 }" },
        { "ins", ["--orders", "3"], "scattering: { orders: 3 }" },
        { "ins", ["--weighting", "coherent"], "scattering: { weighting: coherent }" },
        { "ins", ["--cross-sections", "TABLE"], "scattering: { cross-sections: table.txt }" },
        { "ins", ["--resolve", "atoms"], "scattering: { resolve: atoms }" },
        { "ins", ["--accuracy", "1e-6"], "scattering: { accuracy: 1e-6 }" },
        { "ins", ["--imaginary", "error"], "scattering: { imaginary: error }" },
        { "ins", ["--lowest", "4"], "scattering: { lowest: 4 }" },
        { "ins", ["--acoustic"], "scattering: { acoustic: true }" },
        { "ins", ["--sound-speeds", "1500 1500 3000"], "scattering: { sound-speeds: [1500, 1500, 3000] }" },
        { "ins", ["--coherent"], "scattering: { coherent: true }" },
        { "ins", ["--directions", "900"], "scattering: { directions: 900 }" },
        { "ins", ["--like", "abins own-k=no"], "scattering: { like: abins own-k=no }" },
        { "ins", ["--difference"], "scattering: { difference: true }" },
        { "sqw", ["--instrument", "let"], "map: { instrument: let }" },
        { "sqw", ["--q-max", "4"], "map: { q-max: 4 }" },
        { "sqw", ["--q-bins", "50"], "map: { q-bins: 50 }" },
        { "sqw", ["--e-max", "60 meV"], "map: { e-max: 60 meV }" },
        { "sqw", ["--bin", "0.1 THz"], "map: { bin: 0.1 THz }" },
        { "sqw", ["--path", "0 0 0 2 0 0"], "map: { path: [[0, 0, 0], [2, 0, 0]] }" },
        { "sqw", ["--coherent"], "map: { coherent: true }" },
        { "sqw", ["--directions", "900"], "map: { directions: 900 }" },
        { "sqw", ["--scale", "sqrt"], "map: { scale: sqrt }" },
        { "sqw", ["--unit", "THz"], "map: { unit: THz }" },
        { "bands", ["--interpolate", "2 2 2"], "dispersion: { interpolate: [2, 2, 2] }" },
        { "bands", ["--unit", "meV"], "dispersion: { unit: meV }" },
        { "bands", ["--path", "Γ-X"], "dispersion: { path: Γ-X }" },
        { "bands", ["--step", "0.1"], "dispersion: { step: 0.1 }" },
        { "bands", ["--connect"], "dispersion: { connect: true }" },
        { "bands", ["--eigenvectors"], "dispersion: { eigenvectors: true }" },
        { "dos", ["--bin", "3"], "dispersion: { bin: 3 }" },
        { "dos", ["--width", "1 0.02"], "dispersion: { width: [1, 0.02] }" },
        { "dos", ["--width", "adaptive"], "dispersion: { width: adaptive }" },
        { "dos", ["--shape", "lorentzian"], "dispersion: { shape: lorentzian }" },
        { "compare", ["--unit", "meV"], "compare: { unit: meV }" },
        { "compare", ["--spectrum", "2"], "compare: { spectrum: 2 }" },
        { "compare", ["--column", "backward"], "compare: { column: backward }" },
        { "compare", ["--bank", "forward"], "compare: { bank: forward }" },
        { "compare", ["--regions", "30 600"], "compare: { regions: [30, 600] }" },
        { "compare", ["--background", "polynomial:2"], "compare: { background: polynomial:2 }" },
        { "compare", ["--prominence", "0.1"], "compare: { prominence: 0.1 }" },
        { "compare", ["--significance", "3"], "compare: { significance: 3 }" },
        { "compare", ["--tolerance", "10"], "compare: { tolerance: 10 }" },
        { "md", ["--ensemble", "npt"], "md: { ensemble: npt }" },
        { "md", ["--temperature", "250"], "md: { temperature: 250 }" },
        { "md", ["--time", "5 ps"], "md: { time: 5 ps }" },
        { "md", ["--equilibration", "1ps"], "md: { equilibration: 1 ps }" },
        { "md", ["--dt", "1 fs"], "md: { step: 1 fs }" },
        { "md", ["--thermostat", "langevin"], "md: { thermostat: langevin }" },
        { "md", ["--thermostat-time", "0.1 ps"], "md: { thermostat-time: 100 fs }" },
        { "md", ["--barostat-time", "2 ps"], "md: { barostat-time: 2 ps }" },
        { "md", ["--sample", "4 fs"], "md: { sample: 4 fs }" },
        { "md", ["--frame", "1 ps"], "md: { frame: 1 ps }" },
        { "md", ["--restart", "2 min"], "md: { restart: 120 s }" },
        { "md", ["--seed", "7"], "md: { seed: 7 }" },
        { "md", ["--replicas", "3"], "md: { replicas: 3 }" },
        { "md", ["--cells", "2 1 1"], "md: { cells: [2, 1, 1] }" },
        { "md", ["--md-precision", "float32"], "md: { precision: float32 }" },
        { "batch", ["--q-blocks", "4"], "batch: { q-blocks: 4 }" },
        { "batch", ["--cpus", "8"], "batch: { cpus: 8 }" },
        { "batch", ["--memory", "2000"], "batch: { memory: 2000 }" },
        { "batch", ["--time", "02:00:00"], "batch: { time: 02:00:00 }" },
        { "batch", ["--at-once", "20"], "batch: { at-once: 20 }" },
        { "ins", ["--cells", "CELLS"], "phonon-file: { cells: cells.yaml }" },
        { "ins", ["--dim", "2 2 2"], "phonon-file: { dim: [2, 2, 2] }" },
        { "ins", ["--dim", "0 1 1 1 0 1 1 1 0"], "phonon-file: { dim: [[0, 1, 1], [1, 0, 1], [1, 1, 0]] }" },
        { "ins", ["--primitive-axes", "0 1/2 1/2 1/2 0 1/2 1/2 1/2 0"], "phonon-file: { primitive-axes: F }" },
        { "ins", ["--forces", "FORCES"], "phonon-file: { forces: forces }" },
        { "ins", ["--born", "BORN"], "phonon-file: { born: born }" },
        { "ins", ["--no-nac"], "phonon-file: { nac: false }" },
        { "ins", ["--asr", "none"], "phonon-file: { asr: none }" },
        { "ins", ["--dipoles", "removed"], "phonon-file: { dipoles: removed }" },
    };

    [Theory]
    [MemberData(nameof(Settings))]
    public void Setting_InTheFile_IsThatOfTheFlag(string verb, string[] flag, string yaml)
    {
        folder.File("table.txt", "H, 1.5, 80\n");
        Dictionary<string, string> files = new()
        {
            ["MODEL"] = "m.model", ["TABLE"] = "table.txt", ["CELLS"] = "cells.yaml", ["FORCES"] = "forces", ["BORN"] = "born",
        };
        string[] words = Array.ConvertAll(flag, w => files.TryGetValue(w, out string? name) ? Path.Combine(folder.Path, name) : w);

        string ofFlag = Text(Flags(verb, words)), ofFile = Text(StudyFile.Read(folder.File("study.yml", yaml + "\n"), new()));
        Assert.Equal(ofFlag, ofFile);
        if (flag[0] != "--unit" || verb != "sqw")
        {
            Assert.NotEqual(Text(new()), ofFile);
        }
    }

    [Fact]
    public void EveryFlag_HasAKey_AndEveryKeyAFlag()
    {
        string[] tested = [.. Settings.Select(s => s.Data.Item2[0]).Distinct()];
        string[] flags = [.. Program.Root().Subcommands.Where(c => Verbs.Contains(c.Name)).Concat(Program.Root().Subcommands.Single(c => c.Name == "batch").Subcommands.Where(c => c.Name == "plan")).SelectMany(c => c.Options).Where(o => !IsOfEuphonic(o)).Select(o => o.Name).Distinct()];
        Assert.Empty(flags.Except(tested).Except(OfTheCall));

        string[] keys = [.. StudyKeys.Sections.SelectMany(s => s.Value.Select(k => s.Key + k)).Except(StudyKeys.Sections.Keys.Select(k => k.TrimEnd('.')))];
        string[] written = [.. Settings.Select(s => s.Data.Item3).Select(y => y.Contains('{') ? $"{y.Split(':')[0]}.{y.Split('{')[1].Split(':')[0].Trim()}" : y.Split(':')[0])];
        Assert.Empty(keys.Except(written).Except(["structure", "structures", "models", "compare.experiment", "compare.pressure"]));
    }

    // A call that repeats one of Euphonic's programs has their flags, and no study behind it.
    static bool IsOfEuphonic(Option option) => option.Description?.StartsWith("Like Euphonic: ", StringComparison.Ordinal) == true;

    [Fact]
    public void EveryKey_StandsInTheDocumentation()
    {
        string page = File.ReadAllText(Path.Combine(TestData.Root, "docs", "cli.md")).Split("## Study files")[1];
        Assert.All(StudyKeys.Sections.SelectMany(s => s.Value), key => Assert.Contains($"{key}:", page, StringComparison.Ordinal));
    }

    static StudyOptions Flags(string verb, string[] words)
    {
        Command command = new(verb);
        StudyFlags flags = new(command);
        PhononFlags? phonons = verb == "md" ? null : new(command);
        _ = verb switch
        {
            "ins" => flags.WithMesh().WithScattering().WithLike(),
            "sqw" => flags.WithScattering(map: true).WithMap(),
            "bands" => flags.WithDispersion().WithBands(),
            "dos" => flags.WithDispersion().WithDensity(),
            "pressure" => flags.WithSeries(),
            "compare" => flags.WithComparison(),
            "md" => flags.WithDynamics(),
            "thermo" => flags.WithThermodynamics(),
            "batch" => flags.WithBatch(),
            _ => flags.WithModel().WithRelaxation().WithQuasiHarmonic().WithPhonons().WithScattering(),
        };
        ParseResult parse = command.Parse(words);
        Assert.Empty(parse.Errors);
        StudyOptions options = flags.Read(parse);
        return phonons is null ? options : options with { PhononFile = phonons.Read(parse, options.PhononFile) };
    }

    static string Text(StudyOptions options) => JsonSerializer.Serialize(
        options with
        {
            Scattering = options.Scattering with { CrossSections = InsCore.Scattering.CrossSectionTable.Sears1992 },
            PhononFile = options.PhononFile with { SupercellMatrix = null, PrimitiveAxes = null },
        })
        + options.Scattering.CrossSections.Name + options.PhononFile.SupercellMatrix + options.PhononFile.PrimitiveAxes;
}
