using System.Text.Json.Nodes;
using InsCore.Scattering.Compatibility;
using InsCore.Spectra;

namespace InsCore.Studies;

/// <summary>A spectrum as another program computes it, with its parts, and how it differs from the exact one.</summary>
public sealed record LikeResult
{
    // Most of what is told apart lies below, cm⁻¹; the difference is shown over everything.
    const double FigureEnd = 1200;

    /// <summary>AbINS or Euphonic.</summary>
    public required string Program { get; init; }

    /// <summary>The total.</summary>
    public required Spectrum1D Total { get; init; }

    /// <summary>Its elements, which add up to the total.</summary>
    public required IReadOnlyList<Spectrum1D> Elements { get; init; }

    /// <summary>Other parts: orders, banks.</summary>
    public IReadOnlyList<Spectrum1D> Parts { get; init; } = [];

    /// <summary>What the intensities are, e.g. σ S(Q, ω).</summary>
    public required string Quantity { get; init; }

    /// <summary>Unit of the intensities.</summary>
    public required string Unit { get; init; }

    /// <summary>Settings, and what must be known of them, a line each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The comparison with the exact spectrum, or null if none was asked for.</summary>
    public AbinsDifference? Difference { get; init; }

    /// <summary>What it is: spectrum, or dos.</summary>
    public string Kind { get; init; } = "spectrum";

    /// <summary>Base name of the files, e.g. spectrum-abins.</summary>
    public string FileName => $"{Kind}-{Program.ToLowerInvariant()}";

    /// <summary>Several lines for people.</summary>
    public override string ToString() =>
        string.Join("\n  ", [$"{Kind} like {Program}", .. Notes, .. Difference?.Regions.Select(r => r.ToString()) ?? []]);

    /// <summary>Everything as JSON, with a units object.</summary>
    public JsonObject ToJson()
    {
        JsonObject json = new()
        {
            ["program"] = Program,
            ["notes"] = new JsonArray([.. Notes.Select(n => JsonValue.Create(n))]),
            ["quantity"] = Quantity,
            ["units"] = new JsonObject { ["energyTransfer"] = "cm⁻¹, bin centres", ["intensity"] = Unit },
            ["energyTransfer"] = SpectrumParts.Array(Total.Energies),
            ["total"] = SpectrumParts.Array(Total.Intensities),
            ["parts"] = new JsonObject(Elements.Concat(Parts).Select(p => KeyValuePair.Create(p.Label, (JsonNode?)SpectrumParts.Array(p.Intensities)))),
        };
        if (Difference is not null)
        {
            json["difference"] = new JsonArray([.. Difference.Regions.Select(Region)]);
        }

        return json;
    }

    /// <summary>Writes table and figures into a folder.</summary>
    internal void WriteFiles(string folder, string title)
    {
        string path = Path.Combine(folder, FileName);
        SpectrumTable.Write(path + ".csv", [title, $"intensities: {Quantity} in {Unit}; energies are bin centres", .. Notes], [Total, .. Elements, .. Parts]);
        new SpectrumFigure(title, Unit, 0, Math.Min(FigureEnd, Total.Energies[^1]), Quantity).WriteStacked(path, Total, Elements);
        if (Difference is not null)
        {
            new SpectrumFigure(title, Scattering.InsSpectrum.IntensityUnit, 0, Total.Energies[^1]).WriteOffset(path + "-difference", [Difference.Exact, Difference.Like]);
        }
    }

    /// <summary>Writes the table and the figure of a density of states.</summary>
    /// <param name="folder">Where they go.</param>
    /// <param name="title">What it is.</param>
    /// <param name="quantity">Unit of the densities without their "per energy".</param>
    /// <param name="unit">Unit of the energies in the figure.</param>
    internal void WriteDensity(string folder, string title, string quantity, EnergyUnit unit)
    {
        string path = Path.Combine(folder, FileName);
        SpectrumTable.Write(path + ".csv", [title, $"densities in {Unit}; energies are bin centres", .. Notes], [Total, .. Elements]);
        double[] energies = unit.FromWavenumbers(Total.Energies);
        new DispersionFigure(title, unit).WriteDensities(
            path, [.. new[] { Total }.Concat(Elements).Select(c => (c.Label, energies, unit.DensityFromWavenumbers(c.Intensities)))], $"{quantity} per {unit.Symbol}");
    }

    static JsonObject Region(AbinsDifferenceRegion region) => new()
    {
        ["from"] = region.Comparison.From,
        ["to"] = region.Comparison.To,
        ["ratio"] = double.IsFinite(region.Comparison.Ratio) ? region.Comparison.Ratio : null,
        ["largestDeviation"] = region.Comparison.IsDark ? null : region.Comparison.Deviation,
        ["largestDeviationAt"] = region.Comparison.IsDark ? null : region.Comparison.DeviationEnergy,
        ["cause"] = region.Sentence,
        ["effects"] = new JsonObject(region.Effects.Select(e => KeyValuePair.Create(e.Cause, double.IsFinite(e.Effect) ? (JsonNode?)e.Effect : null))),
    };
}
