using System.Text.Json.Nodes;
using InsCore.Scattering;
using InsCore.Spectra;

namespace InsCore.Studies;

/// <summary>What one spectrum consists of: the mean of all banks, or that of one incident energy among several.</summary>
public sealed record SpectrumParts
{
    /// <summary>Intensity that a figure need not show, of the highest.</summary>
    internal const double Faint = 0.01;

    // No comma: it names a column of a table.
    const string CoherentPart = "order 1 coherent";

    // Figures end at a multiple of so many cm⁻¹, this much above the last thing to see.
    const double FigureStep = 50, FigureRoom = 1.04;

    // Lines beyond have no stick in any figure.
    const double LeastLine = 1e-4;

    /// <summary>all, or the incident energy.</summary>
    public required string Name { get; init; }

    /// <summary>All orders of each species, <see cref="InsSpectrum.IntensityUnit"/>.</summary>
    public required IReadOnlyDictionary<string, double[]> Species { get; init; }

    /// <summary>Each order, and "higher orders".</summary>
    public required IReadOnlyDictionary<string, double[]> Orders { get; init; }

    /// <summary>One-phonon intensity before resolution.</summary>
    public required double[] Lines { get; init; }

    /// <summary>The elastic line with resolution, not contained in the total.</summary>
    public required double[] Elastic { get; init; }

    /// <summary>Numerical error of the coherent part, in the unit of the total; 0 without one.</summary>
    public double Uncertainty { get; init; }

    /// <summary>The incident energy where there are several, e.g. 300 meV; null for the mean of all banks.</summary>
    public string? IncidentEnergy => Name == InsSpectrum.AllBanks ? null : Name;

    /// <summary>Appended to the names of figures, e.g. -300meV.</summary>
    internal string Suffix => IncidentEnergy is { } energy ? $"-{energy.Replace(" ", "", StringComparison.Ordinal)}" : "";

    /// <summary>Takes over what was computed.</summary>
    /// <param name="bank">The spectrum.</param>
    /// <param name="coherentError">Of its coherent part, relative to the maximum of that.</param>
    internal static SpectrumParts From(BankSpectrum bank, double coherentError)
    {
        Dictionary<string, double[]> orders = [], species = bank.Species.ToDictionary(s => s, bank.OfSpecies);
        if (bank.Coherent is { } coherent)
        {
            orders[CoherentPart] = species[CoherentPart] = coherent;
        }

        for (int n = 1; n <= bank.Orders; n++)
        {
            orders[$"order {n}{(n == 1 && bank.Coherent is not null ? " incoherent" : "")}"] = bank.OfOrder(n);
        }

        orders["higher orders"] = bank.HigherOrders();
        return new() { Name = bank.Name, Species = species, Orders = orders, Lines = bank.OnePhononLines, Elastic = bank.ElasticLine, Uncertainty = coherentError * (bank.Coherent?.Max() ?? 0) };
    }

    /// <summary>Where a figure ends, cm⁻¹: above are neither modes nor more than <see cref="Faint"/> of the highest intensity.</summary>
    /// <param name="energies">Centres of the bins, cm⁻¹.</param>
    internal double End(double[] energies)
    {
        double[] total = [.. energies.Select((_, bin) => Species.Values.Sum(s => s[bin]))];
        double faint = Faint * total.Max(), least = LeastLine * Lines.Max();
        int last = Math.Max(System.Array.FindLastIndex(total, s => s > faint), System.Array.FindLastIndex(Lines, s => s > least));
        return last < 0 ? energies[^1] : Math.Min(energies[^1], FigureStep * Math.Ceiling(FigureRoom * Math.Max(energies[last], 1) / FigureStep));
    }

    /// <summary>Everything but the total as columns of a table.</summary>
    internal IEnumerable<Spectrum1D> Columns(double[] energies) => Curves(Species.Where(s => s.Key != CoherentPart).Concat(Orders), energies)
        .Append(new("one-phonon lines before resolution", energies, Lines))
        .Append(new("elastic line", energies, Elastic))
        .Select(c => IncidentEnergy is { } energy ? c with { Label = $"{energy} {c.Label}" } : c);

    /// <summary>Parts as curves.</summary>
    internal static List<Spectrum1D> Curves(IEnumerable<KeyValuePair<string, double[]>> group, double[] energies) =>
        [.. group.Select(s => new Spectrum1D(s.Key, energies, s.Value))];

    internal static SpectrumParts FromJson(string name, JsonObject json) => new()
    {
        Name = name,
        Species = Group(json["species"]),
        Orders = Group(json["orders"]),
        Lines = Numbers(json["onePhononLines"]),
        Elastic = Numbers(json["elasticLine"]),
        Uncertainty = (double?)json["uncertainty"] ?? 0,
    };

    internal void WriteJson(JsonObject json)
    {
        json["species"] = Object(Species);
        json["orders"] = Object(Orders);
        json["onePhononLines"] = Array(Lines);
        json["elasticLine"] = Array(Elastic);
        json["uncertainty"] = Uncertainty;
    }

    // Not a collection expression: that adds values by a generic method which needs reflection.
    internal static JsonArray Array(IEnumerable<double> values) => new([.. values.Select(v => (JsonNode?)v)]);

    internal static JsonObject Object(IReadOnlyDictionary<string, double[]> group) =>
        new(group.Select(g => KeyValuePair.Create(g.Key, (JsonNode?)Array(g.Value))));

    internal static double[] Numbers(JsonNode? node) => [.. node!.AsArray().Select(n => (double)n!)];

    internal static Dictionary<string, double[]> Group(JsonNode? node) => node!.AsObject().ToDictionary(g => g.Key, g => Numbers(g.Value));
}
