using System.CommandLine;
using InsCore.Comparison;
using InsCore.Studies;

namespace InsCore.Cli.Commands;

/// <summary>`inscore compare SPECTRUM MEASURED`: a computed spectrum beside a measured one.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        Argument<string> computed = new("computed") { Description = "Folder with spectrum.json, that file, or a spectrum as text." };
        Argument<string> experiment = new("measured") { Description = "Measured spectrum: ISIS INS database, Mantid ASCII, CSV." };
        Option<string?> modes = new("--modes") { Description = "Modes that are named beside the peaks (default: modes.h5 beside spectrum.json)." };
        Command command = new("compare", "Compare a computed spectrum with a measured one: scale, background, peaks, figures of merit.") { computed, experiment, modes };
        StudyFlags flags = new StudyFlags(command).WithConfig().WithComparison();
        Invocation.Attach(command, (invocation, parse, cancellation) =>
        {
            StudyOptions study = flags.Read(parse);
            ComparisonOptions options = study.Comparisons.DefaultIfEmpty(new()).First() with { Experiment = parse.GetValue(experiment)! };
            ComparisonResult result = ComparisonStep.Run(parse.GetValue(computed)!, parse.GetValue(modes), options, study, CommandLine.Of(parse));
            PeakTable.Show(invocation, result);
            invocation.WriteLine($"→ {study.Output}: {string.Join(", ", ComparisonResult.Files)}");
            return result.ToJson();
        });
        return command;
    }
}
