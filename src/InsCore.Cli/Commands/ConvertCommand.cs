using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using InsCore.Potentials;

namespace InsCore.Cli.Commands;

/// <summary>`inscore convert MODEL`: a published model file into the compact container.</summary>
internal static class ConvertCommand
{
    public static Command Create()
    {
        Argument<string> model = new("model") { Description = "A MACE .model file." };
        Option<string?> output = new("--output", "-o") { Description = "The container (default: the model's name with .safetensors, in the current folder)." };
        Option<string?> licence = new("--licence") { Description = "Licence of the model, e.g. MIT, for the container's card." };
        Option<string?> caveats = new("--caveats") { Description = "What the model is not good for, for the container's card." };
        Command command = new("convert", "Convert a published MACE .model file into the compact container.") { model, output, licence, caveats };
        Invocation.Attach(command, (invocation, parse, _) =>
        {
            string source = parse.GetValue(model)!;
            string target = parse.GetValue(output) ?? Path.ChangeExtension(Path.GetFileName(source), ".safetensors");
            ModelFile file = ModelFile.Read(source);
            ModelCard card = file.Card with
            {
                Licence = parse.GetValue(licence) ?? file.Card.Licence,
                Caveats = parse.GetValue(caveats) ?? file.Card.Caveats,
                Date = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                Creator = $"InsCore {Provenance.Version}",
            };
            ModelContainer.Write(target, file with { Card = card });
            long before = new FileInfo(source).Length, after = new FileInfo(target).Length;
            invocation.WriteLine(FormattableString.Invariant($"{source} ({before / 1024} KiB) → {target} ({after / 1024} KiB)"));
            return new JsonObject { ["source"] = source, ["target"] = target, ["sourceBytes"] = before, ["targetBytes"] = after };
        });
        return command;
    }
}
