using System.CommandLine;
using System.Text.Json.Nodes;
using InsCore.Backends;
using InsCore.Phonons;
using InsCore.Potentials;
using InsCore.Spectra;

namespace InsCore.Cli.Commands;

/// <summary>`inscore info [FILE]`: what this installation has, and what a model or a phonon file holds.</summary>
internal static class InfoCommand
{
    public static Command Create()
    {
        Argument<string> model = new("model") { Description = "Model file, or \"default\", or a file with phonon modes, force constants, or a spectrum of Euphonic.", DefaultValueFactory = _ => "default" };
        Command command = new("info", "Versions, libraries, processor, OpenCL devices; a model's settings, licence and caveats; what a phonon file holds.") { model };
        PhononFlags flags = new(command);
        Invocation.Attach(command, (invocation, parse, _) =>
        {
            if (EuphonicSpectra.Describe(parse.GetValue(model)!) is { } rows)
            {
                JsonObject spectrum = new([.. rows.Select(f => KeyValuePair.Create(f.Name, (JsonNode?)f.Value))]);
                Show(invocation, spectrum, "");
                return spectrum;
            }

            if (PhononInput.Recognises(parse.GetValue(model)!))
            {
                PhononInput input = PhononInput.Read(parse.GetValue(model)!, flags.Read(parse, new()));
                JsonObject phonons = new([.. input.Summary.Select(f => KeyValuePair.Create(f.Name, (JsonNode?)f.Value))]);
                Show(invocation, phonons, "");
                return phonons;
            }

            ModelFile file = ModelFile.Read(parse.GetValue(model)!);
            MacePotential potential = MacePotential.Load(file, Precision.Float64);
            JsonObject info = new()
            {
                ["program"] = "InsCore",
                ["version"] = Provenance.Version.Split('+')[0],
                ["commit"] = Provenance.Version.Split('+') is [_, var commit] ? commit : null,
                ["machine"] = Machine.Describe(),
                ["lapack"] = Backend.DescribeLapack(),
                ["kernels"] = Backend.DescribeKernels(),
                ["backend"] = Backend.Describe(),
                ["executor"] = potential.DescribeExecutor(),
                ["opencl"] = OpenCl(),
                ["model"] = new JsonObject(
                [
                    new("name", file.Card.Name),
                    .. potential.Summary.Select(f => KeyValuePair.Create(f.Name, (JsonNode?)f.Value)),
                    new("source", file.Card.Source),
                    new("sha256", file.Card.Sha256),
                    new("licence", file.Card.Licence ?? "not stated in the file"),
                    new("caveats", file.Card.Caveats ?? "none stated in the file"),
                ]),
            };
            Show(invocation, info, "");
            return info;
        });
        return command;
    }

    static JsonObject OpenCl() => new([.. Backend.DescribeOpenCl().Select(d => KeyValuePair.Create(
        d.Device, (JsonNode?)new JsonObject([.. d.Properties.Select(p => KeyValuePair.Create(p.Name, (JsonNode?)p.Value))])))]);

    const int Column = 24;

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
                string lead = $"{indent}{key}";
                string text = TextWrap.Wrap(value is JsonArray list ? string.Join(", ", list) : value?.ToString() ?? "", new string(' ', Column));
                invocation.WriteLine(lead.PadRight(Column) + text[Math.Min(Column, text.Length)..]);
            }
        }
    }
}
