using System.CommandLine;
using System.Text.Json.Nodes;
using InsCore.Studies;

namespace InsCore.Cli.Commands;

/// <summary>`inscore md STRUCTURE`: molecular dynamics of the structure as it is.</summary>
internal static class MdCommand
{
    public static Command Create()
    {
        Argument<string> structure = new("structure") { Description = "A crystal, best relaxed: CIF, extxyz, POSCAR, …" };
        Command command = new("md", "Molecular dynamics of a structure, and whether it holds together.") { structure };
        StudyFlags flags = new StudyFlags(command).WithConfig().WithModel().WithDynamics();
        Invocation.Attach(command, (invocation, parse, cancellation) =>
        {
            StudyOptions options = flags.Read(parse);
            options = options with { Structure = parse.GetValue(structure)!, Dynamics = options.Dynamics ?? new() };
            Study study = Study.Open(options, CommandLine.Of(parse), invocation.Progress, cancellation);
            invocation.ShowCard(study.Card);
            JsonArray results = [];
            foreach (double pressure in options.Pressures)
            {
                for (int replica = 0; replica < options.Dynamics.Replicas; replica++)
                {
                    DynamicsPoint result = study.Dynamics(study.Start, pressure, replica);
                    invocation.WriteLine($"{result}\n→ {study.DynamicsFolder(pressure, replica)}");
                    results.Add((JsonNode)result.ToJson());
                }
            }

            return results;
        });
        return command;
    }
}
