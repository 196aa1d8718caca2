using System.CommandLine;
using System.Text.Json.Nodes;
using InsCore.Phonons.Thermodynamics;
using InsCore.Studies;
using Spectre.Console;

namespace InsCore.Cli.Commands;

/// <summary>`inscore thermo FILE`: free energy, entropy, heat capacity of phonons; displacement tensors as CIF.</summary>
internal static class ThermoCommand
{
    // Rows of the table on the terminal.
    const int MostRows = 16;

    public static Command Create()
    {
        Argument<string> file = new("phonons") { Description = "Modes or force constants of any program: modes.h5, .phonon, phonopy.yaml, …" };
        Command command = new("thermo", "Free energy, energy, entropy, heat capacity of harmonic phonons from 0 K; displacement tensors as CIF.") { file };
        StudyFlags flags = new StudyFlags(command).WithConfig().WithMesh().WithThermodynamics();
        PhononFlags reading = new(command);
        Invocation.Attach(command, (invocation, parse, cancellation) =>
        {
            StudyOptions options = flags.Read(parse);
            options = options with { PhononFile = reading.Read(parse, options.PhononFile) };
            ThermodynamicsSettings settings = options.Thermodynamics;
            (ThermodynamicTable table, JsonObject json, IReadOnlyList<string> notes) = ThermodynamicsOutput.Run(
                parse.GetValue(file)!, settings, options, CommandLine.Of(parse), invocation.Progress, cancellation);
            Show(invocation, table);
            foreach (string note in notes)
            {
                invocation.Warn(note);
            }

            string[] names = ["thermo.csv", "thermo.json", .. settings.Temperatures.Count > 1 ? (string[])["thermo.png", "thermo.svg"] : [], .. settings.Displacements.Select(ThermodynamicsOutput.CifName)];
            invocation.WriteLine($"→ {options.Output}: {string.Join(", ", names)}");
            return json;
        });
        return command;
    }

    static void Show(Invocation invocation, ThermodynamicTable table)
    {
        if (invocation.IsJson)
        {
            return;
        }

        invocation.WriteLine(FormattableString.Invariant(
            $"{table.Source.Crystal.Formula}, {table.Source.FormulaUnits} formula unit{(table.Source.FormulaUnits == 1 ? "" : "s")} per cell; zero-point energy {table.Source.ZeroPointEnergy:F5} eV per cell; {table.Source.ModeCount:F4} modes per cell, left out {table.Source.Translations:F4} translations and {table.Source.ImaginaryShare:F4} imaginary modes"));
        Table rows = new() { Border = TableBorder.Simple };
        foreach (string heading in (string[])["T\nK", "F\neV/cell", "E\neV/cell", "S\nmeV/K/cell", "C_V\nmeV/K/cell", "F\nkJ/mol", "S\nJ/K/mol", "C_V\nJ/K/mol"])
        {
            rows.AddColumn(new TableColumn(heading).RightAligned().NoWrap());
        }

        int step = Math.Max(1, (table.Points.Count + MostRows - 1) / MostRows);
        for (int i = 0; i < table.Points.Count; i += step)
        {
            ThermodynamicPoint p = table.Points[i];
            FormattableString[] cells =
            [
                $"{p.Temperature:0.###}", $"{p.FreeEnergy:F5}", $"{p.Energy:F5}", $"{1e3 * p.Entropy:F4}", $"{1e3 * p.HeatCapacity:F4}",
                $"{table.Molar(p.FreeEnergy):F3}", $"{table.MolarPerKelvin(p.Entropy):F3}", $"{table.MolarPerKelvin(p.HeatCapacity):F3}",
            ];
            rows.AddRow([.. cells.Select(c => FormattableString.Invariant(c))]);
        }

        invocation.Terminal.Write(rows);
    }
}
