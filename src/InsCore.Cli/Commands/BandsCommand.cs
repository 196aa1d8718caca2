using System.CommandLine;
using System.Text.Json.Nodes;
using InsCore.Phonons;
using InsCore.Studies;

namespace InsCore.Cli.Commands;

/// <summary>`inscore bands INPUT`: phonon dispersion along a path.</summary>
internal static class BandsCommand
{
    public static Command Create()
    {
        Argument<string> input = new("input") { Description = "A relaxed crystal (CIF, extxyz, POSCAR, …), or a file of force constants (CASTEP, phonopy, Euphonic)." };
        Option<string?> path = new("--path") { Description = "Path instead of the standard one: \"Γ-X-W|K-Γ\", or with coordinates \"G 0 0 0  X 1/2 0 1/2\"." };
        Option<double> step = new("--step") { Description = "Largest step along the path, 1/Å with 2π (default 0.02).", DefaultValueFactory = _ => new DispersionOptions().Step };
        Option<bool> connect = new("--connect") { Description = "Follow branches through crossings by their eigenvectors." };
        Command command = new("bands", "Phonon dispersion along the standard path of the lattice: figure and table.") { input };
        StudyFlags flags = new StudyFlags(command).WithModel();
        DispersionFlags dispersion = new(command);
        command.Options.Add(path);
        command.Options.Add(step);
        command.Options.Add(connect);
        Invocation.Attach(command, (invocation, parse, cancellation) =>
        {
            StudyOptions options = flags.Read(parse) with { Structure = parse.GetValue(input)! };
            DispersionOptions settings = dispersion.Read(parse) with
            {
                Path = parse.GetValue(path), Step = parse.GetValue(step), Connect = parse.GetValue(connect),
            };
            DispersionStudy study = DispersionStudy.Open(options, settings, CommandLine.Of(parse), invocation.Progress, cancellation);
            Show(invocation, study);
            BandStructure bands = study.Bands();
            JsonObject summary = DispersionOutput.WriteBands(study, bands, settings.Unit, options.Output);
            invocation.WriteLine($"{bands.Crystal.Formula}, {study.Group.Symbol}: {study.Method}");
            invocation.WriteLine($"path {summary["path"]} ({bands.Path.Origin})");
            invocation.WriteLine(FormattableString.Invariant(
                $"modes from {summary["lowestWavenumber"]!.GetValue<double>() + 0.0:0.0;-0.0;0.0} to {summary["highestWavenumber"]!.GetValue<double>():F1} cm⁻¹"));
            invocation.WriteLine($"→ {Path.Combine(options.Output, "bands.png")}, .svg, .csv, .json");
            return summary;
        });
        return command;
    }

    /// <summary>Says what the matrices are made of.</summary>
    public static void Show(Invocation invocation, DispersionStudy study)
    {
        if (study.Card is { } card)
        {
            invocation.ShowCard(card);
        }

        foreach (string note in study.Notes)
        {
            invocation.Warn(note);
        }

        if (study.Error is { } error)
        {
            invocation.WriteLine(error.ToString());
        }
    }
}
