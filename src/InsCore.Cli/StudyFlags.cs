using System.CommandLine;
using System.Globalization;
using InsCore.Scattering;
using InsCore.Studies;

namespace InsCore.Cli;

/// <summary>The flags that change study options. What stands on the command line wins over the file given with --config.</summary>
internal sealed class StudyFlags
{
    readonly List<Func<ParseResult, StudyOptions, StudyOptions>> applications = [];
    readonly Command command;
    readonly Option<string?> config = new("--config") { Description = "Study file (YAML) with the same settings; flags win over it." };

    public StudyFlags(Command command)
    {
        this.command = command;
        Add("--output", "Folder of the results (default: results).", (string v, StudyOptions o) => o with { Output = v }, "-o");
        Add("--threads", "Threads (default: all cores).", (int v, StudyOptions o) => o with { Threads = v });
        Add("--force", "Compute again what the output folder already holds.", (bool v, StudyOptions o) => o with { Force = v });
    }

    /// <summary>Adds --config, for verbs that are not called with a study file anyway.</summary>
    public StudyFlags WithConfig()
    {
        command.Options.Add(config);
        return this;
    }

    /// <summary>Adds the choice of the potential.</summary>
    public StudyFlags WithModel()
    {
        Add("--model", "Model file, or \"default\" for the embedded one.", (string v, StudyOptions o) => o with { Model = v }, "-m");
        Add("--head", "Head of a multi-head model.", (string v, StudyOptions o) => o with { Head = v });
        Add("--precision", "float64 (default) or float32.", (string v, StudyOptions o) => o with { Precision = v });
        return this;
    }

    /// <summary>Adds pressures and the settings of the relaxation.</summary>
    public StudyFlags WithRelaxation()
    {
        Add("--pressure", "Pressures, GPa: one or several, e.g. \"0 1.5\".", (string v, StudyOptions o) => o with { Pressures = Numbers("--pressure", v) }, "-p");
        Add("--fmax", "Largest force left, eV/Å (default 1e-4).", (double v, StudyOptions o) => o with { Relaxation = o.Relaxation with { ForceTolerance = v } });
        Add("--smax", "Largest component of stress + P left, GPa (default 0.01).", (double v, StudyOptions o) => o with { Relaxation = o.Relaxation with { StressTolerance = v } });
        Add("--steps", "Steps after which the relaxation is given up.", (int v, StudyOptions o) => o with { Relaxation = o.Relaxation with { MaximumSteps = v } });
        Add("--fix-cell", "Move the atoms only.", (bool v, StudyOptions o) => o with { Relaxation = o.Relaxation with { RelaxCell = !v } });
        return this;
    }

    /// <summary>Adds the settings of the phonon calculation.</summary>
    public StudyFlags WithPhonons()
    {
        Add("--mesh", "Divisions of the q mesh, e.g. \"6 4 8\".", (string v, StudyOptions o) => o with { Phonons = o.Phonons with { Mesh = Integers("--mesh", v) } });
        Add("--spacing", "Or: largest distance of mesh points, 1/Å with 2π (default 0.1).", (double v, StudyOptions o) => o with { Phonons = o.Phonons with { Spacing = v, Mesh = null } });
        Add("--method", "exact (default): second derivatives at each wave vector; or displacements, in a supercell.", (string v, StudyOptions o) => o with { Phonons = o.Phonons with { Method = Choice<PhononMethod>("--method", v) } });
        Add("--supercell", "For displacements: supercell of the displacements, e.g. \"2 1 2\".", (string v, StudyOptions o) => o with { Phonons = o.Phonons with { Supercell = Integers("--supercell", v) } });
        Add("--distance", "Or: shortest distance of an atom from its images, Å (default 15).", (double v, StudyOptions o) => o with { Phonons = o.Phonons with { SupercellDistance = v, Supercell = null } });
        Add("--displacement", "Length of a displacement, Å (default 0.001; 0.01 with float32).", (double v, StudyOptions o) => o with { Phonons = o.Phonons with { Displacement = v } });
        return this;
    }

