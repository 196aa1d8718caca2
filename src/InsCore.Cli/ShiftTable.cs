using InsCore.Phonons;
using InsCore.Studies;
using Spectre.Console;

namespace InsCore.Cli;

/// <summary>The table of mode shifts, 100 columns wide at most.</summary>
internal static class ShiftTable
{
    public static Table Create(PressureShift shift)
    {
        double strongest = shift.Rows.Max(r => r.InsWeight);
        Table table = new() { Border = TableBorder.Simple, Title = new TableTitle(FormattableString.Invariant(
            $"Modes at Γ from {shift.From:0.0##} to {shift.To:0.0##} GPa, matched by eigenvector overlap")) };
        table.AddColumn(new TableColumn("mode").RightAligned());
        table.AddColumn(new TableColumn(FormattableString.Invariant($"ν({shift.From:0.0##} GPa)\ncm⁻¹")).RightAligned());
        table.AddColumn(new TableColumn(FormattableString.Invariant($"ν({shift.To:0.0##} GPa)\ncm⁻¹")).RightAligned());
        table.AddColumn(new TableColumn("shift\ncm⁻¹").RightAligned());
        table.AddColumn(new TableColumn("shift\n%").RightAligned());
        table.AddColumn(new TableColumn("").LeftAligned());
        table.AddColumn(new TableColumn("overlap").RightAligned());
        table.AddColumn(new TableColumn("H share").RightAligned());
        table.AddColumn(new TableColumn("INS weight").LeftAligned());
        foreach (ModeShift row in shift.Rows)
        {
            table.AddRow(
                Text($"{row.FirstMode + 1}"),
                Text($"{row.FirstWavenumber:F1}"),
                Text($"{row.SecondWavenumber:F1}"),
                Text($"{row.Shift:+0.0;-0.0;0.0}"),
                Text($"{100 * row.Shift / Math.Abs(row.FirstWavenumber):+0.0;-0.0;0.0}"),
                Mark(row),
                Text($"{row.Overlap:F2}{(row.IsCertain ? "" : " ?")}"),
                Text($"{row.HydrogenShare:F2}"),
                new Text(new string('▪', (int)Math.Round(8 * row.InsWeight / strongest))));
        }

        return table;
    }

    /// <summary>What the table says, in two lines.</summary>
    public static string Summary(PressureShift shift)
    {
        ModeShift[] red = [.. shift.Rows.Where(r => r.Colour == "red" && r.IsCertain).OrderBy(r => r.Shift)];
        int blue = shift.Rows.Count(r => r.Colour == "blue"), uncertain = shift.Rows.Count(r => !r.IsCertain);
        string list = string.Join(", ", red.Take(6).Select(r => FormattableString.Invariant($"{r.FirstWavenumber:F1} ({r.Shift:+0.0;-0.0})")));
        return FormattableString.Invariant(
            $"{blue} modes shift to the blue, {shift.Rows.Count(r => r.Colour == "red")} to the red; {uncertain} are matched with an overlap below one half (marked ?).")
            + (red.Length > 0 ? $"\nClear red shifts, cm⁻¹: {list}{(red.Length > 6 ? ", …" : "")}" : "\nNo clear red shift.");
    }

    static Text Text(FormattableString text) => new(FormattableString.Invariant(text));

    static Markup Mark(ModeShift row) => new(row.Colour switch
    {
        "blue" => "[blue]blue ▲[/]",
        "red" => "[red]red ▼[/]",
        _ => "",
    });
}
