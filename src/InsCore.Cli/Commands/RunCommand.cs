using System.CommandLine;
using System.Text.Json.Nodes;
using InsCore.Studies;
using Spectre.Console;

namespace InsCore.Cli.Commands;

/// <summary>`inscore run STUDY.yml`: everything.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        Argument<string> file = new("study") { Description = "Study file (YAML)." };
        Option<bool> allModes = new("--all-modes") { Description = "Print every mode of the shift table, however long." };
        Option<bool> dryRun = new("--dry-run") { Description = "Print what would be done, and its cost." };
        Command command = new("run", "Relax, compute phonons and spectra at each pressure, and compare them.") { file, dryRun, allModes };
        StudyFlags flags = new StudyFlags(command).WithModel().WithRelaxation().WithSeries().WithQuasiHarmonic().WithPhonons().WithScattering();
        Invocation.Attach(command, (invocation, parse, cancellation) =>
        {
            StudyOptions options = flags.Read(parse, parse.GetValue(file));
            JsonArray results = [];
            foreach (StudyBranch branch in StudyBranch.Of(options))
            {
                Study study = Study.Open(branch.Options, CommandLine.Of(parse), invocation.Progress, cancellation);
                invocation.ShowCard(study.Card);
                results.Add((JsonNode)(parse.GetValue(dryRun) ? Plan(invocation, study) : Run(invocation, study, parse.GetValue(allModes))));
            }

            return results.Count == 1 ? results[0]!.DeepClone() : results;
        });
        return command;
    }

    static JsonObject Plan(Invocation invocation, Study study)
    {
        StudyPlan plan = study.Plan();
        invocation.WriteLine(plan.ToString());
        return plan.ToJson();
    }

    static JsonObject Run(Invocation invocation, Study study, bool allModes)
    {
        StudyResult result = study.Run(invocation.Progress.Line);
        Show(invocation, study.Options, result, allModes);
        return result.ToJson();
    }

    /// <summary>Prints the results of a study.</summary>
    public static void Show(Invocation invocation, StudyOptions options, StudyResult result, bool allModes)
    {
        if (!invocation.IsJson)
        {
            if (result.Tracking is { } tracking)
            {
                TrackCommand.Print(invocation, tracking, result.Shifts, allModes);
            }

            if (result.Series is { Points.Count: > 1 } series)
            {
                PressureCommand.Show(invocation, series);
            }

            foreach (PressurePoint point in result.Points.Where(p => p.Comparison is not null))
            {
                PeakTable.Show(invocation, point.Comparison!);
            }

            foreach (string warning in result.Warnings)
            {
                invocation.WriteLine(TextWrap.Wrap($"Warning, {warning}.", ""));
            }

            invocation.WriteLine($"\nResults in {options.Output}: {string.Join(", ", result.Files)}");
        }
    }
}
