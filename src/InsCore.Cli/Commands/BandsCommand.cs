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
        Argument<string> input = new("input") { Description = "A relaxed crystal (CIF, extxyz, POSCAR, …), or a file of force constants, or of modes along a path (CASTEP, phonopy, Euphonic)." };
        Command command = new("bands", "Phonon dispersion along the standard path of the lattice: figure and table.") { input };
        PhononFlags phonons = new(command);
        StudyFlags flags = new StudyFlags(command).WithConfig().WithModel().WithDispersion().WithBands();
        Invocation.Attach(command, (invocation, parse, cancellation) =>
        {
            StudyOptions options = flags.Read(parse) with { Structure = parse.GetValue(input)! };
            DispersionOptions settings = options.Dispersion with { Reading = phonons.Read(parse, options.PhononFile) };
            DispersionStudy study = DispersionStudy.Open(options, settings, CommandLine.Of(parse), invocation.Progress, cancellation);
            Show(invocation, study);
            BandStructure bands = study.Bands();
            JsonObject summary = DispersionOutput.WriteBands(study, bands, settings.Unit, options.Output);
            invocation.WriteLine($"{bands.Crystal.Formula}, {study.Group.Symbol}: {study.Method}");
            invocation.WriteLine($"path {summary["path"]} ({bands.Path.Origin})");
            invocation.WriteLine(FormattableString.Invariant(
                $"modes from {summary["lowestWavenumber"]!.GetValue<double>() + 0.0:0.0;-0.0;0.0} to {summary["highestWavenumber"]!.GetValue<double>():F1} cm⁻¹"));
            invocation.WriteLine($"→ {Path.Combine(options.Output, "bands.png")}, .svg, .csv, .json, band.yaml{(bands.Modes is null ? "" : ", bands-euphonic.json")}");
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
