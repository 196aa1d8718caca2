using System.Globalization;
using InsCore.Relaxation;
using InsCore.Potentials;
using InsCore.Scattering;
using InsCore.Scattering.Instruments;
using InsCore.Studies;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace InsCore.Cli;

/// <summary>Reads a study from YAML. Every unknown or malformed key is reported with its line, all at once.</summary>
internal sealed class StudyFile
{
    const long LargestFile = 1 << 20;

    readonly string path;
    readonly List<string> problems = [];

    StudyFile(string path) => this.path = path;

    /// <summary>Reads a file; paths of structure and model in it are relative to its folder.</summary>
    /// <exception cref="InsInputException">The file cannot be read, is not YAML, or holds unknown or malformed keys.</exception>
    public static StudyOptions Read(string path, StudyOptions defaults)
    {
        StudyFile file = new(path);
        StudyOptions options = file.Study(Parse(path), defaults);
        if (file.problems.Count > 0)
        {
            throw new InsInputException(path, null, string.Join("; ", file.problems), "see docs/cli.md for the keys of a study file");
        }

        return options;
    }

    static YamlMappingNode Parse(string path)
    {
        InputFile.Require(path, "write `structure: FILE` and further keys as in docs/cli.md");
        try
        {
            if (new FileInfo(path).Length > LargestFile)
            {
                throw new InsInputException(path, null, "is larger than 1 MiB", "give a study file, a short YAML text");
            }

            using StreamReader reader = new(path);
            YamlStream stream = [];
            stream.Load(reader);
            return stream.Documents.Count > 0 && stream.Documents[0].RootNode is YamlMappingNode map
                ? map
                : throw new InsInputException(path, null, "holds no keys", "write `structure: FILE` and further keys as in docs/cli.md");
        }
        catch (YamlException e)
        {
            throw new InsInputException(path, $"line {e.Start.Line}", e.Message, "correct the YAML", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InsInputException(path, null, $"cannot be read ({e.Message})", "check the path and its permissions", e);
        }
    }

    StudyOptions Study(YamlMappingNode map, StudyOptions o)
    {
        Each(map, "", (key, node) =>
        {
            switch (key)
            {
                case "structure": o = o with { Structure = RelativePath(Text(node)) }; break;
                case "model": o = o with { Model = Text(node) is "default" ? "default" : RelativePath(Text(node)) }; break;
                case "head": o = o with { Head = Text(node) }; break;
                case "precision": o = o with { Precision = Text(node) }; break;
                case "radial": o = o with { Radial = Choice<RadialMethod>(key, node) }; break;
                case "executor": o = o with { Executor = Choice<Executor>(key, node) }; break;
                case "pressures": o = o with { Pressures = NumberList(key, node) }; break;
                case "hysteresis": o = o with { Hysteresis = Truth(key, node) }; break;
                case "relaxation": o = o with { Relaxation = Relaxation(Map(key, node), o.Relaxation) }; break;
                case "phonons": o = o with { Phonons = Phonons(Map(key, node), o.Phonons) }; break;
                case "scattering": o = o with { Scattering = Scattering(Map(key, node), o.Scattering) }; break;
                case "output": o = o with { Output = Text(node) }; break;
                case "threads": o = o with { Threads = Integer(key, node) }; break;
                default: return false;
            }

            return true;
        });
        return o;
    }

    RelaxationOptions Relaxation(YamlMappingNode map, RelaxationOptions o)
    {
        Each(map, "relaxation.", (key, node) =>
        {
            switch (key)
            {
                case "force": o = o with { ForceTolerance = Number(key, node) }; break;
                case "stress": o = o with { StressTolerance = Number(key, node) }; break;
                case "steps": o = o with { MaximumSteps = Integer(key, node) }; break;
                case "cell": o = o with { RelaxCell = Truth(key, node) }; break;
                default: return false;
            }

            return true;
        });
        return o;
    }

    PhononSettings Phonons(YamlMappingNode map, PhononSettings o)
    {
        RefuseBoth(map, "mesh", "spacing");
        RefuseBoth(map, "supercell", "distance");
        Each(map, "phonons.", (key, node) =>
        {
            switch (key)
            {
                case "mesh": o = o with { Mesh = Integers(key, node, 3) }; break;
                case "method": o = o with { Method = Choice<PhononMethod>(key, node) }; break;
                case "spacing": o = o with { Spacing = Number(key, node) }; break;
                case "supercell": o = o with { Supercell = Integers(key, node, 3) }; break;
                case "distance": o = o with { SupercellDistance = Number(key, node) }; break;
                case "displacement": o = o with { Displacement = Number(key, node) }; break;
                default: return false;
            }

            return true;
        });
        return o;
    }

    ScatteringOptions Scattering(YamlMappingNode map, ScatteringOptions o)
    {
        Each(map, "scattering.", (key, node) =>
        {
            switch (key)
            {
                case "temperature": o = o with { Temperature = Number(key, node) }; break;
                case "instrument": o = o with { Instrument = InstrumentDefinition.IsFile(Text(node)) ? RelativePath(Text(node)) : Text(node) }; break;
                case "ei": o = o with { IncidentEnergies = Numbers(key, node) }; break;
                case "frequency": o = o with { Frequencies = Numbers(key, node) }; break;
                case "resolution": o = o with { Resolution = Text(node) }; break;
                case "orders": o = o with { Orders = Text(node) is "all" ? o.Orders : Integer(key, node) }; break;
                case "lowest": o = o with { LowestEnergy = Number(key, node) }; break;
                case "imaginary": o = o with { Imaginary = Choice<ImaginaryModes>(key, node) }; break;
                default: return false;
            }

            return true;
        });
        return o;
    }

    void RefuseBoth(YamlMappingNode map, string first, string second)
    {
        string[] keys = [.. map.Children.Keys.OfType<YamlScalarNode>().Select(k => k.Value ?? "")];
        if (keys.Contains(first) && keys.Contains(second))
        {
            problems.Add($"line {map.Start.Line}: give {first} or {second}, not both");
        }
    }

    void Each(YamlMappingNode map, string prefix, Func<string, YamlNode, bool> take)
    {
        foreach ((YamlNode keyNode, YamlNode value) in map.Children)
        {
            string key = Text(keyNode);
            if (!take(key, value))
            {
                problems.Add($"line {keyNode.Start.Line}: unknown key {prefix}{key}");
            }
        }
    }

    string RelativePath(string text) =>
        Path.IsPathRooted(text) ? text : Path.Combine(Path.GetDirectoryName(path) ?? "", text);

    YamlMappingNode Map(string key, YamlNode node)
    {
        if (node is YamlMappingNode map)
        {
            return map;
        }

        problems.Add($"line {node.Start.Line}: {key} must hold keys of its own");
        return [];
    }

    string Text(YamlNode node)
    {
        if (node is YamlScalarNode scalar)
        {
            return scalar.Value ?? "";
        }

        problems.Add($"line {node.Start.Line}: one value is expected here, not a list or keys");
        return "";
    }

    double Number(string key, YamlNode node)
    {
        if (double.TryParse(Text(node), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value))
        {
            return value;
        }

        problems.Add($"line {node.Start.Line}: {key} must be a number, not \"{Text(node)}\"");
        return 0;
    }

    int Integer(string key, YamlNode node)
    {
        if (int.TryParse(Text(node), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value))
        {
            return value;
        }

        problems.Add($"line {node.Start.Line}: {key} must be a whole number, not \"{Text(node)}\"");
        return 0;
    }

    bool Truth(string key, YamlNode node)
    {
        if (bool.TryParse(Text(node), out bool value))
        {
            return value;
        }

        problems.Add($"line {node.Start.Line}: {key} must be true or false, not \"{Text(node)}\"");
        return false;
    }

    T Choice<T>(string key, YamlNode node)
        where T : struct, Enum
    {
        if (Enum.TryParse(Text(node), ignoreCase: true, out T value) && Enum.IsDefined(value) && !char.IsDigit(Text(node)[0]))
        {
            return value;
        }

        problems.Add($"line {node.Start.Line}: {key} must be one of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}, not \"{Text(node)}\"");
        return default;
    }

    double[] Numbers(string key, YamlNode node) =>
        node is YamlSequenceNode list ? [.. list.Select(n => Number(key, n))] : [Number(key, node)];

    // Numbers, and ranges first:last:step among them.
    double[] NumberList(string key, YamlNode node)
    {
        List<double> numbers = [];
        foreach (YamlNode piece in node is YamlSequenceNode list ? [.. list] : (YamlNode[])[node])
        {
            if (!Text(piece).Contains(':'))
            {
                numbers.Add(Number(key, piece));
                continue;
            }

            try
            {
                numbers.AddRange(Studies.NumberList.Parse(key, Text(piece)));
            }
            catch (InsInputException e)
            {
                problems.Add($"line {piece.Start.Line}: {e.Message}");
            }
        }

        return [.. numbers];
    }

    int[] Integers(string key, YamlNode node, int count)
    {
        int[] values = node is YamlSequenceNode list ? [.. list.Select(n => Integer(key, n))] : [];
        if (values.Length == count)
        {
            return values;
        }

        problems.Add($"line {node.Start.Line}: {key} must be a list of {count} whole numbers, e.g. [3, 3, 2]");
        return [1, 1, 1];
    }
}
