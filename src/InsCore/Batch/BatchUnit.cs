using System.Text.Json.Nodes;
using InsCore.Studies;

namespace InsCore.Batch;

/// <summary>A piece of a study that one task computes.</summary>
/// <param name="Index">Its number, from 0, as `--index` and the array of Slurm count.</param>
/// <param name="Name">Its name, also of its files.</param>
/// <param name="Kind">What it computes.</param>
/// <param name="Stage">Units of a stage need those of earlier stages only.</param>
/// <param name="Branch">Of which structure and potential.</param>
/// <param name="Pressure">At which pressure, GPa; null for all.</param>
/// <param name="Part">Which part, from 0.</param>
/// <param name="Parts">Of how many.</param>
/// <param name="Needs">Numbers of the units whose results it starts from.</param>
/// <param name="Key">What it is computed from, as a hash.</param>
public sealed record BatchUnit(
    int Index, string Name, BatchUnitKind Kind, int Stage, StudyBranch Branch, double? Pressure, int Part, int Parts, IReadOnlyList<int> Needs, string Key)
{
    /// <summary>Folders of its results, relative to that of the study.</summary>
    internal IEnumerable<string> Folders =>
        (Pressure is { } one ? [one] : Branch.Options.Pressures).Select(p => Path.Combine(Branch.Name, StudyNames.Pressure(p)));

    /// <summary>As an entry of the plan.</summary>
    public JsonObject ToJson() => new()
    {
        ["index"] = Index,
        ["name"] = Name,
        ["kind"] = Kind.ToString().ToLowerInvariant(),
        ["stage"] = Stage,
        ["branch"] = Branch.Name,
        ["pressure"] = Pressure,
        ["part"] = Part,
        ["parts"] = Parts,
        ["needs"] = new JsonArray([.. Needs.Select(n => JsonValue.Create(n))]),
        ["key"] = Key,
    };

    /// <summary>One line for people.</summary>
    public override string ToString() => $"unit {Index} ({Name})";
}
