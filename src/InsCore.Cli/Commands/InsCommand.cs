using System.CommandLine;
using InsCore.Studies;

namespace InsCore.Cli.Commands;

/// <summary>`inscore ins MODES.h5`: the spectrum of an instrument from stored modes.</summary>
internal static class InsCommand
{
    public static Command Create()
    {
        Argument<string> modes = new("modes") { Description = "Modes file (HDF5) of `inscore phonons` or `inscore run`." };
        Command command = new("ins", "The spectrum that an instrument measures, from stored modes.") { modes };
        StudyFlags flags = new StudyFlags(command).WithConfig().WithScattering();
        Invocation.Attach(command, (invocation, parse, cancellation) =>
        {
            StudyOptions options = flags.Read(parse);
            SpectrumResult spectrum = Study.Spectrum(parse.GetValue(modes)!, options, CommandLine.Of(parse), invocation.Progress, cancellation);
            invocation.WriteLine($"{spectrum}\n  {string.Join("\n  ", spectrum.Diagnostics)}\n→ {Path.Combine(options.Output, "spectrum.png")}, .svg, .csv, .json");
            return spectrum.ToJson();
        });
        return command;
    }
}
