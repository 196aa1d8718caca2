using System.Text.Json.Nodes;
using InsCore.Scattering;
using InsCore.Spectra;

namespace InsCore.Studies;

/// <summary>A spectrum as a study keeps it: what figures, tables and comparisons need, and what must be said beside it.</summary>
public sealed record SpectrumResult
{
    // Where the modes of molecules and their lattice end that INS is mostly looked at for, cm⁻¹.
    const double FingerprintEnd = 1200;

    /// <summary>Centres of the bins, cm⁻¹.</summary>
    public required double[] Energies { get; init; }

    /// <summary>Totals by bank, the mean of all ("all") among them unless they have different incident energies, <see cref="InsSpectrum.IntensityUnit"/>.</summary>
    public required IReadOnlyDictionary<string, double[]> Banks { get; init; }

    /// <summary>What the mean of all banks consists of, or the spectrum of each incident energy. At least one.</summary>
    public required IReadOnlyList<SpectrumParts> Parts { get; init; }

    /// <summary>Instrument, temperature, resolution model, cross sections.</summary>
    public required string Settings { get; init; }

    /// <summary>Diagnostics and warnings, a line each.</summary>
    public required IReadOnlyList<string> Diagnostics { get; init; }

    /// <summary>True if an earlier run had computed it.</summary>
    public bool WasStored { get; init; }

    /// <summary>Figures that <see cref="WriteFiles"/> makes by element, without folder.</summary>
    public IReadOnlyList<string> Figures => [.. Parts.Select(p => $"spectrum{p.Suffix}.png")];

    /// <summary>Total of a bank; by default the mean of all, or the first incident energy.</summary>
    public Spectrum1D Total(string label, string? bank = null) => new(label, Energies, Banks[bank ?? Parts[0].Name]);

    /// <summary>One line for people.</summary>
    public override string ToString() => $"spectrum  {Settings}{StudyNames.Stored(WasStored)}";

    /// <summary>Takes over what was computed.</summary>
    /// <param name="spectrum">The spectrum.</param>
    /// <param name="notes">What else must be said beside it.</param>
    public static SpectrumResult From(InsSpectrum spectrum, IReadOnlyList<string> notes)
    {
        SpectrumParts[] parts = [.. spectrum.Spectra.Select(b => SpectrumParts.From(b, spectrum.Diagnostics.CoherentAccuracy ?? 0))];
        double last = spectrum.Energies[^1];
        return new SpectrumResult
        {
            Energies = spectrum.Energies,
            Banks = spectrum.Banks.ToDictionary(b => b.Name, b => b.Total),
            Parts = parts,
            Settings = ScatteringText.Settings(spectrum),
            Diagnostics =
            [
                .. ScatteringText.Lines(spectrum),
                .. parts.Select(p => (Part: p, End: p.End(spectrum.Energies))).Where(p => p.End < last).Select(p => FormattableString.Invariant(
                    $"figure{(p.Part.IncidentEnergy is { } energy ? $" of {energy}" : "")} to {p.End:F0} cm⁻¹: above are neither modes nor more than {100 * SpectrumParts.Faint:0.#} % of the highest intensity; the tables go to {last:F0} cm⁻¹")),
                .. notes,
            ],
        };
    }

    internal static SpectrumResult FromJson(JsonObject json) => new()
    {
        Energies = SpectrumParts.Numbers(json["energyTransfer"]),
        Banks = SpectrumParts.Group(json["banks"]),
        Parts = json["incidentEnergies"] is JsonObject several
            ? [.. several.Select(s => SpectrumParts.FromJson(s.Key, s.Value!.AsObject()))]
            : [SpectrumParts.FromJson(InsSpectrum.AllBanks, json)],
        Settings = (string)json["settings"]!,
        Diagnostics = [.. json["diagnostics"]!.AsArray().Select(n => (string)n!)],
        WasStored = true,
    };

    /// <summary>Everything as JSON, with a units object; of several incident energies each has its own parts.</summary>
    public JsonObject ToJson()
    {
        JsonObject json = new()
        {
            ["settings"] = Settings,
            ["diagnostics"] = new JsonArray([.. Diagnostics.Select(d => JsonValue.Create(d))]),
            ["units"] = new JsonObject { ["energyTransfer"] = "cm⁻¹, bin centres", ["intensity"] = InsSpectrum.IntensityUnit, ["uncertainty"] = $"{InsSpectrum.IntensityUnit}, numerical, of the coherent part" },
            ["energyTransfer"] = SpectrumParts.Array(Energies),
            ["banks"] = SpectrumParts.Object(Banks),
        };
        if (Parts is [{ IncidentEnergy: null } whole])
        {
            whole.WriteJson(json);
            return json;
        }

        JsonObject energies = [];
        foreach (SpectrumParts part in Parts)
        {
            JsonObject own = [];
            part.WriteJson(own);
            energies[part.Name] = own;
        }

        json["incidentEnergies"] = energies;
        return json;
    }

    /// <summary>Writes table and figures.</summary>
    /// <param name="folder">Where spectrum.csv, spectrum.png and .svg go; of several incident energies spectrum-300meV.png and so on.</param>
    /// <param name="title">Title of what is shown: of one incident energy, of all (null).</param>
    /// <param name="label">What the legend calls the whole.</param>
    internal void WriteFiles(string folder, Func<string?, string> title, string label = "total")
    {
        List<Spectrum1D> columns = [.. Banks.Select(b => new Spectrum1D(b.Key, Energies, b.Value)), .. Parts.SelectMany(p => p.Columns(Energies))];
        string what = Parts[0].IncidentEnergy is null ? "elements and orders are means of all banks" : "each incident energy has its own columns";
        SpectrumTable.Write(
            Path.Combine(folder, "spectrum.csv"),
            [title(null), Settings, $"intensities in {InsSpectrum.IntensityUnit}; energies are bin centres; {what}", .. Diagnostics],
            columns);
        MantidAscii.Write(Path.Combine(folder, "spectrum.dat"), InsSpectrum.IntensityUnit, columns, [title(null), Settings]);
        NexusFile.Write(Path.Combine(folder, "spectrum.nxs"), InsSpectrum.IntensityUnit, columns, $"{title(null)}; {Settings}");
        foreach (SpectrumParts part in Parts)
        {
            Spectrum1D total = Total(label, part.Name), lines = new("one-phonon lines", Energies, part.Lines);
            double end = part.End(Energies);
            SpectrumFigure figure = new(title(part.IncidentEnergy), InsSpectrum.IntensityUnit, Energies[0], Math.Min(FingerprintEnd, end)) { Uncertainty = part.Uncertainty };
            figure.WriteStacked(Path.Combine(folder, "spectrum" + part.Suffix), total, SpectrumParts.Curves(part.Species, Energies), lines);
            SpectrumFigure full = new(title(part.IncidentEnergy), InsSpectrum.IntensityUnit, Energies[0], end) { Uncertainty = part.Uncertainty };
            full.WriteStacked(Path.Combine(folder, $"spectrum-full{part.Suffix}"), total, SpectrumParts.Curves(part.Orders, Energies), lines);
        }
    }
}
