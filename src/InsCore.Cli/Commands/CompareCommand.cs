using System.CommandLine;
using InsCore.Comparison;
using InsCore.Spectra;
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
        List<Func<ParseResult, ComparisonOptions, ComparisonOptions>> applications = [];
        void Add<T>(string name, string description, Func<T, ComparisonOptions, ComparisonOptions> apply)
        {
            Option<T> option = new(name) { Description = description };
            command.Options.Add(option);
            applications.Add((parse, o) => parse.GetResult(option) is { Implicit: false } ? apply(parse.GetValue(option)!, o) : o);
        }

        Add("--unit", "Unit of the measured energies, cm-1 or meV, where the file does not say.", (string v, ComparisonOptions o) => o with { File = o.File with { Unit = EnergyUnit.Parse(v) } });
        Add("--spectrum", "Which measured spectrum of several, from 1 (default 1).", (int v, ComparisonOptions o) => o with { File = o.File with { Spectrum = v } });
        Add("--column", "Name of the column of measured intensities.", (string v, ComparisonOptions o) => o with { File = o.File with { Column = v } });
        Add("--bank", "Bank of the computed spectrum (default: all, their mean).", (string v, ComparisonOptions o) => o with { Bank = v });
        Add("--regions", "Ends of regions with a scale each, cm⁻¹, e.g. \"30 600 1800\" (default: one, all that both cover).", (string v, ComparisonOptions o) => o with { Regions = SettingText.Numbers("--regions", v) });
        Add("--background", "Under the measured spectrum: none (default), constant, linear, polynomial:N, smooth.", (string v, ComparisonOptions o) => o with { Background = Background.Parse(v) });
        Add("--prominence", "Smallest prominence of a peak, relative to the spectrum's span (default 0.02).", (double v, ComparisonOptions o) => o with { Prominence = v });
        Add("--significance", "Smallest prominence of a measured peak over its noise (default 5).", (double v, ComparisonOptions o) => o with { Significance = v });
        Add("--tolerance", "Largest difference of the positions of one peak, cm⁻¹ (default 25; at least 5 %).", (double v, ComparisonOptions o) => o with { Tolerance = v });
        StudyFlags flags = new StudyFlags(command).WithConfig().WithRanking();
        Invocation.Attach(command, (invocation, parse, cancellation) =>
        {
            StudyOptions study = flags.Read(parse);
            ComparisonOptions start = study.Comparisons.Count > 0 ? study.Comparisons[0] : new();
            ComparisonOptions options = applications.Aggregate(start, (o, apply) => apply(parse, o)) with { Experiment = parse.GetValue(experiment)! };
            ComparisonResult result = ComparisonStep.Run(parse.GetValue(computed)!, parse.GetValue(modes), options, study, CommandLine.Of(parse));
            PeakTable.Show(invocation, result);
            invocation.WriteLine($"→ {study.Output}: {string.Join(", ", ComparisonResult.Files)}");
            return result.ToJson();
        });
        return command;
    }
}
