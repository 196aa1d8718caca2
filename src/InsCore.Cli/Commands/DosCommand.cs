using System.CommandLine;
using System.Text.Json.Nodes;
using InsCore.Phonons;
using InsCore.Studies;

namespace InsCore.Cli.Commands;

/// <summary>`inscore dos INPUT`: the density of states, by element, and weighted as neutrons do.</summary>
internal static class DosCommand
{
    public static Command Create()
    {
        Argument<string> input = new("input") { Description = "A relaxed crystal (CIF, extxyz, POSCAR, …), or a file of force constants (CASTEP, phonopy, Euphonic)." };
        Option<double?> bin = new("--bin") { Description = "Width of the bins (default 1 cm-1 or 0.1 meV)." };
        Option<string> width = new("--width") { Description = "Full width of the lines: a number, a polynomial in the energy \"c0 c1 …\", or adaptive.", DefaultValueFactory = _ => "" };
        Option<string> shape = new("--shape") { Description = "gaussian (default) or lorentzian.", DefaultValueFactory = _ => "gaussian" };
        Command command = new("dos", "Phonon density of states: total, by element, neutron-weighted; figures and table.") { input };
        StudyFlags flags = new StudyFlags(command).WithModel().WithMesh();
        DispersionFlags dispersion = new(command);
        command.Options.Add(bin);
        command.Options.Add(width);
        command.Options.Add(shape);
        Invocation.Attach(command, (invocation, parse, cancellation) =>
        {
            StudyOptions options = flags.Read(parse) with { Structure = parse.GetValue(input)! };
            DispersionOptions settings = dispersion.Read(parse);
            settings = settings with
            {
                Bin = parse.GetValue(bin),
                Width = Widths(parse.GetValue(width)!, settings.Unit),
                Shape = DispersionFlags.Choice<LineShape>("--shape", parse.GetValue(shape)!),
            };
            DispersionStudy study = DispersionStudy.Open(options, settings, CommandLine.Of(parse), invocation.Progress, cancellation);
            BandsCommand.Show(invocation, study);
            JsonObject summary = DispersionOutput.WriteDensity(study, study.Density(), settings, options.Output);
            invocation.WriteLine($"{study.Crystal.Formula}, {study.Group.Symbol}: {study.Method}");
            invocation.WriteLine($"mesh {study.Mesh.A}×{study.Mesh.B}×{study.Mesh.C}, {summary["broadening"]}");
            invocation.WriteLine($"→ {Path.Combine(options.Output, "dos.png")}, .svg, .csv, .json, dos-neutron.png, .svg");
            return summary;
        });
        return command;
    }

    // What a density of states of a molecular crystal needs on a coarse mesh, unless something else is asked for.
    static double[]? Widths(string text, Spectra.EnergyUnit unit) => text switch
    {
        "" => [unit == Spectra.EnergyUnit.Millielectronvolt ? 1.25 : 10 / unit.Wavenumbers],
        "adaptive" => null,
        _ => DispersionFlags.Numbers("--width", text),
    };
}
