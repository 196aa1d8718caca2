using System.Text.Json.Nodes;
using InsCore.Structures;

namespace InsCore.Pressure;

/// <summary>The space groups along a series, and where they change.</summary>
/// <param name="Rows">For each pressure the groups found within each of <see cref="Tolerances"/>.</param>
public sealed record SymmetryWatch(IReadOnlyList<(double Pressure, IReadOnlyList<string> Groups)> Rows)
{
    /// <summary>Distances within which positions count as equal, Å. The first decides; a change of a later one tells of a symmetry that is nearly there.</summary>
    public static IReadOnlyList<double> Tolerances { get; } = [1e-3, 1e-2, 5e-2];

    /// <summary>True if the group is the same at every pressure, within every tolerance.</summary>
    public bool IsSteady => Changes.Count == 0;

    /// <summary>Each change between neighbouring pressures, a sentence each.</summary>
    public IReadOnlyList<string> Changes
    {
        get
        {
            List<string> changes = [];
            for (int i = 1; i < Rows.Count; i++)
            {
                for (int t = 0; t < Tolerances.Count; t++)
                {
                    if (Rows[i].Groups[t] != Rows[i - 1].Groups[t])
                    {
                        changes.Add(FormattableString.Invariant(
                            $"between {Rows[i - 1].Pressure:0.####} and {Rows[i].Pressure:0.####} GPa the space group changes from {Rows[i - 1].Groups[t]} to {Rows[i].Groups[t]} (positions within {Tolerances[t]} Å)"));
                    }
                }
            }

            return changes;
        }
    }

    /// <summary>Looks for the groups.</summary>
    /// <param name="points">In the order of their pressures.</param>
    public static SymmetryWatch Of(IReadOnlyList<SeriesPoint> points) =>
        new([.. points.Select(p => (p.Target, (IReadOnlyList<string>)[.. Tolerances.Select(t => Name(SpaceGroup.Find(p.Crystal, t)))]))]);

    /// <summary>As JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["tolerances"] = new JsonArray([.. Tolerances.Select(t => JsonValue.Create(t))]),
        ["groups"] = new JsonArray([.. Rows.Select(r => new JsonObject
        {
            ["pressure"] = r.Pressure, ["groups"] = new JsonArray([.. r.Groups.Select(g => JsonValue.Create(g))]),
        })]),
        ["changes"] = new JsonArray([.. Changes.Select(c => JsonValue.Create(c))]),
        ["units"] = new JsonObject { ["tolerances"] = "Å", ["pressure"] = "GPa" },
    };

    static string Name(SpaceGroup group) => $"{group.Symbol} ({group.Number})";
}
