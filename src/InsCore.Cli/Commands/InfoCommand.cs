using System.CommandLine;
using System.Text.Json.Nodes;
using InsCore.Backends;
using InsCore.Potentials;
using InsCore.Structures;

namespace InsCore.Cli.Commands;

/// <summary>`inscore info [MODEL]`: what this installation has, and what a model is.</summary>
internal static class InfoCommand
{
    public static Command Create()
    {
        Argument<string> model = new("model") { Description = "Model file, or \"default\".", DefaultValueFactory = _ => "default" };
        Command command = new("info", "Versions, libraries, processor; and a model's settings, licence and caveats.") { model };
        Invocation.Attach(command, (invocation, parse, _) =>
        {
            ModelFile file = ModelFile.Read(parse.GetValue(model)!);
            MacePotential potential = MacePotential.Load(file, Precision.Float64);
            JsonObject info = new()
            {
                ["version"] = Provenance.Version,
                ["backend"] = Backend.Describe(),
                ["model"] = new JsonObject
                {
                    ["name"] = file.Card.Name,
                    ["description"] = potential.Description,
                    ["elements"] = string.Join(" ", potential.Elements.Select(Element.Symbol)),
                    ["cutoff"] = potential.CutoffRadius,
                    ["heads"] = string.Join(" ", potential.Heads),
                    ["source"] = file.Card.Source,
                    ["sha256"] = file.Card.Sha256,
                    ["licence"] = file.Card.Licence ?? "not stated in the file",
                    ["caveats"] = file.Card.Caveats ?? "none stated in the file",
                },
            };
            Show(invocation, info, "");
            return info;
        });
        return command;
    }

    static void Show(Invocation invocation, JsonObject values, string indent)
    {
        foreach ((string key, JsonNode? value) in values)
        {
            if (value is JsonObject group)
            {
                invocation.WriteLine($"{indent}{key}:");
                Show(invocation, group, indent + "  ");
            }
            else
            {
                invocation.WriteLine($"{indent}{key,-12} {value?.ToString().ReplaceLineEndings($"\n{indent}{"",-13}")}");
            }
        }
    }
}
