using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using InsCore.Phonons;
using InsCore.Scattering.Coherent;
using InsCore.Scattering.Compatibility;
using InsCore.Spectra;
using InsCore.Studies;

namespace InsCore.Cli.Commands;

/// <summary>The flags of --like euphonic, named as in Euphonic's own programs; energies are in the --unit unless their own stands behind them.</summary>
internal sealed class EuphonicFlags
{
    readonly List<Option> own = [];
    readonly Option<int?> bins, points, least, most, jitter;
    readonly Option<double?> density, qMinimum, qSpacing, qBroadening, scale, error;
    readonly Option<string?> energyBroadening, shape, sampling, incident, final, angles, method, fit, triangle, eMinimum, eMaximum;
    readonly Option<bool> adaptive, dipoleSlopes;

    /// <summary>Adds the flags to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="map">True for maps, false for densities of states.</param>
    public EuphonicFlags(Command command, bool map)
    {
        T Add<T>(T option, bool wanted)
            where T : Option
        {
            if (wanted)
            {
                command.Options.Add(option);
                own.Add(option);
            }

            return option;
        }

        const string Like = "Like Euphonic: ";
        bins = Add(new Option<int?>("--ebins") { Description = Like + "bins in energy (default 200)." }, true);
        energyBroadening = Add(new Option<string?>("--energy-broadening", "--eb") { Description = Like + "full width of lines, a number or a polynomial in the energy \"1 0.1 -0.001\" (default: none)." }, true);
        shape = Add(new Option<string?>("--shape") { Description = Like + "gauss (default) or lorentz." }, map);
        error = Add(new Option<double?>("--adaptive-error") { Description = Like + "error allowed where kernels of few widths are mixed (default 0.01)." }, true);
        fit = Add(new Option<string?>("--adaptive-fit") { Description = Like + "how kernel widths follow from it: cheby-log (default) or cubic." }, true);
        triangle = Add(new Option<string?>("--triangle") { Description = Like + "triangle of D(q) that is diagonalised: upper (default, as Euphonic does), lower, or mean (both, as without --like)." }, true);
        qMinimum = Add(new Option<double?>("--q-min") { Description = Like + "lower end of |Q|, 1/Å (default 0)." }, map);
        qSpacing = Add(new Option<double?>("--q-spacing") { Description = Like + "width of bins in |Q|, or step of a path, 1/Å (default 0.025)." }, map);
        qBroadening = Add(new Option<double?>("--q-broadening", "--qb") { Description = Like + "full width along |Q|, 1/Å (default: none)." }, map);
        points = Add(new Option<int?>("--npts") { Description = Like + "directions at each |Q| (default 1000)." }, map);
        density = Add(new Option<double?>("--npts-density") { Description = Like + "or: directions for each Å⁻² of Q²." }, map);
        least = Add(new Option<int?>("--npts-min") { Description = Like + "the least of them (default 100)." }, map);
        most = Add(new Option<int?>("--npts-max") { Description = Like + "the most of them (default 10000)." }, map);
        sampling = Add(new Option<string?>("--sampling") { Description = Like + "golden (default), sphere-projected-grid, spherical-polar-grid, spherical-polar-improved or random-sphere." }, map);
        jitter = Add(new Option<int?>("--jitter") { Description = Like + "move each direction within its cell, by random numbers of this seed." }, map);
        incident = Add(new Option<string?>("--e-i", "--e-incident") { Description = Like + "incident energy that masks a map, e.g. 60 or \"300 cm-1\"." }, map);
        final = Add(new Option<string?>("--e-f", "--e-final") { Description = Like + "or final energy." }, map);
        angles = Add(new Option<string?>("--angle-range") { Description = Like + "detector angles, e.g. \"3 140\" (default 0 to 180)." }, map);
        adaptive = Add(new Option<bool>("--adaptive") { Description = Like + "width of each mode by its gradient." }, !map);
        dipoleSlopes = Add(new Option<bool>("--adaptive-dipoles") { Description = Like + "gradients with the change of the dipole–dipole interaction, which Euphonic leaves out." }, !map);
        scale = Add(new Option<double?>("--adaptive-scale") { Description = Like + "factor on these widths (default 1)." }, !map);
        method = Add(new Option<string?>("--adaptive-method") { Description = Like + "reference (default) or fast." }, !map);
        eMinimum = Add(new Option<string?>("--e-min") { Description = Like + "lower end of the energies (default 0, or the lowest imaginary mode)." }, !map);
        eMaximum = Add(new Option<string?>("--e-max") { Description = Like + "upper end (default: 5 % above the highest mode)." }, !map);
    }

    /// <summary>Refuses these flags where --like euphonic is not asked for.</summary>
    /// <exception cref="InsInputException">One is given.</exception>
    public void Refuse(ParseResult parse)
    {
        if (own.Find(o => parse.GetResult(o) is { Implicit: false }) is { } given)
        {
            throw new InsInputException(given.Name, null, "is a setting of --like euphonic, which is not asked for", "add --like euphonic, or leave it out");
        }
    }

    /// <summary>Refuses flags that another program has nothing for.</summary>
    /// <exception cref="InsInputException">One is given.</exception>
    public static void RefuseOthers(string program, ParseResult parse, params string[] names)
    {
        if (Array.Find(names, n => Given(parse, n)) is { } given)
        {
            throw new InsInputException(given, null, $"means nothing like {program}", "leave it out; docs/compatibility.md lists what --like takes");
        }
    }

