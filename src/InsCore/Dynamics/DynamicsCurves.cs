using System.Text.Json.Nodes;

namespace InsCore.Dynamics;

/// <summary>The curves of a trajectory as JSON, as far as a page draws them: temperature and cell over time, distances.</summary>
internal static class DynamicsCurves
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "curves.json";

    // Samples that are drawn one by one.
    const int MostSamples = 500;

    // Means of blocks that make a line.
    const int Blocks = 120;

    // Significant digits that a drawing needs.
    const int Digits = 6;

    /// <summary>The curves, with a units object.</summary>
    public static JsonObject ToJson(DynamicsResult result)
    {
        DynamicsSeries s = result.Series;
        int stride = ((s.Times.Length - 1) / MostSamples) + 1;
        JsonArray Every(double[] values) => Array(values.Where((_, k) => k % stride == 0));
        JsonArray Means(double[] values) => Array(DynamicsFigures.Thin(values, Blocks));
        JsonObject means = new() { ["time"] = Means(s.Times), ["temperature"] = Means(s.Temperatures), ["volume"] = Means(s.Volumes) };
        for (int k = 0; k < DynamicsSeries.CellNames.Count; k++)
        {
            means[DynamicsSeries.CellNames[k]] = Means(s.Cell(k));
        }

        return new()
        {
            ["samples"] = new JsonObject { ["time"] = Every(s.Times), ["temperature"] = Every(s.Temperatures), ["volume"] = Every(s.Volumes) },
            ["means"] = means,
            ["startCell"] = Array(Enumerable.Range(0, 6).Select(k => k < 3 ? result.StartCell.Lengths[k] : result.StartCell.Angles[k - 3])),
            ["distances"] = Array(RadialDistribution.Distances),
            ["pairs"] = new JsonArray([.. result.Distances.Select(d => new JsonObject
            {
                ["pair"] = d.Pair, ["within"] = Array(d.Total.Zip(d.Intermolecular, (t, b) => t - b)), ["between"] = Array(d.Intermolecular),
            })]),
            ["units"] = new JsonObject { ["time"] = "ps", ["temperature"] = "K", ["volume"] = "Å³", ["startCell"] = "Å, degrees", ["distances"] = "Å", ["pairs"] = "g(r), 1 where atoms are anywhere" },
        };    }

    static JsonArray Array(IEnumerable<double> values) => new([.. values.Select(v => DynamicsJson.Rounded(v, Digits))]);
}
