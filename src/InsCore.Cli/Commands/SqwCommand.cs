using System.CommandLine;
using System.Text.Json.Nodes;
using InsCore.Scattering;
using InsCore.Scattering.Compatibility;
using InsCore.Studies;

namespace InsCore.Cli.Commands;

/// <summary>`inscore sqw FILE`: maps of S(|Q|, ω) of powders and S(Q, ω) of single crystals.</summary>
internal static class SqwCommand
{
    public static Command Create()
    {
        Argument<string> file = new("file") { Description = "Phonon modes or force constants, of InsCore or another program." };
        Command command = new("sqw", "Maps of S(|Q|, ω) of a powder, as an instrument sees them or by themselves, or of S(Q, ω) of a single crystal along a path.") { file };
        PhononFlags phonons = new(command);
        StudyFlags flags = new StudyFlags(command).WithConfig().WithMesh().WithScattering(map: true).WithMap().WithLike();
        Option<string?> weighting = new("--weighting") { Description = "Cross sections: total (default), incoherent or coherent; like Euphonic: dos (default), coherent-dos, incoherent-dos, coherent-plus-incoherent-dos or coherent, its structure factor." };
        command.Options.Add(weighting);
        EuphonicFlags euphonic = new(command, map: true);
        Invocation.Attach(command, (invocation, parse, cancellation) =>
        {
            StudyOptions options = flags.Read(parse);
            options = options with { PhononFile = phonons.Read(parse, options.PhononFile) };
            if (options.Like is { } program)
            {
                LikeMapResult result = Like(parse, program, options.Difference, options, euphonic, parse.GetValue(file)!, invocation.Progress, cancellation);
                invocation.WriteLine($"{result}\n→ {options.Output}: {string.Join(", ", result.Files)}, {result.FileName}.json");
                return result.ToJson();
            }

            if (options.Difference)
            {
                throw new InsInputException("--difference", null, "compares with the map of --like abins, which is not asked for", "add --like abins");
            }

            euphonic.Refuse(parse);
            options = parse.GetValue(weighting) is { } text
                ? options with { Scattering = options.Scattering with { Weighting = SettingText.Choice<Weighting>("--weighting", text) } }
                : options;
            MapResult maps = Study.Map(parse.GetValue(file)!, options, CommandLine.Of(parse), invocation.Progress, cancellation);
            invocation.WriteLine($"{maps.Symbol}  {maps.Settings}\n  {string.Join("\n  ", maps.Diagnostics)}\n→ {options.Output}: {string.Join(", ", maps.Files)}, sqw.json");
            return maps.ToJson();
        });
        return command;
    }

    static LikeMapResult Like(
        ParseResult parse, string program, bool difference, StudyOptions options, EuphonicFlags euphonic, string file, IProgress<StepProgress> progress, CancellationToken cancellation)
    {
        string[] words = program.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        switch (words.FirstOrDefault("").ToLowerInvariant())
        {
            case "abins":
                euphonic.Refuse(parse);
                EuphonicFlags.RefuseOthers(
                    "AbINS", parse, "--orders", "--bin", "--weighting", "--e-min", "--cross-sections", "--resolve", "--imaginary", "--lowest", "--coherent", "--directions", "--path");
                int? bins = EuphonicFlags.Given(parse, "--q-bins") ? options.Map.QBins : null;
                return AbinsMapStudy.Map(file, words.Skip(1), difference, options, bins, CommandLine.Of(parse), progress, cancellation);
            case "euphonic" when words.Length == 1 && !difference:
                EuphonicFlags.RefuseOthers(
                    "Euphonic", parse, "--instrument", "--ei", "--frequency", "--resolution", "--orders", "--cross-sections", "--resolve", "--accuracy", "--imaginary", "--lowest", "--q-bins", "--bin", "--coherent", "--directions");
                EuphonicOptions settings = euphonic.Read(parse, options, options.Map.Unit);
                return EuphonicStudy.Map(
                    file, settings, options with { PhononFile = euphonic.Reading(parse, options.PhononFile) }, CommandLine.Of(parse), progress, cancellation);
            default:
                throw new InsInputException(
                    "--like",
                    null,
                    words is ["euphonic", ..] ? "like euphonic there is no difference, and settings are flags of their own" : $"\"{program}\" is not known",
                    "write --like abins, --like \"abins NAME=VALUE ...\" or --like euphonic");
        }
    }
}
