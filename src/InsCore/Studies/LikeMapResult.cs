using System.Text.Json.Nodes;
using InsCore.Spectra;

namespace InsCore.Studies;

/// <summary>Maps as another program computes them, and their files.</summary>
public sealed record LikeMapResult
{
    /// <summary>AbINS or Euphonic.</summary>
    public required string Program { get; init; }

    /// <summary>The maps, intensities per cm⁻¹.</summary>
    public required IReadOnlyList<LikeMap> Maps { get; init; }

    /// <summary>What stands in the titles of figures.</summary>
    public required string Subject { get; init; }

    /// <summary>Unit of the intensities without their "per energy".</summary>
    public required string IntensityUnit { get; init; }

    /// <summary>Unit of the intensities per cm⁻¹ in the notation of Euphonic's files, e.g. "millibarn * centimeter".</summary>
    public required string PintUnit { get; init; }

    /// <summary>Unit of energies in files and figures.</summary>
    public required EnergyUnit Unit { get; init; }

    /// <summary>How colours of the figures follow intensities.</summary>
    public MapScale Scale { get; init; }

    /// <summary>Settings, and what must be known of them, a line each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Files written, without folder.</summary>
    public IReadOnlyList<string> Files { get; private set; } = [];

    /// <summary>Base name of the files, e.g. sqw-abins.</summary>
    public string FileName => $"sqw-{Program.ToLowerInvariant()}";

    /// <summary>Several lines for people.</summary>
    public override string ToString() => string.Join(
        "\n  ", [$"S(Q, ω) like {Program}", .. Notes, .. Maps.Where(m => m.Difference is not null).SelectMany(m => m.Difference!.Regions.Select(r => m.Name.Length > 0 ? $"{m.Name}: {r}" : $"{r}"))]);

    /// <summary>Everything but the maps themselves, as JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["program"] = Program,
        ["notes"] = new JsonArray([.. Notes.Select(n => JsonValue.Create(n))]),
        ["units"] = new JsonObject
        {
            ["energyTransfer"] = $"{Unit.Symbol}, bin centres",
            ["momentumTransfer"] = Maps[0].Ticks is null ? "Å⁻¹, bin centres" : "Å⁻¹, position along the path",
            ["intensity"] = $"{IntensityUnit} per {Unit.Symbol}",
        },
        ["maps"] = new JsonArray([.. Maps.Select(Summary)]),
        ["files"] = new JsonArray([.. Files.Select(f => JsonValue.Create(f))]),
    };

    /// <summary>Writes figures and tables.</summary>
    internal void WriteFiles(string folder)
    {
        List<string> files = [];
        foreach (LikeMap map in Maps)
        {
            string name = FileName + map.Suffix, path = Path.Combine(folder, name), title = $"{Subject}, like {Program}{(map.Name.Length > 0 ? $", {map.Name}" : "")}";
            MapTable.Write(path + ".csv", [title, .. Notes], map.Total, $"{IntensityUnit} per {Unit.Symbol}", Unit);
            MapFile.Write(path + ".h5", title, string.Join("; ", Notes), [map.Total, .. map.Parts], null, IntensityUnit, Unit);
            EuphonicSpectra.Write(path + ".euphonic.json", PintUnit, map.Total);
            new MapFigure(title, IntensityUnit, Unit, Scale).Write(path, LikeMap.Evened(map.Total), map.Lines, map.Ticks);
            files.AddRange([name + ".csv", name + ".h5", name + ".euphonic.json", name + ".png", name + ".svg"]);
            if (map.Difference is { } difference)
            {
                new MapFigure($"{title}, less the exact map", IntensityUnit, Unit).Write(path + "-difference", difference.Difference, [], null, isDifference: true);
                new MapFigure($"{Subject}, exact{(map.Name.Length > 0 ? $", {map.Name}" : "")}", IntensityUnit, Unit, Scale).Write(path + "-exact", difference.Exact, map.Lines);
                MapFile.Write(path + "-difference.h5", title, string.Join("; ", Notes), [difference.Like, difference.Exact, difference.Difference], null, IntensityUnit, Unit);
                files.AddRange([name + "-difference.png", name + "-difference.svg", name + "-difference.h5", name + "-exact.png", name + "-exact.svg"]);
            }
        }

        Files = files;
    }

    JsonObject Summary(LikeMap map) => new()
    {
        ["name"] = map.Name,
        ["momentumTransfer"] = SpectrumParts.Array(map.Total.Q),
        ["energyTransfer"] = SpectrumParts.Array(Unit.FromWavenumbers(map.Total.Energies)),
        ["parts"] = new JsonArray([.. map.Parts.Select(p => JsonValue.Create(p.Label))]),
        ["difference"] = map.Difference is null ? null : new JsonArray([.. map.Difference.Regions.Select(Region)]),
    };

    static JsonObject Region(MapRegion region) => new()
    {
        ["fromWavenumber"] = region.FromEnergy,
        ["toWavenumber"] = region.ToEnergy,
        ["fromQ"] = region.FromQ,
        ["toQ"] = region.ToQ,
        ["ratio"] = region.IsDark ? null : region.Ratio,
        ["largestDeviation"] = region.IsDark ? null : region.Deviation,
    };
}
