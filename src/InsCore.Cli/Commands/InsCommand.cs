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
        StudyFlags flags = new StudyFlags(command).WithConfig().WithMesh().WithScattering().WithLike();
        Invocation.Attach(command, (invocation, parse, cancellation) =>
        {
            StudyOptions options = flags.Read(parse);
            options = options with { PhononFile = phonons.Read(parse, options.PhononFile) };
            if (options.Like is { } program)
            {
                LikeResult result = LikeStudy.Spectrum(
                    parse.GetValue(file)!, program, options.Difference, options, CommandLine.Of(parse), invocation.Progress, cancellation);
                invocation.WriteLine($"{result}\n→ {Path.Combine(options.Output, result.FileName)}.png, .svg, .csv, .json");
                return result.ToJson();
            }

            if (options.Difference)
            {
                throw new InsInputException("--difference", null, "compares with the spectrum of --like abins, which is not asked for", "add --like abins");
            }

            SpectrumResult spectrum = Study.Spectrum(parse.GetValue(file)!, options, CommandLine.Of(parse), invocation.Progress, cancellation);
            invocation.WriteLine($"{spectrum}\n  {string.Join("\n  ", spectrum.Diagnostics)}\n→ {Path.Combine(options.Output, string.Join(", ", spectrum.Figures))}, .svg; spectrum.csv, .json");
            return spectrum.ToJson();
        });
        return command;
    }
}
