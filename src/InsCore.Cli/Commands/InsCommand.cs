using System.CommandLine;
using InsCore.Studies;

namespace InsCore.Cli.Commands;

/// <summary>`inscore ins FILE`: the spectrum of an instrument from phonons of any program.</summary>
internal static class InsCommand
{
    public static Command Create()
    {
        Argument<string> file = new("file") { Description = "Phonon modes or force constants, of InsCore or another program." };
        Command command = new("ins", "The spectrum that an instrument measures, from phonon modes or force constants.") { file };
        PhononFlags phonons = new(command);
        StudyFlags flags = new StudyFlags(command).WithConfig().WithMesh().WithScattering();
        Option<string?> like = new("--like") { Description = "As another program computes it: abins, \"abins NAME=VALUE ...\" (docs/compatibility.md), or euphonic." };
        Option<bool> difference = new("--difference") { Description = "With --like abins: where the exact spectrum differs, and which approximation causes it." };
        command.Options.Add(like);
        command.Options.Add(difference);
        Invocation.Attach(command, (invocation, parse, cancellation) =>
        {
            StudyOptions options = flags.Read(parse) with { PhononFile = phonons.Read(parse) };
            if (parse.GetValue(like) is { } program)
            {
                LikeResult result = LikeStudy.Spectrum(
                    parse.GetValue(file)!, program, parse.GetValue(difference), options, CommandLine.Of(parse), invocation.Progress, cancellation);
                invocation.WriteLine($"{result}\n→ {Path.Combine(options.Output, result.FileName)}.png, .svg, .csv, .json");
                return result.ToJson();
            }

            if (parse.GetValue(difference))
            {
                throw new InsInputException("--difference", null, "compares with the spectrum of --like abins, which is not asked for", "add --like abins");
            }

            SpectrumResult spectrum = Study.Spectrum(parse.GetValue(file)!, options, CommandLine.Of(parse), invocation.Progress, cancellation);
            invocation.WriteLine($"{spectrum}\n  {string.Join("\n  ", spectrum.Diagnostics)}\n→ {Path.Combine(options.Output, "spectrum.png")}, .svg, .csv, .json");
            return spectrum.ToJson();
        });
        return command;
    }
}
