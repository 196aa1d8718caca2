using InsCore.Studies;
using Spectre.Console;

namespace InsCore.Cli;

/// <summary>The table of mode shifts, 100 columns wide at most.</summary>
internal static class ShiftTable
{
    // A table of more rows is not read; bands of neighbouring modes are.
    const int MostRows = 60;

    /// <summary>Every mode, or in long tables the bands of neighbouring modes.</summary>
    public static Table Create(PressureShift shift, bool everyMode) =>
        everyMode || shift.Rows.Count <= MostRows ? Modes(shift) : Bands(shift);

    static Table Modes(PressureShift shift)
    {
        Table table = Empty(shift, "Modes at Γ");
        double strongest = shift.Rows.Max(r => r.InsWeight);
        foreach (ModeShift row in shift.Rows)
        {
            Add(table, $"{row.FirstNumber} {row.Mode.Irrep}", row.FirstWavenumber, row.SecondWavenumber, row.Shift, row.Colour, row.Confidence, row.HydrogenShare, row.InsWeight / strongest);
        }

        return table;
    }

    static Table Bands(PressureShift shift)
    {
        Table table = Empty(shift, "Bands of modes at Γ: mean ν, shift and H share, least confidence, summed INS weight\n(each mode by itself: shifts.csv or --all-modes)");
        IReadOnlyList<ShiftBand> bands = ShiftBand.Of(shift.Rows);
        double strongest = bands.Max(b => b.InsWeight);
        foreach (ShiftBand b in bands)
        {
            string colour = b.RedCount > 0 && b.BlueCount > 0 ? $"{b.RedCount} of {b.Count} red" : b.BlueCount > 0 ? "blue" : b.RedCount > 0 ? "red" : "";
            string modes = b.Count == 1 ? $"{b.LastNumber}" : $"{b.Modes[0].FirstNumber}–{b.LastNumber}";
            Add(table, modes, b.FirstWavenumber, b.SecondWavenumber, b.Shift, colour, b.Confidence, b.HydrogenShare, b.InsWeight / strongest);
        }

        return table;
    }

    static Table Empty(PressureShift shift, string what)
    {
        Table table = new()
        {
            Border = TableBorder.Simple,
            Title = new TableTitle(FormattableString.Invariant($"{what}\n{shift.From:0.0##} → {shift.To:0.0##} GPa, followed by eigenvectors")),
        };
        string[] right = ["mode", FormattableString.Invariant($"ν({shift.From:0.0##} GPa)\ncm⁻¹"), FormattableString.Invariant($"ν({shift.To:0.0##} GPa)\ncm⁻¹"), "shift\ncm⁻¹", "shift\n%"];
        foreach (string heading in right)
        {
            table.AddColumn(new TableColumn(heading).RightAligned());
        }

        table.AddColumn(new TableColumn(""));
        table.AddColumn(new TableColumn("confidence").RightAligned());
        table.AddColumn(new TableColumn("H\nshare").RightAligned());
        table.AddColumn(new TableColumn("INS\nweight"));
        return table;
    }

    static void Add(Table table, string mode, double first, double second, double shift, string colour, double confidence, double hydrogen, double weight) =>
        table.AddRow(
            new Text(mode),
            Text($"{first:F1}"),
            Text($"{second:F1}"),
            Text($"{shift:+0.0;-0.0;0.0}"),
            Text($"{100 * shift / Math.Abs(first):+0.0;-0.0;0.0}"),
            Mark(colour),
            Text($"{confidence:F2}{(confidence > ModeShift.CertainConfidence ? "" : " ?")}"),
            Text($"{hydrogen:F2}"),
            new Text(new string('▪', (int)Math.Round(8 * weight))));

    /// <summary>What the table says, in two lines.</summary>
    public static string Summary(PressureShift shift)
    {
        int red = Count(shift, r => r.Colour == "red"), blue = Count(shift, r => r.Colour == "blue"), uncertain = Count(shift, r => !r.IsCertain);
        string list = string.Join(", ", ShiftBand.Of(shift.Rows.Where(r => r.Colour == "red" && r.IsCertain))
            .Select(b => FormattableString.Invariant($"{b.FirstWavenumber:F1} ({b.Shift:+0.0;-0.0}{(b.Count > 1 ? $", {b.Count} modes" : "")})")));
        string counts = FormattableString.Invariant(
            $"{blue} modes shift to the blue, {red} to the red, {Count(shift, _ => true) - red - blue} {(Count(shift, _ => true) - red - blue == 1 ? "stays" : "stay")} within 0.05 cm⁻¹; {uncertain} are followed with a confidence of {ModeShift.CertainConfidence} or less (marked ?).");
        return TextWrap.Wrap(counts, "") + "\n" + TextWrap.Wrap(list.Length > 0 ? $"Red shifts, cm⁻¹ (means of bands): {list}." : "No clear red shift.", "");
    }

    static int Count(PressureShift shift, Func<ModeShift, bool> condition) => shift.Rows.Where(condition).Sum(r => r.Degeneracy);

    static Text Text(FormattableString text) => new(FormattableString.Invariant(text));

    static Markup Mark(string colour) => new(colour switch
    {
        "blue" => "[blue]blue ▲[/]",
        "red" => "[red]red ▼[/]",
        "" => "",
        _ => $"[red]{colour} ▼[/]",
    });
}
