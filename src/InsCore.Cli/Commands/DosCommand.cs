using System.CommandLine;
using System.Text.Json.Nodes;
using InsCore.Scattering.Compatibility;
using InsCore.Studies;

namespace InsCore.Cli.Commands;

/// <summary>`inscore dos INPUT`: the density of states, by element, and weighted as neutrons do.</summary>
internal static class DosCommand
{
    public static Command Create()
    {
        Argument<string> input = new("input") { Description = "A relaxed crystal (CIF, extxyz, POSCAR, …), or a file of force constants or modes (CASTEP, phonopy, Euphonic)." };
        Command command = new("dos", "Phonon density of states: total, by element, neutron-weighted; figures and table.") { input };
        PhononFlags phonons = new(command);
        StudyFlags flags = new StudyFlags(command).WithConfig().WithModel().WithMesh().WithDispersion().WithDensity();
        Option<string?> like = new("--like") { Description = "As another program computes it: euphonic (docs/compatibility.md); then files of modes will do, and --unit is meV unless given." };
        Option<string?> weighting = new("--weighting") { Description = "Like Euphonic: dos (default), coherent-dos, incoherent-dos or coherent-plus-incoherent-dos." };
        command.Options.Add(like);
        command.Options.Add(weighting);
        EuphonicFlags euphonic = new(command, map: false);
        Invocation.Attach(command, (invocation, parse, cancellation) =>
        {
            StudyOptions options = flags.Read(parse) with { Structure = parse.GetValue(input)! };
            DispersionOptions settings = options.Dispersion with { Reading = phonons.Read(parse, options.PhononFile) };
            if (parse.GetValue(like) is { } program)
            {
                return Like(invocation, parse, program, options, settings, euphonic, cancellation);
            }

            euphonic.Refuse(parse);
            if (parse.GetValue(weighting) is not null)
            {
                throw new InsInputException("--weighting", null, "is a setting of --like euphonic, which is not asked for", "leave it out: all weightings are written");
            }

            DispersionStudy study = DispersionStudy.Open(options, settings, CommandLine.Of(parse), invocation.Progress, cancellation);
            BandsCommand.Show(invocation, study);
            Phonons.DensityOfStates density = study.Density();
            JsonObject summary = DispersionOutput.WriteDensity(study, density, settings, options.Output);
            invocation.WriteLine($"{study.Crystal.Formula}, {study.Group.Symbol}: {study.Method}");
            invocation.WriteLine($"{(study.Mesh is var (a, b, c) ? $"mesh {a}×{b}×{c}" : "weights of the file")}, {summary["broadening"]}");
            invocation.WriteLine($"→ {Path.Combine(options.Output, "dos.png")}, .svg, .csv, .json, dos-euphonic.json{(density.HasShares ? ", dos-neutron.png, .svg" : "")}");
            return summary;
        });
        return command;
    }

    static JsonNode Like(
        Invocation invocation, ParseResult parse, string program, StudyOptions options, DispersionOptions dispersion, EuphonicFlags euphonic, CancellationToken cancellation)
    {
        if (!string.Equals(program.Trim(), "euphonic", StringComparison.OrdinalIgnoreCase))
        {
            throw new InsInputException("--like", null, $"\"{program}\" is not known", "write --like euphonic");
        }

        EuphonicFlags.RefuseOthers("Euphonic", parse, "--bin", "--width", "--interpolate", "--model", "--head", "--executor", "--radial", "--precision");
        Spectra.EnergyUnit unit = parse.GetResult("--unit") is { } given && !((System.CommandLine.Parsing.OptionResult)given).Implicit ? dispersion.Unit : Spectra.EnergyUnit.Millielectronvolt;
        EuphonicOptions settings = euphonic.Read(parse, options, unit);
        options = options with { PhononFile = euphonic.Reading(parse, dispersion.Reading) };
        LikeResult result = EuphonicStudy.Density(options.Structure, settings, options, unit, CommandLine.Of(parse), invocation.Progress, cancellation);
        invocation.WriteLine($"{result}\n→ {Path.Combine(options.Output, result.FileName)}.png, .svg, .csv, .json");
        return result.ToJson();
    }
}
