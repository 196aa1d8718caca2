using System.Globalization;
using System.Text.Json.Nodes;
using InsCore.Scattering;
using InsCore.Spectra;
using InsCore.Structures;

namespace InsCore.Studies;

/// <summary>Maps of S(|Q|, ω) with what must be said beside them, and their files.</summary>
public sealed class MapResult
{
    const string IntensityUnit = "barn/sr per cell";

    // These stand out over the colours of a map as well as over white, for the colour-blind too.
    static readonly string[] Colours = ["#E69F00", "#D55E00", "#CC79A7"];

    readonly EnergyUnit unit;
    readonly MapScale scale;
    readonly string subject;

    internal MapResult(ScatteringMapSet maps, Crystal crystal, MapSettings settings, IReadOnlyList<string> notes)
    {
        (Maps, unit, Notes) = (maps, settings.Unit, notes);
        scale = settings.Scale ?? (maps.Path is null ? MapScale.Linear : MapScale.Log);
        subject = StudyNames.Formula(crystal);
    }

    /// <summary>The maps.</summary>
    public ScatteringMapSet Maps { get; }

    /// <summary>What a user should know of how the input was read.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>What the maps show: of a powder S(|Q|, ω), of a single crystal S(Q, ω).</summary>
    public string Symbol => Maps.Path is null ? "S(|Q|, ω)" : "S(Q, ω)";

    /// <summary>Files written, without folder.</summary>
    public IReadOnlyList<string> Files { get; private set; } = [];

    /// <summary>Instrument, temperature, cross sections, resolution.</summary>
    public string Settings => string.Create(
        CultureInfo.InvariantCulture,
        $"{Maps.Instrument?.Name ?? "no instrument"}, {Maps.Options.Temperature} K, resolution {Maps.Resolution?.Name ?? "none"}, {Maps.Options.Weighting.ToString().ToLowerInvariant()} cross sections of {Maps.Options.CrossSections.Name}");

    /// <summary>Accuracy, laws and warnings, a line each.</summary>
    public IReadOnlyList<string> Diagnostics =>
    [
        .. Maps.Path is not null ? (string[])[] :
        [
            FormattableString.Invariant($"sum rule {Maps.Laws.SumRule:0.0e+00}, recoil {Maps.Laws.Recoil:0.0e+00}, detailed balance {Maps.Laws.DetailedBalance:0.0e+00} (relative, before resolution)"),
            FormattableString.Invariant($"numerical accuracy {ScatteringText.Accuracy(Maps.AchievedAccuracy, Maps.CoherentAccuracy)} at each |Q| (wanted {Maps.Options.Accuracy:0.0e+00})"),
        ],
        .. Notes,
        .. Maps.Warnings.Select(w => $"warning: {w}"),
    ];

