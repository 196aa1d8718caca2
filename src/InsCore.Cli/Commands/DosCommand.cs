using System.CommandLine;
using System.Text.Json.Nodes;
using InsCore.Studies;

namespace InsCore.Cli.Commands;

/// <summary>`inscore dos INPUT`: the density of states, by element, and weighted as neutrons do.</summary>
internal static class DosCommand
{
    public static Command Create()
    {
        Argument<string> input = new("input") { Description = "A relaxed crystal (CIF, extxyz, POSCAR, …), or a file of force constants (CASTEP, phonopy, Euphonic)." };
        Command command = new("dos", "Phonon density of states: total, by element, neutron-weighted; figures and table.") { input };
        PhononFlags phonons = new(command);
        StudyFlags flags = new StudyFlags(command).WithConfig().WithModel().WithMesh().WithDispersion().WithDensity();
        Invocation.Attach(command, (invocation, parse, cancellation) =>
        {
            StudyOptions options = flags.Read(parse) with { Structure = parse.GetValue(input)! };
            DispersionOptions settings = options.Dispersion with { Reading = phonons.Read(parse, options.PhononFile) };
            DispersionStudy study = DispersionStudy.Open(options, settings, CommandLine.Of(parse), invocation.Progress, cancellation);
            BandsCommand.Show(invocation, study);
            JsonObject summary = DispersionOutput.WriteDensity(study, study.Density(), settings, options.Output);
            invocation.WriteLine($"{study.Crystal.Formula}, {study.Group.Symbol}: {study.Method}");
            invocation.WriteLine($"mesh {study.Mesh.A}×{study.Mesh.B}×{study.Mesh.C}, {summary["broadening"]}");
            invocation.WriteLine($"→ {Path.Combine(options.Output, "dos.png")}, .svg, .csv, .json, dos-euphonic.json, dos-neutron.png, .svg");
            return summary;
        });
        return command;
    }
}
