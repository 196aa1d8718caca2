using System.Globalization;
using System.Text;
using System.Xml.Linq;
using InsCore.TestSupport;

namespace InsCore.Tests;

/// <summary>The generated part of docs/validation.md: achieved errors by area, then by reference file, then what was skipped.</summary>
internal static class ValidationPage
{
    const string Start = "<!-- generated -->\n", End = "<!-- end -->\n";

    // Areas in the order of the page, with the first words of their rows; other rows come after these, under their own first words.
    static readonly (string Title, string[] Groups)[] Areas =
    [
        ("Engine", ["MACE", "Model files", "Default model", "Kernels"]),
        ("Structures and relaxation", ["Structures", "Relaxation"]),
        ("Phonons", ["Phonons", "Interpolation", "Density of states", "Band paths"]),
        ("Scattering", ["Scattering", "Like AbINS", "Like Euphonic"]),
        ("Instruments", ["Instruments"]),
        ("Molecular dynamics", ["MD"]),
        ("High pressure", ["Pressure"]),
        ("Comparison with measured spectra", ["Comparison"]),
        ("Files", ["Files"]),
    ];

    /// <summary>The page as it is committed.</summary>
    public static string Path { get; } = System.IO.Path.Combine(TestData.Root, "docs", "validation.md");

    /// <summary>The page with its generated part made anew from what this run achieved.</summary>
    public static string Fresh()
    {
        string page = File.ReadAllText(Path);
        int start = page.IndexOf(Start, StringComparison.Ordinal), end = page.IndexOf(End, StringComparison.Ordinal);
        return start > 0 && end > start ? page[..(start + Start.Length)] + Generated() + page[end..] : throw new InvalidDataException("docs/validation.md lacks its marks");
    }

    static string Generated()
    {
        IReadOnlyList<AchievedError> all = AchievedError.ReadAll();
        StringBuilder text = new();
        string[] known = [.. Areas.SelectMany(a => a.Groups)];
        var others = all.Select(Group).Distinct().Except(known).Select(g => (Title: g, Groups: new[] { g }));
        foreach ((string title, string[] groups) in Areas.Concat(others))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n### {title}\n\n| quantity | against | achieved | tolerance |\n|---|---|---|---|\n");
            foreach (AchievedError row in all.Where(a => groups.Contains(Group(a))).OrderBy(a => Array.IndexOf(groups, Group(a))).GroupBy(a => a.Row).Select(Worst))
            {
                text.Append(CultureInfo.InvariantCulture, $"| {Cell(row.Row)} | {Cell(row.Against)} | {Number(row.Error)} | {Number(row.Tolerance)} |\n");
            }
        }

        text.Append("\n## By reference file\n");
        foreach (var folder in ReferenceFiles.All().GroupBy(f => string.Join('/', f.Split('/')[..2])))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n### {folder.Key}\n\n| reference file | quantity | achieved | tolerance |\n|---|---|---|---|\n");
            folder.SelectMany(file => Rows(file, all)).ToList().ForEach(row => text.Append(row));
        }

        return text.Append(Skipped()).Append('\n').ToString();
    }

    static IEnumerable<string> Rows(string file, IReadOnlyList<AchievedError> all)
    {
        string name = $"`{string.Join('/', file.Split('/')[2..])}`";
        AchievedError[] rows = [.. all.Where(a => a.Files.Contains(file)).GroupBy(a => a.Row).Select(Worst)];
        return rows.Length > 0
            ? rows.Select(r => $"| {name} | {Cell(r.Row)} | {Number(r.Error)} | {Number(r.Tolerance)} |\n")
            : ReferenceFiles.Reasons.TryGetValue(file, out string? reason) ? [$"| {name} | {Cell(reason)} | | |\n"] : [];
    }

    // Tests that did not run, by their reasons, as the test programs reported them.
    static string Skipped()
    {
        string folder = System.IO.Path.Combine(TestData.Root, "artifacts", "test-results");
        string[] files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.xml") : [];
        var reasons = files.SelectMany(f => XDocument.Load(f).Descendants("test"))
            .Where(t => (string?)t.Attribute("result") == "Skip")
            .GroupBy(t => t.Element("reason")?.Value.Trim() ?? "no reason given")
            .OrderBy(g => g.Key, StringComparer.Ordinal);
        string list = string.Concat(reasons.Select(g => $"- {g.Count()} × {Cell(g.Key)}\n"));
        return $"\n## Skipped in this run\n\n{(list.Length > 0 ? list : "Nothing.\n")}";
    }

    static string Group(AchievedError row) => row.Row.Split(':')[0];

    // The largest share of its tolerance; what is no number is worse than any.
    static AchievedError Worst(IEnumerable<AchievedError> rows) =>
        rows.MaxBy(r => double.IsNaN(r.Error) ? double.PositiveInfinity : r.Tolerance > 0 ? r.Error / r.Tolerance : r.Error)!;

    static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    static string Number(double value) => value == 0 ? "0" : value.ToString("0.0e+00", CultureInfo.InvariantCulture);
}