    /// <summary>Everything but the maps themselves, as JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["settings"] = Settings,
        ["diagnostics"] = new JsonArray([.. Diagnostics.Select(d => JsonValue.Create(d))]),
        ["units"] = new JsonObject { ["energyTransfer"] = $"{unit.Symbol}, bin centres", ["momentumTransfer"] = Maps.Path is null ? "Å⁻¹, bin centres" : "Å⁻¹, position along the path", ["path"] = "reciprocal lattice vectors", ["elastic"] = IntensityUnit },
        ["maps"] = new JsonArray([.. Maps.Maps.Select(Summary)]),
        ["files"] = new JsonArray([.. Files.Select(f => JsonValue.Create(f))]),
    };

    /// <summary>Writes figures and tables.</summary>
    internal void WriteFiles(string folder)
    {
        List<string> files = [];
        foreach (ScatteringMap map in Maps.Maps)
        {
            string name = Maps.Maps.Count == 1 ? "sqw" : $"sqw-{map.Bank!.Name.Replace(" ", "", StringComparison.Ordinal)}";
            string path = Path.Combine(folder, name);
            MapTable.Write(path + ".csv", [Title(map), Settings, .. Diagnostics], map.Total, $"{IntensityUnit} per {unit.Symbol}", unit, Maps.Path?.Points);
            MapFile.Write(path + ".h5", Title(map), Settings, [map.Total, .. map.Processes, .. map.Species], map.Elastic, IntensityUnit, unit);
            new MapFigure(Title(map), IntensityUnit, unit, scale).Write(path, map.Total, Lines(map), Maps.Path?.Ticks,
                isMeasured: Maps.Path is null && map.Bank is { Kinematics.Geometry: InstrumentGeometry.Direct } seen ? seen.Measures : null);
            files.AddRange([name + ".csv", name + ".h5", name + ".png", name + ".svg"]);
            if (map.Bank is { Kinematics.Geometry: InstrumentGeometry.Direct, Angles.Count: >= 2 } bank)
            {
                NxspeFile.Write(path + ".nxspe", map.Total, bank.Kinematics.FixedEnergy, [.. bank.Angles]);
                files.Add(name + ".nxspe");
            }
        }

        Files = files;
    }

    string Title(ScatteringMap map) => string.Create(
        CultureInfo.InvariantCulture,
        $"{subject}{(Maps.Path is null ? "" : ", single crystal")}, {Maps.Options.Temperature} K{(Maps.Instrument is null ? "" : $", {StudyNames.Instrument(Maps.Instrument)}")}{(map.Bank is { Kinematics.Geometry: InstrumentGeometry.Direct } bank ? $", incident energy {bank.Name}" : "")}");

    JsonNode Summary(ScatteringMap map) => new JsonObject
    {
        ["bank"] = map.Bank?.Name,
        ["momentumTransfer"] = SpectrumParts.Array(map.Total.Q),
        ["path"] = Maps.Path is { } path ? new JsonArray([.. path.Points.Select(q => SpectrumParts.Array([q.X, q.Y, q.Z]))]) : null,
        ["energyTransfer"] = SpectrumParts.Array(unit.FromWavenumbers(map.Total.Energies)),
        ["elastic"] = SpectrumParts.Array(map.Elastic),
        ["parts"] = new JsonArray([.. map.Processes.Concat(map.Species).Select(p => JsonValue.Create(p.Label))]),
    };

    // Of direct geometry the smallest and the largest angle covered; of indirect geometry the line that each bank sees.
    List<MapLine> Lines(ScatteringMap map)
    {
        if (Maps.Instrument is null || Maps.Path is not null)
        {
            return [];
        }

        return Maps.Instrument.Geometry == InstrumentGeometry.Direct
            ? [.. Limits(map.Total, map.Bank)]
            : [.. Maps.Instrument.Banks.SelectMany((bank, k) => bank.Angles.Select(angle =>
                Line(map.Total, bank, angle, Colours[k % Colours.Length], k % 2 == 1)))];
    }

    static MapLine Line(Spectrum2D map, DetectorBank bank, double angle, string colour, bool isDashed)
    {
        double[] energies = [.. map.Energies.Where(bank.Allows)];
        string label = bank.Kinematics.Geometry == InstrumentGeometry.Direct
            ? string.Create(CultureInfo.InvariantCulture, $"kinematic limit, {angle:0.#}°")
            : string.Create(CultureInfo.InvariantCulture, $"{bank.Name}, {angle:0.#}°");
        return new(label, System.Array.ConvertAll(energies, e => Math.Sqrt(bank.Kinematics.QSquared(e, angle))), energies, colour, isDashed);
    }

    /// <summary>Smallest and largest angle that a bank covers, as lines over a map.</summary>
    internal static IReadOnlyList<MapLine> Limits(Spectrum2D map, DetectorBank? bank) => bank is null ? [] :
    [
        Line(map, bank, bank.Coverage.Min(c => c.From), Colours[0], false), Line(map, bank, bank.Coverage.Max(c => c.To), Colours[1], true),
    ];
}
