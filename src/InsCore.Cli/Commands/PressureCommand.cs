using System.CommandLine;
using System.Text.Json.Nodes;
using InsCore.Pressure;
using InsCore.Structures;
using InsCore.Studies;
using Spectre.Console;

namespace InsCore.Cli.Commands;

/// <summary>`inscore pressure STRUCTURE`: a series of pressures without phonons: equation of state, compressibilities, symmetry, hysteresis.</summary>
internal static class PressureCommand
{
    public static Command Create()
    {
        Argument<string> structure = new("structure") { Description = "CIF, extxyz, POSCAR, CASTEP .cell or FHI-aims geometry.in." };
        Command command = new("pressure", "Relax a series of pressures; equation of state, compressibilities, space groups, hysteresis, elastic constants.") { structure };
        StudyFlags flags = new StudyFlags(command).WithConfig().WithModel().WithRelaxation().WithSeries();
        Invocation.Attach(command, (invocation, parse, cancellation) =>
        {
            StudyOptions options = flags.Read(parse) with { Structure = parse.GetValue(structure)! };
            Study study = Study.Open(options, CommandLine.Of(parse), invocation.Progress, cancellation);
            invocation.ShowCard(study.Card);
            PressureSeries series = study.RunSeries(invocation.Progress.Line);
            Show(invocation, series);
            foreach (string warning in series.Warnings)
            {
                invocation.Warn(warning);
            }

            invocation.WriteLine($"→ {options.Output}: {string.Join(", ", Study.SeriesFiles(series))}");
            return series.ToJson();
        });
        return command;
    }

    /// <summary>Prints a series: a row for each pressure, then what follows from them.</summary>
    public static void Show(Invocation invocation, PressureSeries series)
    {
        if (invocation.IsJson)
        {
            return;
        }

        // Angles that symmetry fixes need no columns.
        Vector3d[] angles = [.. series.Points.Select(p => p.Crystal.PeriodicLattice.Angles)];
        bool isSteady = Array.TrueForAll(angles, a => (a - angles[0]).Norm < 1e-4);
        string[] headings = ["P asked\nGPa", "P\nGPa", "V\nÅ³", "a\nÅ", "b\nÅ", "c\nÅ", .. isSteady ? [] : (string[])["α\n°", "β\n°", "γ\n°"], "E\neV"];
        Table table = new() { Border = TableBorder.Simple };
        foreach (string heading in headings)
        {
            table.AddColumn(new TableColumn(heading).RightAligned().NoWrap());
        }

        table.AddColumn(new TableColumn("space group").NoWrap());
        for (int i = 0; i < series.Points.Count; i++)
        {
            SeriesPoint p = series.Points[i];
            Vector3d l = p.Crystal.PeriodicLattice.Lengths, a = angles[i];
            FormattableString[] cells =
            [
                $"{p.Target:0.0###}", $"{p.Pressure:0.0000;-0.0000;0.0000}", $"{p.Volume:F2}", $"{l.X:F4}", $"{l.Y:F4}", $"{l.Z:F4}",
                .. isSteady ? [] : (FormattableString[])[$"{a.X:F2}", $"{a.Y:F2}", $"{a.Z:F2}"], $"{p.Energy:F4}",
            ];
            table.AddRow([.. cells.Select(c => FormattableString.Invariant(c)), series.Symmetry.Rows[i].Groups[0]]);
        }

        invocation.WriteLine("");
        invocation.Terminal.Write(table);
        foreach (string line in series.Lines())
        {
            invocation.WriteLine(line);
        }
    }
}
