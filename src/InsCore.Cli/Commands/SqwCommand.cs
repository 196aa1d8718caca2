using System.CommandLine;
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
        StudyFlags flags = new StudyFlags(command).WithConfig().WithMesh().WithScattering(map: true).WithMap();
        Invocation.Attach(command, (invocation, parse, cancellation) =>
        {
            StudyOptions options = flags.Read(parse);
            options = options with { PhononFile = phonons.Read(parse, options.PhononFile) };
            MapResult maps = Study.Map(parse.GetValue(file)!, options, CommandLine.Of(parse), invocation.Progress, cancellation);
            invocation.WriteLine($"{maps.Symbol}  {maps.Settings}\n  {string.Join("\n  ", maps.Diagnostics)}\n→ {options.Output}: {string.Join(", ", maps.Files)}, sqw.json");
            return maps.ToJson();
        });
        return command;
    }
}
