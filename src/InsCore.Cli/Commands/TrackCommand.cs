using System.CommandLine;
using System.Text.Json.Nodes;
using InsCore.Phonons.Tracking;
using InsCore.Studies;

namespace InsCore.Cli.Commands;

/// <summary>`inscore track FILE FILE ...`: modes followed through pressures.</summary>
internal static class TrackCommand
{
    public static Command Create()
    {
        Argument<string[]> files = new("files") { Description = "Phonon modes at two or more pressures, e.g. */modes.h5.", Arity = ArgumentArity.OneOrMore };
        Option<string?> pressure = new("--pressure", "-p") { Description = "Pressures of the files, GPa, e.g. \"0 0.5 1\" (default: from relax.json beside each)." };
        Option<bool> allModes = new("--all-modes") { Description = "Print every mode of the table, however long." };
        Command command = new("track", "Follow the modes at Γ through pressures, and say how they move.") { files, pressure, allModes };
        StudyFlags flags = new StudyFlags(command).WithConfig().WithScattering();
        Invocation.Attach(command, (invocation, parse, cancellation) =>
        {
            StudyOptions options = flags.Read(parse);
            double[] pressures = parse.GetValue(pressure) is { } text ? SettingText.Numbers("--pressure", text) : [];
            (ModeTracking tracking, IReadOnlyList<PressureShift> shifts) =
                TrackingStudy.Run(parse.GetValue(files)!, pressures, options, CommandLine.Of(parse), invocation.Progress, cancellation);
            if (!invocation.IsJson)
            {
                Print(invocation, tracking, shifts, parse.GetValue(allModes));
                invocation.WriteLine($"\nResults in {options.Output}: {string.Join(", ", TrackingOutput.Files(tracking))}");
            }

            return tracking.ToJson();
        });
        return command;
    }

    /// <summary>The table of the last pressure, and what is worth a sentence.</summary>
    public static void Print(Invocation invocation, ModeTracking tracking, IReadOnlyList<PressureShift> shifts, bool allModes)
    {
        invocation.Terminal.Write(ShiftTable.Create(shifts[^1], allModes));
        invocation.WriteLine(ShiftTable.Summary(shifts[^1]));
        foreach (ShiftReason reason in ShiftReason.OfRed(shifts[^1]))
        {
            invocation.WriteLine(TextWrap.Wrap(reason.ToString(), "  "));
        }

        int mixing = tracking.Crossings.Count(c => !c.IsPassed);
        invocation.WriteLine(TextWrap.Wrap(FormattableString.Invariant(
            $"Confidence of every mode at least {tracking.LeastConfidence:F2}; avoided crossings: {tracking.Crossings.Count - mixing} passed, {mixing} under way or partial."), ""));
        if (tracking.Waves.Count > 0)
        {
            invocation.WriteLine(TextWrap.Wrap(FormattableString.Invariant(
                $"Away from Γ, at {tracking.Waves.Count} wave vectors, {100 * tracking.ShareOfWavesAbove(ModeShift.CertainConfidence):F1} % of the modes are followed with a confidence above {ModeShift.CertainConfidence}."), ""));
        }
    }
}
