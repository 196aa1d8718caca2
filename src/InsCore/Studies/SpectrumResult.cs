using System.Text.Json.Nodes;
using InsCore.Scattering;
using InsCore.Spectra;

namespace InsCore.Studies;

/// <summary>A spectrum as a study keeps it: what figures, tables and comparisons need, and what must be said beside it.</summary>
public sealed record SpectrumResult
{
    /// <summary>Name of the mean of all banks.</summary>
    public const string AllBanks = "all";

    // No comma: it names a column of a table.
    const string CoherentPart = "order 1 coherent";

    // Where the modes of molecules and their lattice end that INS is mostly looked at for, cm⁻¹.
    const double FingerprintEnd = 1200;

    /// <summary>Centres of the bins, cm⁻¹.</summary>
    public required double[] Energies { get; init; }

    /// <summary>Totals by bank, the mean of all ("all") among them, <see cref="InsSpectrum.IntensityUnit"/>.</summary>
    public required IReadOnlyDictionary<string, double[]> Banks { get; init; }

    /// <summary>All orders of each species, mean of all banks.</summary>
    public required IReadOnlyDictionary<string, double[]> Species { get; init; }

    /// <summary>Each order, and "higher", mean of all banks.</summary>
    public required IReadOnlyDictionary<string, double[]> Orders { get; init; }

    /// <summary>One-phonon intensity before resolution, mean of all banks.</summary>
    public required double[] Lines { get; init; }

    /// <summary>The elastic line with resolution, not contained in the totals, mean of all banks.</summary>
    public required double[] Elastic { get; init; }

    /// <summary>Instrument, temperature, resolution model, cross sections.</summary>
    public required string Settings { get; init; }

    /// <summary>Diagnostics and warnings, a line each.</summary>
    public required IReadOnlyList<string> Diagnostics { get; init; }

    /// <summary>True if an earlier run had computed it.</summary>
    public bool WasStored { get; init; }

    /// <summary>Total of a bank.</summary>
    public Spectrum1D Total(string label, string bank = AllBanks) => new(label, Energies, Banks[bank]);

    /// <summary>One line for people.</summary>
    public override string ToString() => $"spectrum  {Settings}{StudyNames.Stored(WasStored)}";

    /// <summary>Takes over what was computed.</summary>
    /// <param name="spectrum">The spectrum.</param>
    /// <param name="notes">What else must be said beside it.</param>
    public static SpectrumResult From(InsSpectrum spectrum, IReadOnlyList<string> notes)
    {
        BankSpectrum all = spectrum.Bank(AllBanks);
        Dictionary<string, double[]> orders = [], species = all.Species.ToDictionary(s => s, all.OfSpecies);
        if (all.Coherent is { } coherent)
        {
            orders[CoherentPart] = species[CoherentPart] = coherent;
        }

        for (int n = 1; n <= all.Orders; n++)
        {
            orders[$"order {n}{(n == 1 && all.Coherent is not null ? " incoherent" : "")}"] = all.OfOrder(n);
        }

        orders["higher orders"] = all.HigherOrders();
        return new SpectrumResult
        {
            Energies = spectrum.Energies,
            Banks = spectrum.Banks.ToDictionary(b => b.Name, b => b.Total),
            Species = species,
            Orders = orders,
            Lines = all.OnePhononLines,
            Elastic = all.ElasticLine,
            Settings = ScatteringText.Settings(spectrum),
            Diagnostics = [.. ScatteringText.Lines(spectrum), .. notes],
        };
    }

    internal static SpectrumResult FromJson(JsonObject json) => new()
    {
        Energies = Numbers(json["energyTransfer"]),
        Banks = Group(json["banks"]),
        Species = Group(json["species"]),
        Orders = Group(json["orders"]),
        Lines = Numbers(json["onePhononLines"]),
        Elastic = Numbers(json["elasticLine"]),
        Settings = (string)json["settings"]!,
        Diagnostics = [.. json["diagnostics"]!.AsArray().Select(n => (string)n!)],
        WasStored = true,
    };

    /// <summary>Everything as JSON, with a units object.</summary>
    public JsonObject ToJson() => new()
    {
        ["settings"] = Settings,
        ["diagnostics"] = new JsonArray([.. Diagnostics.Select(d => JsonValue.Create(d))]),
        ["units"] = new JsonObject { ["energyTransfer"] = "cm⁻¹, bin centres", ["intensity"] = InsSpectrum.IntensityUnit },
        ["energyTransfer"] = Array(Energies),
        ["banks"] = Object(Banks),
        ["species"] = Object(Species),
        ["orders"] = Object(Orders),
        ["onePhononLines"] = Array(Lines),
        ["elasticLine"] = Array(Elastic),
    };

    /// <summary>Writes table and figures.</summary>
    /// <param name="folder">Where spectrum.csv, spectrum.png and .svg go.</param>
    /// <param name="title">Title of the figures.</param>
    internal void WriteFiles(string folder, string title)
    {
        List<Spectrum1D> columns = [.. Banks.Select(b => new Spectrum1D(b.Key, Energies, b.Value))];
        columns.AddRange(Species.Where(s => s.Key != CoherentPart).Concat(Orders).Select(s => new Spectrum1D(s.Key, Energies, s.Value)));
        columns.Add(new Spectrum1D("one-phonon lines before resolution", Energies, Lines));
        columns.Add(new Spectrum1D("elastic line", Energies, Elastic));
        SpectrumTable.Write(
            Path.Combine(folder, "spectrum.csv"),
            [title, Settings, $"intensities in {InsSpectrum.IntensityUnit}; energies are bin centres; elements and orders are means of all banks", .. Diagnostics],
            columns);
        MantidAscii.Write(Path.Combine(folder, "spectrum.dat"), InsSpectrum.IntensityUnit, columns, [title, Settings]);
        NexusFile.Write(Path.Combine(folder, "spectrum.nxs"), InsSpectrum.IntensityUnit, columns, $"{title}; {Settings}");
        Spectrum1D total = Total("total"), lines = new("one-phonon lines", Energies, Lines);
        SpectrumFigure figure = new(title, InsSpectrum.IntensityUnit, Energies[0], Math.Min(FingerprintEnd, Energies[^1]));
        figure.WriteStacked(Path.Combine(folder, "spectrum"), total, Parts(Species), lines);
        SpectrumFigure full = new(title, InsSpectrum.IntensityUnit, Energies[0], Energies[^1]);
        full.WriteStacked(Path.Combine(folder, "spectrum-full"), total, Parts(Orders), lines);
    }

    List<Spectrum1D> Parts(IReadOnlyDictionary<string, double[]> group) => [.. group.Select(s => new Spectrum1D(s.Key, Energies, s.Value))];

    static JsonArray Array(double[] values) => [.. values.Select(v => JsonValue.Create(v))];

    static JsonObject Object(IReadOnlyDictionary<string, double[]> group) =>
        new(group.Select(g => KeyValuePair.Create(g.Key, (JsonNode?)Array(g.Value))));

    static double[] Numbers(JsonNode? node) => [.. node!.AsArray().Select(n => (double)n!)];

    static Dictionary<string, double[]> Group(JsonNode? node) => node!.AsObject().ToDictionary(g => g.Key, g => Numbers(g.Value));
}