    /// <summary>True where a flag stands on the command line.</summary>
    public static bool Given(ParseResult parse, string name) => parse.GetResult(name) is OptionResult { Implicit: false };

    /// <summary>How a file is read: no sum rule unless one is given, and one triangle of the dynamical matrix.</summary>
    public PhononInputOptions Reading(ParseResult parse, PhononInputOptions read) => read with
    {
        SumRule = Given(parse, "--asr") ? read.SumRule : SumRule.None,
        Asymmetry = Choice("--triangle", parse.GetValue(triangle), IndexSymmetry.Upper),
    };

    /// <summary>The settings of a call.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="options">Temperature, range and threads, where they are given.</param>
    /// <param name="unit">Unit of energies without one.</param>
    /// <exception cref="InsInputException">A flag is malformed.</exception>
    public EuphonicOptions Read(ParseResult parse, StudyOptions options, EnergyUnit unit)
    {
        EuphonicOptions defaults = new();
        return defaults with
        {
            Weighting = Choice("--weighting", parse.GetValue<string?>("--weighting"), EuphonicWeighting.Dos),
            Temperature = Given(parse, "--temperature") ? options.Scattering.Temperature : null,
            Sampling = Sampling(parse.GetValue(sampling)),
            Points = parse.GetValue(points) ?? defaults.Points,
            PointDensity = parse.GetValue(density),
            LeastPoints = parse.GetValue(least) ?? defaults.LeastPoints,
            MostPoints = parse.GetValue(most) ?? defaults.MostPoints,
            Jitter = parse.GetValue(jitter),
            EnergyBins = parse.GetValue(bins) ?? defaults.EnergyBins,
            MinimumEnergy = Energy("--e-min", parse.GetValue<string?>("--e-min"), unit),
            MaximumEnergy = Energy("--e-max", parse.GetValue<string?>("--e-max"), unit),
            QMinimum = parse.GetValue(qMinimum) ?? 0,
            QMaximum = options.Map.QMaximum ?? defaults.QMaximum,
            QSpacing = parse.GetValue(qSpacing) ?? defaults.QSpacing,
            EnergyBroadening = parse.GetValue(energyBroadening) is { } text
                ? [.. SettingText.Numbers("--energy-broadening", text).Select((c, k) => c * Math.Pow(unit.Wavenumbers, 1 - k))] : [],
            QBroadening = parse.GetValue(qBroadening) ?? 0,
            Shape = Shape(parse.GetValue<string?>("--shape")),
            IsAdaptive = parse.GetValue(adaptive),
            HasDipoleSlopes = parse.GetValue(dipoleSlopes),
            AdaptiveScale = parse.GetValue(scale) ?? 1,
            IsAdaptiveFast = parse.GetValue(method) switch
            {
                null or "reference" => false,
                "fast" => true,
                { } other => throw new InsInputException("--adaptive-method", null, $"\"{other}\" is not known", "choose reference or fast"),
            },
            WidthError = parse.GetValue(error) ?? defaults.WidthError,
            WidthFit = Choice("--adaptive-fit", parse.GetValue(fit), EuphonicWidthFit.ChebyLog),
            IncidentEnergy = Energy("--e-i", parse.GetValue(incident), unit),
            FinalEnergy = Energy("--e-f", parse.GetValue(final), unit),
            Angles = parse.GetValue(angles) is not { } range ? defaults.Angles
                : SettingText.Numbers("--angle-range", range) is [var from, var to] ? (from, to)
                : throw new InsInputException("--angle-range", null, $"\"{range}\" is not two angles", "write e.g. \"3 140\""),
            Threads = options.Threads,
        };
    }

    static SphereSampling Sampling(string? text) => Choice("--sampling", text, SphereSampling.Golden) is var chosen && chosen != SphereSampling.Quadrature
        ? chosen
        : throw new InsInputException("--sampling", null, "quadrature is not one of Euphonic's", "choose golden, sphere-projected-grid, spherical-polar-grid, spherical-polar-improved or random-sphere");

    static LineShape Shape(string? text) => text?.ToLowerInvariant() switch
    {
        null or "gauss" or "gaussian" => LineShape.Gaussian,
        "lorentz" or "lorentzian" => LineShape.Lorentzian,
        _ => throw new InsInputException("--shape", null, $"\"{text}\" is not known", "choose gauss or lorentz"),
    };

    // Euphonic's names have hyphens where ours have capitals.
    static T Choice<T>(string flag, string? text, T fallback)
        where T : struct, Enum => text is null
        ? fallback
        : Array.Find(Enum.GetNames<T>(), n => string.Equals(n, text.Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase)) is { } name
            ? Enum.Parse<T>(name)
            : throw new InsInputException(flag, null, $"\"{text}\" is not known", $"choose {string.Join(", ", Enum.GetNames<T>().Select(Hyphened))}");

    static string Hyphened(string name) =>
        string.Concat(name.Select((c, k) => char.IsUpper(c) ? $"{(k > 0 ? "-" : "")}{char.ToLower(c, CultureInfo.InvariantCulture)}" : $"{c}"));

    static double? Energy(string flag, string? text, EnergyUnit unit) => text is null ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value * unit.Wavenumbers
        : SettingText.Energy(flag, text);
}