    /// <summary>Adds the settings of the spectrum.</summary>
    public StudyFlags WithScattering()
    {
        Add("--temperature", "Temperature, K (default 10).", (double v, StudyOptions o) => o with { Scattering = o.Scattering with { Temperature = v } }, "-T");
        Add("--instrument", "NAME or NAME:SETTING as `inscore instruments` lists them, e.g. maps:A, or FILE.yml (default tosca).", (string v, StudyOptions o) => o with { Scattering = o.Scattering with { Instrument = v } });
        Add("--ei", "Incident energies of a direct-geometry instrument, meV, a spectrum each, e.g. \"300 120\".", (string v, StudyOptions o) => o with { Scattering = o.Scattering with { IncidentEnergies = Numbers("--ei", v) } });
        Add("--frequency", "Frequencies of its choppers, Hz, e.g. 400, or \"240 120\".", (string v, StudyOptions o) => o with { Scattering = o.Scattering with { Frequencies = Numbers("--frequency", v) } });
        Add("--resolution", "A model of the instrument (for tosca: oclimax2019, abins, geometry), polynomial(c0,c1,c2) or none; *1.2 behind it widens.", (string v, StudyOptions o) => o with { Scattering = o.Scattering with { Resolution = v } });
        Add("--orders", "Highest order shown apart; all orders are in the total (default 5).", (int v, StudyOptions o) => o with { Scattering = o.Scattering with { Orders = v } });
        Add("--imaginary", "What to do with imaginary modes: exclude (default), absolute or error.", (string v, StudyOptions o) => o with { Scattering = o.Scattering with { Imaginary = Choice<ImaginaryModes>("--imaginary", v) } });
        Add("--lowest", "Leave out modes below this energy, cm⁻¹ (default 0: only those that move an atom by more than 1 Å).", (double v, StudyOptions o) => o with { Scattering = o.Scattering with { LowestEnergy = v } });
        return this;
    }

    /// <summary>The options of this call: defaults, then the file, then the flags.</summary>
    /// <exception cref="InsInputException">The file or a flag is malformed.</exception>
    public StudyOptions Read(ParseResult parse, string? studyFile = null)
    {
        StudyOptions options = new();
        string? file = studyFile ?? (command.Options.Contains(config) ? parse.GetValue(config) : null);
        if (file is not null)
        {
            options = StudyFile.Read(file, options);
        }

        return applications.Aggregate(options, (o, apply) => apply(parse, o));
    }

    void Add<T>(string name, string description, Func<T, StudyOptions, StudyOptions> apply, params string[] aliases)
    {
        Option<T> option = new(name, aliases) { Description = description };
        command.Options.Add(option);
        applications.Add((parse, o) => parse.GetResult(option) is { Implicit: false } ? apply(parse.GetValue(option)!, o) : o);
    }

    static T Choice<T>(string flag, string text)
        where T : struct, Enum =>
        Array.Find(Enum.GetNames<T>(), n => string.Equals(n, text, StringComparison.OrdinalIgnoreCase)) is { } name
            ? Enum.Parse<T>(name)
            : throw new InsInputException(flag, null, $"\"{text}\" is not known", $"choose {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}");

    static double[] Numbers(string flag, string text) =>
        Split<double>(flag, text, s => double.TryParse(s, NumberStyles.Float, CultureInfo.InvariantCulture, out double v) && double.IsFinite(v) ? v : null);

    static int[] Integers(string flag, string text)
    {
        int[] values = Split<int>(flag, text, s => int.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out int v) ? v : null);
        return values.Length == 3 ? values : throw new InsInputException(flag, null, $"\"{text}\" is not three whole numbers", "write e.g. \"6 4 8\"");
    }

    static T[] Split<T>(string flag, string text, Func<string, T?> parse)
        where T : struct =>
        [.. text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries)
            .Select(s => parse(s) ?? throw new InsInputException(flag, null, $"\"{s}\" is not a number that fits here", "write numbers separated by blanks"))];
}
