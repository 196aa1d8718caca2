using System.CommandLine;
using System.Text.Json.Nodes;
using InsCore.Phonons;
using InsCore.Structures;

namespace InsCore.Cli.Commands;

/// <summary>`inscore export FILE --format F`: modes or force constants for another program.</summary>
internal static class ExportCommand
{
    static readonly string[] Formats = ["phonopy", "euphonic", "castep", "hdf5"];

    public static Command Create()
    {
        Argument<string> file = new("file") { Description = "Modes or force constants in any format that InsCore reads." };
        Option<string> format = new("--format", "-f") { Description = $"One of: {string.Join(", ", Formats)}.", Required = true };
        Option<string?> mesh = new("--mesh") { Description = "Modes of force constants on this mesh, e.g. \"6 6 6\"; phonopy's files and Euphonic's take force constants as they are." };
        Option<string> output = new("--output", "-o") { Description = "Folder of what is written (default: the current one).", DefaultValueFactory = _ => "." };
        Command command = new("export", "Write modes or force constants for phonopy, Euphonic, AbINS (.phonon) or as HDF5.") { file, format, mesh, output };

        // What is handed on is what was there, unless asked for otherwise.
        PhononFlags flags = new(command);
        Invocation.Attach(command, (invocation, parse, _) =>
        {
            string wanted = parse.GetValue(format)!;
            if (!Formats.Contains(wanted))
            {
                throw new InsInputException("--format", null, $"\"{wanted}\" is not known", $"choose one of: {string.Join(", ", Formats)}");
            }

            PhononInputOptions reading = flags.Read(parse, new() { SumRule = SumRule.None });
            bool asRead = reading.SumRule == SumRule.None && parse.GetValue(mesh) is null;
            PhononInput input = PhononInput.Read(
                parse.GetValue(file)!, reading with { Asymmetry = asRead ? IndexSymmetry.Keep : IndexSymmetry.Mean });
            foreach (string note in input.Notes)
            {
                invocation.Progress.Line($"note: {note}");
            }

            Provenance provenance = CommandLine.Identify(parse, [input.Path], parse.GetValue(output)!);
            string name = Path.Combine(parse.GetValue(output)!, Path.GetFileNameWithoutExtension(input.Path));
            IReadOnlyList<string> written = Write(input, wanted, parse.GetValue(mesh), name, provenance);
            invocation.WriteLine($"{input.Format} → {string.Join(", ", written)}");
            return new JsonObject { ["source"] = input.Path, ["format"] = input.Format, ["written"] = new JsonArray([.. written.Select(w => JsonValue.Create(w))]) };
        });
        return command;
    }

    static IReadOnlyList<string> Write(PhononInput input, string format, string? mesh, string name, Provenance provenance)
    {
        if (format == "phonopy")
        {
            return PhononOutput.WritePhonopy(Path.GetDirectoryName(name)!, input.ForceConstants ?? throw new InsInputException(
                input.Path, null, "holds modes, and phonopy wants force constants", "choose another format"));
        }

        string target = name + format switch { "euphonic" => ".json", "castep" => ".phonon", _ => ".h5" };
        if (Path.GetFullPath(target) == Path.GetFullPath(input.Path))
        {
            throw new InsInputException(target, null, "would be written over what was read", "choose another folder with --output");
        }

        if (format == "euphonic" && mesh is null && input.Modes is null)
        {
            PhononOutput.WriteEuphonic(target, input.ForceConstants!);
            return [target];
        }

        PhononModes modes = Modes(input, mesh);
        switch (format)
        {
            case "euphonic":
                PhononOutput.WriteEuphonic(target, modes);
                break;
            case "castep":
                PhononOutput.WriteCastepPhonon(target, modes);
                break;
            default:
                PhononFile.Write(target, modes, provenance.ToLine());
                break;
        }

        return [target];
    }

    static PhononModes Modes(PhononInput input, string? mesh)
    {
        if (mesh is null)
        {
            return input.Modes ?? throw new InsInputException(input.Path, null, "holds force constants", "give the mesh of wave vectors with --mesh \"6 6 6\"");
        }

        ForceConstants constants = input.ForceConstants
            ?? throw new InsInputException("--mesh", null, "needs force constants, and the file holds modes", "leave it out");
        int[] n = SettingText.Integers("--mesh", mesh);
        return PhononSolver.Solve(constants, QMesh.Irreducible((n[0], n[1], n[2]), SpaceGroup.Find(constants.Crystal)));
    }
}
