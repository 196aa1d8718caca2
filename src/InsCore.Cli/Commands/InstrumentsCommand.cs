using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using InsCore.Scattering;
using InsCore.Scattering.Instruments;
using InsCore.Studies;
using Spectre.Console;

namespace InsCore.Cli.Commands;

/// <summary>`inscore instruments [NAME]`: which instruments there are; what one sees, and how sharply.</summary>
internal static class InstrumentsCommand
{
    public static Command Create()
    {
        Argument<string?> name = new("name") { Description = "NAME, NAME:SETTING or FILE.yml; without it all are listed.", DefaultValueFactory = _ => null };
        Command command = new("instruments", "Instruments, their settings, ranges and resolution; writes an instrument's file to be edited.") { name };
        StudyFlags flags = new StudyFlags(command).WithConfig().WithInstrument();
        Invocation.Attach(command, (invocation, parse, _) => parse.GetValue(name) is { } chosen
            ? Show(invocation, parse, flags.Read(parse), chosen, parse.GetResult("--output") is { } output && !(output as System.CommandLine.Parsing.OptionResult)!.Implicit)
            : List(invocation));
        return command;
    }

    static JsonArray List(Invocation invocation)
    {
        InstrumentDefinition[] all = [.. InstrumentDefinition.Names.Select(InstrumentDefinition.ByName)];
        if (!invocation.IsJson)
        {
            Table table = new() { Border = TableBorder.Simple };
            table.AddColumns("instrument", "geometry", "settings", "may be set", "resolution models");
            foreach (InstrumentDefinition d in all)
            {
                table.AddRow(Array.ConvertAll(
                    [d.Name, Geometry(d), string.Join(", ", d.Settings), string.Join("; ", d.Ranges().Select(Range)), Models(d)], Markup.Escape));
            }

            invocation.Terminal.Write(table);
            invocation.WriteLine("The first setting and model is the usual one. `inscore instruments NAME` shows one; with --output DIR it writes its file, to be edited.");
        }

        return new([.. all.Select(Json)]);
    }

    static JsonObject Show(Invocation invocation, ParseResult parse, StudyOptions options, string name, bool write)
    {
        ScatteringOptions chosen = options.Scattering;
        (InstrumentDefinition definition, string? setting) = InstrumentDefinition.Find(name);
        Instrument instrument = definition.Configure(setting, chosen.IncidentEnergies, chosen.Frequencies);
        InstrumentReport report = new(
            instrument, chosen.Resolution, setting is null ? definition.ConfigureAll(chosen.IncidentEnergies, chosen.Frequencies) : null);
        if (write)
        {
            CommandLine.Identify(parse, File.Exists(name) ? [name] : [], options.Output);
        }

        string[] files = write ? [.. report.Write(options.Output)] : [];
        if (!invocation.IsJson)
        {
            invocation.WriteLine($"{instrument.Name}: {definition.Title}\n  {report.Conditions()}");
            Line(invocation, "settings", string.Join(", ", definition.Settings));
            Line(invocation, "may be set", string.Join("; ", definition.Ranges(setting).Select(Range)));
            Line(invocation, "angles", string.Join("; ", instrument.Banks.Select(Angles).Distinct()));
            Line(invocation, "source", definition.Source);
            Line(invocation, "checked", definition.Checked);
            invocation.Terminal.Write(Widths(report));
            if (write)
            {
                invocation.WriteLine($"→ {string.Join(", ", files.Select(f => Path.Combine(options.Output, f)))}");
            }
        }

        JsonObject json = Json(definition);
        json["conditions"] = report.Conditions();
        json["units"] = new JsonObject { ["energy"] = "cm⁻¹", ["sigma"] = "cm⁻¹, standard deviation", ["q"] = "1/Å" };
        json["widths"] = new JsonArray([.. report.Rows.Select(r => Json(r, report))]);
        json["files"] = new JsonArray([.. files.Select(f => JsonValue.Create(f))]);
        return json;
    }

    static Table Widths(InstrumentReport report)
    {
        double unit = report.UnitInWavenumbers;
        Table table = new() { Border = TableBorder.Simple };
        table.AddColumns(Array.ConvertAll(
            ["bank", $"E ({report.Unit})", .. report.Resolutions.Select(r => $"σ {r.Name} ({report.Unit})"), "Q (1/Å)", "σ_Q (1/Å)"], Markup.Escape));
        foreach (WidthRow row in report.Rows)
        {
            table.AddRow([
                Markup.Escape(row.Bank), Text(row.Energy / unit), .. row.Sigmas.Select(s => Text(s / unit)),
                row.LeastQ == row.MostQ ? Text(row.LeastQ) : $"{Text(row.LeastQ)} – {Text(row.MostQ)}", row.SigmaQ is { } q ? Text(q) : ""]);
        }

        return table;
    }

    static void Line(Invocation invocation, string label, string text)
    {
        if (text.Length > 0)
        {
            invocation.WriteLine(TextWrap.Wrap($"{label}: {text}", "  "));
        }
    }

    static string Geometry(InstrumentDefinition d) => d.Geometry == InstrumentGeometry.Direct ? "direct" : "indirect";

    static string Models(InstrumentDefinition d) => string.Join(", ", d.Configure().Resolutions.Select(r => r.Name));

    static string Range(SettableRange r) => string.Create(CultureInfo.InvariantCulture, $"{r.Name} {r.Lowest}–{r.Highest} {r.Unit} (usual {r.Usual})");

    static string Angles(DetectorBank bank) => bank.Coverage.All(c => c.From == c.To)
        ? string.Join(", ", bank.Coverage.Select(c => $"{Text(c.From)}°"))
        : string.Join(", ", bank.Coverage.Select(c => $"{Text(c.From)}–{Text(c.To)}°"));

    static JsonObject Json(InstrumentDefinition d) => new()
    {
        ["name"] = d.Name,
        ["title"] = d.Title,
        ["geometry"] = Geometry(d),
        ["settings"] = new JsonArray([.. d.Settings.Select(s => JsonValue.Create(s))]),
        ["ranges"] = new JsonArray([.. d.Ranges().Select(r => new JsonObject
        {
            ["name"] = r.Name, ["unit"] = r.Unit, ["usual"] = r.Usual, ["lowest"] = r.Lowest, ["highest"] = r.Highest,
        })]),
        ["resolutions"] = new JsonArray([.. d.Configure().Resolutions.Select(r => JsonValue.Create(r.Name))]),
        ["source"] = d.Source,
        ["checked"] = d.Checked,
        ["sha256"] = d.Sha256,
    };

    static JsonObject Json(WidthRow row, InstrumentReport report) => new()
    {
        ["bank"] = row.Bank,
        ["energy"] = row.Energy,
        ["sigma"] = new JsonObject(report.Resolutions.Zip(row.Sigmas, (r, s) => KeyValuePair.Create(r.Name, (JsonNode?)s))),
        ["q"] = new JsonArray(row.LeastQ, row.MostQ),
        ["sigmaQ"] = row.SigmaQ,
    };

    static string Text(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
