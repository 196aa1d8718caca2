using System.CommandLine;
using System.Text.Json.Nodes;
using InsCore.Studies;

namespace InsCore.Cli.Commands;

/// <summary>`inscore relax STRUCTURE`: enthalpy minimum at each pressure.</summary>
internal static class RelaxCommand
{
    public static Command Create()
    {
        Argument<string> structure = new("structure") { Description = "CIF, extxyz, POSCAR, CASTEP .cell or FHI-aims geometry.in." };
        Command command = new("relax", "Minimise the enthalpy over atoms and cell at each pressure, keeping the space group.") { structure };
        StudyFlags flags = new StudyFlags(command).WithConfig().WithModel().WithRelaxation();
        Invocation.Attach(command, (invocation, parse, cancellation) =>
        {
            StudyOptions options = flags.Read(parse) with { Structure = parse.GetValue(structure)! };
            Study study = Study.Open(options, CommandLine.Of(parse), invocation.Progress, cancellation);
            invocation.ShowCard(study.Card);
            JsonArray results = [];
            foreach (RelaxedStructure relaxed in study.Relax())
            {
                string folder = study.Folder(relaxed.TargetPressure);
                invocation.WriteLine($"{relaxed}  → {Path.Combine(folder, "relaxed.cif")}");
                results.Add((JsonNode)relaxed.ToJson());
            }

            return results;
        });
        return command;
    }
}
