using System.Globalization;
using InsCore.Phonons;
using InsCore.Structures;

namespace InsCore.Reports;

/// <summary>What the study is about, in words.</summary>
/// <param name="Name">The substance.</param>
/// <param name="Cell">What is in the cell.</param>
/// <param name="Question">What the study answers.</param>
internal sealed record ReportSubject(string Name, string Cell, string Question)
{
    /// <summary>Finds the words.</summary>
    public static ReportSubject Of(ReportSource source)
    {
        double first = source.Pressures[0], last = source.Pressures[^1];
        System.Text.Json.Nodes.JsonNode? relaxed = source.Point(first)["relaxed"];
        string formula = ReportSource.Text(relaxed?["formula"]) ?? "the crystal", group = ReportSource.Text(relaxed?["spaceGroup"]) ?? "";
        (string name, string content) = (Subscript(formula), "");
        if (source.Modes(first) is { } modes && Molecules.Find(modes.Crystal).All is { Count: > 0 } all && all.All(m => m.Formula == all[0].Formula) && all[0].Atoms.Count > 1)
        {
            name = Subscript(all[0].Formula);
            content = string.Create(CultureInfo.InvariantCulture, $"{all.Count} {(all.Count == 1 ? "molecule" : "molecules")} of {name} in the cell, ");
        }

        string question = source.Pressures.Count > 1
            ? $"Which vibrations of {name} move the wrong way from {ReportNumber.Plain(first, "0.###")} to {ReportNumber.Gigapascals(last)}, and why?"
            : $"The neutron spectrum of {name} at {ReportNumber.Gigapascals(first)}";
        return new(name, $"{content}space group {group}", question);
    }

    static string Subscript(string formula) => string.Concat(formula.Select(c => char.IsAsciiDigit(c) ? (char)('₀' + (c - '0')) : c));
}
