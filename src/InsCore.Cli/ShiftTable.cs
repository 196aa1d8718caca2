using InsCore.Phonons;
using InsCore.Studies;
using Spectre.Console;

namespace InsCore.Cli;

/// <summary>The table of mode shifts, 100 columns wide at most.</summary>
internal static class ShiftTable
{
    // A table of more rows is not read; bands of neighbouring modes are.
    const int MostRows = 60;

    // Modes of one molecular vibration lie closer than this in a crystal of several molecules, cm⁻¹.
    const double BandGap = 4;

    /// <summary>Every mode, or in long tables the bands of neighbouring modes.</summary>
    public static Table Create(PressureShift shift, bool everyMode) =>
        everyMode || shift.Rows.Count <= MostRows ? Modes(shift) : Bands(shift);

    static Table Modes(PressureShift shift)
    {
        Table table = Empty(shift, "Modes at Γ");
        double strongest = shift.Rows.Max(r => r.InsWeight);
        foreach (ModeShift row in shift.Rows)
        {
            Add(table, $"{row.FirstMode + 1}", row.FirstWavenumber, row.SecondWavenumber, row.Shift, row.Colour, $"{row.Overlap:F2}{(row.IsCertain ? "" : " ?")}", row.HydrogenShare, row.InsWeight / strongest);
        }

        return table;
    }

    static Table Bands(PressureShift shift)
    {
        Table table = Empty(shift, "Bands of modes at Γ: mean ν, shift and H share, least overlap, summed INS weight\n(each mode by itself: shifts.csv or --all-modes)");
        List<List<ModeShift>> bands = Bands(shift.Rows);
        double strongest = bands.Max(b => b.Sum(r => r.InsWeight));
        foreach (List<ModeShift> b in bands)
        {
            string modes = b.Count == 1 ? $"{b[0].FirstMode + 1}" : $"{b[0].FirstMode + 1}–{b[^1].FirstMode + 1}";
            double mean = b.Average(r => r.Shift);
            int red = b.Count(r => r.Colour == "red"), blue = b.Count(r => r.Colour == "blue");
            string colour = red > 0 && blue > 0 ? $"{red} of {b.Count} red" : blue > 0 ? "blue" : red > 0 ? "red" : "";
            Add(table, modes, b.Average(r => r.FirstWavenumber), b.Average(r => r.SecondWavenumber), mean, colour, $"{b.Min(r => Math.Max(r.Overlap, r.GroupOverlap)):F2}{(b.TrueForAll(r => r.IsCertain) ? "" : " ?")}", b.Average(r => r.HydrogenShare), b.Sum(r => r.InsWeight) / strongest);
        }

        return table;
    }

    // Rows ascend in wavenumber.
    static List<List<ModeShift>> Bands(IReadOnlyList<ModeShift> rows)
    {
        List<List<ModeShift>> bands = [];
        foreach (ModeShift row in rows)
        {
            if (bands.Count == 0 || row.FirstWavenumber - bands[^1][^1].FirstWavenumber > BandGap)
            {
                bands.Add([]);
            }

            bands[^1].Add(row);
        }

        return bands;
    }

    static Table Empty(PressureShift shift, string what)
    {
        Table table = new()
        {
            Border = TableBorder.Simple,
            Title = new TableTitle(FormattableString.Invariant($"{what}\n{shift.From:0.0##} → {shift.To:0.0##} GPa, matched by eigenvector overlap")),
        };
        string[] right = ["mode", FormattableString.Invariant($"ν({shift.From:0.0##} GPa)\ncm⁻¹"), FormattableString.Invariant($"ν({shift.To:0.0##} GPa)\ncm⁻¹"), "shift\ncm⁻¹", "shift\n%"];
        foreach (string heading in right)
        {
            table.AddColumn(new TableColumn(heading).RightAligned());
        }

        table.AddColumn(new TableColumn(""));
        table.AddColumn(new TableColumn("overlap").RightAligned());
        table.AddColumn(new TableColumn("H\nshare").RightAligned());
        table.AddColumn(new TableColumn("INS\nweight"));
        return table;
    }

    static void Add(Table table, string mode, double first, double second, double shift, string colour, FormattableString overlap, double hydrogen, double weight) =>
        table.AddRow(
            new Text(mode),
            Text($"{first:F1}"),
            Text($"{second:F1}"),
            Text($"{shift:+0.0;-0.0;0.0}"),
            Text($"{100 * shift / Math.Abs(first):+0.0;-0.0;0.0}"),
            Mark(colour),
            Text(overlap),
            Text($"{hydrogen:F2}"),
            new Text(new string('▪', (int)Math.Round(8 * weight))));

    /// <summary>What the table says, in two lines.</summary>
    public static string Summary(PressureShift shift)
    {
        int red = shift.Rows.Count(r => r.Colour == "red"), blue = shift.Rows.Count(r => r.Colour == "blue"), uncertain = shift.Rows.Count(r => !r.IsCertain);
        string list = string.Join(", ", Bands([.. shift.Rows.Where(r => r.Colour == "red" && r.IsCertain)])
            .Select(b => FormattableString.Invariant($"{b.Average(r => r.FirstWavenumber):F1} ({b.Average(r => r.Shift):+0.0;-0.0}{(b.Count > 1 ? $", {b.Count} modes" : "")})")));
        string counts = FormattableString.Invariant(
            $"{blue} modes shift to the blue, {red} to the red, {shift.Rows.Count - red - blue} stay; {uncertain} are matched with an overlap below one half (marked ?).");
        return TextWrap.Wrap(counts, "") + "\n" + TextWrap.Wrap(list.Length > 0 ? $"Red shifts, cm⁻¹ (means of bands): {list}." : "No clear red shift.", "");
    }

    static Text Text(FormattableString text) => new(FormattableString.Invariant(text));

    static Markup Mark(string colour) => new(colour switch
    {
        "blue" => "[blue]blue ▲[/]",
        "red" => "[red]red ▼[/]",
        "" => "",
        _ => $"[red]{colour} ▼[/]",
    });
}
