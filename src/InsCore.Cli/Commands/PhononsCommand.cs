using System.CommandLine;
using InsCore.Studies;

namespace InsCore.Cli.Commands;

/// <summary>`inscore phonons STRUCTURE`: phonons of the structure as it is.</summary>
internal static class PhononsCommand
{
    // Beyond this force the harmonic expansion is about no minimum, and frequencies shift visibly.
    const double NoticeableForce = 1e-3;

    public static Command Create()
    {
        Argument<string> structure = new("structure") { Description = "A relaxed crystal: CIF, extxyz, POSCAR, …" };
        Command command = new("phonons", "Phonons of a structure as it is, on a mesh of wave vectors.") { structure };
        StudyFlags flags = new StudyFlags(command).WithConfig().WithModel().WithPhonons();
        Invocation.Attach(command, (invocation, parse, cancellation) =>
        {
            StudyOptions options = flags.Read(parse) with { Structure = parse.GetValue(structure)! };
            Study study = Study.Open(options, CommandLine.Of(parse), invocation.Progress, cancellation);
            invocation.ShowCard(study.Card);
            PhononResult result = study.Phonons(study.Start, options.Output);
            if (result.LargestForce > NoticeableForce)
            {
                invocation.Warn(FormattableString.Invariant(
                    $"the largest force is {result.LargestForce:G3} eV/Å: the structure is not relaxed; run `inscore relax` first"));
            }

            invocation.WriteLine($"{result}  → {Path.Combine(options.Output, "modes.h5")}");
            return result.ToJson();
        });
        return command;
    }
}
