using System.Globalization;
using InsCore.Batch;
using InsCore.Comparison;
using InsCore.Dynamics;
using InsCore.Phonons;
using InsCore.Potentials;
using InsCore.Relaxation;
using InsCore.Scattering;
using InsCore.Scattering.Instruments;
using InsCore.Spectra;
using InsCore.Studies;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace InsCore.Cli;

/// <summary>Reads a study from YAML. Every unknown or malformed key is reported with its line, all at once.</summary>
internal sealed class StudyFile
{
    const long LargestFile = 1 << 20;

    // Keys within keys, or lists within lists: a study has three levels, and YamlDotNet's document model recurses without limit.
    const int DeepestNesting = 32;

    readonly string path;
    readonly List<string> problems = [];

    StudyFile(string path) => this.path = path;

    /// <summary>Reads a file; paths of structure and model in it are relative to its folder.</summary>
    /// <exception cref="InsInputException">The file cannot be read, is not YAML, or holds unknown or malformed keys.</exception>
    public static StudyOptions Read(string path, StudyOptions defaults) => Of(path, Parse(path, () => Content(path)), defaults);

    /// <summary>Reads settings from text that came from somewhere else.</summary>
    /// <param name="source">What messages call it.</param>
    /// <param name="text">YAML, or JSON.</param>
    /// <param name="defaults">What holds where it says nothing.</param>
    /// <exception cref="InsInputException">The text is not YAML, or holds unknown or malformed keys.</exception>
    public static StudyOptions ReadText(string source, string text, StudyOptions defaults) => Of(source, Parse(source, () => text), defaults);

    static StudyOptions Of(string path, YamlMappingNode map, StudyOptions defaults)
    {
        StudyFile file = new(path);
        StudyOptions options = file.Study(map, defaults);
        if (file.problems.Count > 0)
        {
            throw new InsInputException(path, null, string.Join("; ", file.problems), "see docs/cli.md for the keys of a study file");
        }

        return options;
    }

    static string Content(string path)
    {
        InputFile.Require(path, "write `structure: FILE` and further keys as in docs/cli.md");
        return new FileInfo(path).Length > LargestFile
            ? throw new InsInputException(path, null, "is larger than 1 MiB", "give a study file, a short YAML text")
            : File.ReadAllText(path);
    }

    static YamlMappingNode Parse(string path, Func<string> content)
    {
        try
        {
            string text = content();
            CheckNesting(path, text);
            YamlStream stream = [];
            stream.Load(new StringReader(text));
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

    static void CheckNesting(string path, string text)
    {
        Parser parser = new(new StringReader(text));
        int depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current?.NestingIncrease ?? 0;
            if (depth > DeepestNesting)
            {
                throw new InsInputException(path, $"line {parser.Current!.Start.Line}", "is nested too deeply", "see docs/cli.md for the keys of a study file");
            }

            // Aliases of aliases multiply a short file without limit.
            if (parser.Current is YamlDotNet.Core.Events.AnchorAlias)
            {
                throw new InsInputException(path, $"line {parser.Current.Start.Line}", "uses an alias", "write the value out");
            }
        }
    }

    StudyOptions Study(YamlMappingNode map, StudyOptions o)
    {
        Each(map, "", (key, node) =>
        {
            switch (key)
            {
                case "structure": o = o with { Structure = RelativePath(Text(node)) }; break;
                case "structures": o = o with { Structures = Texts(node, RelativePath) }; break;
                case "models": o = o with { Models = Texts(node, t => t is "default" ? t : RelativePath(t)) }; break;
                case "model": o = o with { Model = Text(node) is "default" ? "default" : RelativePath(Text(node)) }; break;
                case "head": o = o with { Head = Text(node) }; break;
                case "precision": o = o with { Precision = Text(node) }; break;
                case "radial": o = o with { Radial = Choice<RadialMethod>(key, node) }; break;
                case "device": o = o with { Device = Text(node) }; break;
                case "executor": o = o with { Executor = Choice<Executor>(key, node) }; break;
                case "pressures": o = o with { Pressures = NumberList(key, node) }; break;
                case "hysteresis": o = o with { Hysteresis = Truth(key, node) }; break;
                case "elastic": o = o with { Elastic = Truth(key, node) }; break;
                case "thermodynamics": o = o with { Thermodynamics = Thermodynamics(Map(key, node), o.Thermodynamics) }; break;
                case "relaxation": o = o with { Relaxation = Relaxation(Map(key, node), o.Relaxation) }; break;
                case "phonons": o = o with { Phonons = Phonons(Map(key, node), o.Phonons) }; break;
                case "phonon-file": o = o with { PhononFile = PhononFile(Map(key, node), o.PhononFile) }; break;
                case "scattering": o = Scattering(Map(key, node), o); break;
                case "map": o = o with { Map = MapOf(Map(key, node), o.Map) }; break;
                case "dispersion": o = o with { Dispersion = Dispersion(Map(key, node), o.Dispersion) }; break;
                case "compare": o = o with { Comparisons = Comparisons(key, node) }; break;
                case "md": o = o with { Dynamics = Dynamics(Map(key, node), o.Dynamics ?? new()) }; break;
                case "batch": o = o with { Batch = Batch(Map(key, node), o.Batch) }; break;
                case "output": o = o with { Output = Text(node) }; break;
                case "threads": o = o with { Threads = Integer(key, node) }; break;
                case "force": o = o with { Force = Truth(key, node) }; break;
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

    ThermodynamicsSettings Thermodynamics(YamlMappingNode map, ThermodynamicsSettings o)
    {
        Each(map, "thermodynamics.", (key, node) =>
        {
            switch (key)
            {
                case "temperatures": o = o with { Temperatures = NumberList(key, node) }; break;
                case "cif": o = o with { Displacements = NumberList(key, node) }; break;
                case "quasiharmonic": o = o with { QuasiHarmonic = Truth(key, node) }; break;
                case "spectra": o = o with { Spectra = NumberList(key, node) }; break;
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

    PhononInputOptions PhononFile(YamlMappingNode map, PhononInputOptions o)
    {
        Each(map, "phonon-file.", (key, node) =>
        {
            switch (key)
            {
                case "cells": o = o with { Cells = RelativePath(Text(node)) }; break;
                case "dim": o = o with { SupercellMatrix = Parsed(key, node, SettingText.SupercellMatrix) }; break;
                case "primitive-axes": o = o with { PrimitiveAxes = Parsed(key, node, SettingText.PrimitiveAxes) }; break;
                case "forces": o = o with { Forces = RelativePath(Text(node)) }; break;
                case "born": o = o with { Born = RelativePath(Text(node)) }; break;
                case "nac": o = o with { UseCharges = Truth(key, node) }; break;
                case "asr": o = o with { SumRule = Choice<SumRule>(key, node) }; break;
                case "dipoles": o = o with { Dipoles = Choice<DipoleTail>(key, node) }; break;
                default: return false;
            }

            return true;
        });
        return o;
    }

    StudyOptions Scattering(YamlMappingNode map, StudyOptions study)
    {
        ScatteringOptions o = study.Scattering;
        Each(map, "scattering.", (key, node) =>
        {
            switch (key)
            {
                case "temperature": o = o with { Temperature = Number(key, node) }; break;
                case "instrument": o = o with { Instrument = InstrumentName(node) }; break;
                case "ei": o = o with { IncidentEnergies = Numbers(key, node) }; break;
                case "frequency": o = o with { Frequencies = Numbers(key, node) }; break;
                case "resolution": o = o with { Resolution = Text(node) }; break;
                case "e-min": o = o with { MinimumEnergy = Parsed(key, node, SettingText.Energy) }; break;
                case "e-max": o = o with { MaximumEnergy = Parsed(key, node, SettingText.Energy) }; break;
                case "bin": o = o with { BinWidth = Parsed(key, node, SettingText.Energy) }; break;
                case "orders": o = o with { Orders = Text(node) is "all" ? o.Orders : Integer(key, node) }; break;
                case "weighting": o = o with { Weighting = Choice<Weighting>(key, node) }; break;
                case "cross-sections": o = o with { CrossSections = Parsed(key, node, (_, text) => CrossSectionTable.Read(RelativePath(text))) ?? o.CrossSections }; break;
                case "resolve": o = o with { Resolved = Choice<Resolved>(key, node) }; break;
                case "accuracy": o = o with { Accuracy = Number(key, node) }; break;
                case "imaginary": o = o with { Imaginary = Choice<ImaginaryModes>(key, node) }; break;
                case "lowest": o = o with { LowestEnergy = Number(key, node) }; break;
                case "acoustic": o = o with { Acoustic = o.Acoustic with { Enabled = Truth(key, node) } }; break;
                case "sound-speeds": o = o with { Acoustic = StudyFlags.WithSpeeds(o.Acoustic, Numbers(key, node)) }; break;
                case "coherent": o = o with { IsCoherent = Truth(key, node) }; break;
                case "directions": o = o with { Directions = Integer(key, node) }; break;
                case "like": study = study with { Like = Text(node) }; break;
                case "difference": study = study with { Difference = Truth(key, node) }; break;
                default: return false;
            }

            return true;
        });
        return study with { Scattering = o };
    }

    DynamicsSettings Dynamics(YamlMappingNode map, DynamicsSettings o)
    {
        DynamicsOptions run = o.Run;
        Each(map, "md.", (key, node) =>
        {
            switch (key)
            {
                case "ensemble": run = run with { Ensemble = Choice<Ensemble>(key, node) }; break;
                case "temperature": run = run with { Temperature = Number(key, node) }; break;
                case "time": run = run with { Time = Parsed(key, node, SettingText.Time) }; break;
                case "equilibration": run = run with { Equilibration = Parsed(key, node, SettingText.Time) }; break;
                case "step": run = run with { TimeStep = Parsed(key, node, SettingText.Time) }; break;
                case "thermostat": run = run with { Thermostat = Choice<Thermostat>(key, node) }; break;
                case "thermostat-time": run = run with { ThermostatTime = Parsed(key, node, SettingText.Time) }; break;
                case "barostat-time": run = run with { CellTime = Parsed(key, node, SettingText.Time) }; break;
                case "sample": run = run with { SampleTime = Parsed(key, node, SettingText.Time) }; break;
                case "frame": run = run with { FrameTime = Parsed(key, node, SettingText.Time) }; break;
                case "restart": run = run with { RestartInterval = Parsed(key, node, SettingText.Duration) }; break;
                case "seed": run = run with { Seed = Parsed(key, node, SettingText.Seed) }; break;
                case "cells": o = o with { Cells = Integers(key, node, 3) }; break;
                case "replicas": o = o with { Replicas = Integer(key, node) }; break;
                case "precision": o = o with { Precision = Text(node) }; break;
                default: return false;
            }

            return true;
        });
        return o with { Run = run };
    }

    MapSettings MapOf(YamlMappingNode map, MapSettings o)
    {
        Each(map, "map.", (key, node) =>
        {
            switch (key)
            {
                case "instrument": o = o with { Instrument = InstrumentName(node) }; break;
                case "q-max": o = o with { QMaximum = Number(key, node) }; break;
                case "q-bins": o = o with { QBins = Integer(key, node) }; break;
                case "e-max": o = o with { MaximumEnergy = Parsed(key, node, SettingText.Energy) }; break;
                case "bin": o = o with { BinWidth = Parsed(key, node, SettingText.Energy) }; break;
                case "path": o = o with { Path = Parsed(key, node, SettingText.Vectors) }; break;
                case "coherent": o = o with { IsCoherent = Truth(key, node) }; break;
                case "directions": o = o with { Directions = Integer(key, node) }; break;
                case "scale": o = o with { Scale = Choice<MapScale>(key, node) }; break;
                case "unit": o = o with { Unit = Parsed(key, node, (_, text) => EnergyUnit.Parse(text)) ?? o.Unit }; break;
                default: return false;
            }

            return true;
        });
        return o;
    }

    BatchSettings Batch(YamlMappingNode map, BatchSettings o)
    {
        Each(map, "batch.", (key, node) =>
        {
            switch (key)
            {
                case "q-blocks": o = o with { QBlocks = Integer(key, node) }; break;
                case "cpus": o = o with { Processors = Integer(key, node) }; break;
                case "memory": o = o with { Memory = Integer(key, node) }; break;
                case "time": o = o with { Time = Text(node) }; break;
                case "at-once": o = o with { AtOnce = Integer(key, node) }; break;
                default: return false;
            }

            return true;
        });
        return o;
    }

    DispersionOptions Dispersion(YamlMappingNode map, DispersionOptions o)
    {
        Each(map, "dispersion.", (key, node) =>
        {
            switch (key)
            {
                case "interpolate": o = o with { Interpolate = Integers(key, node, 3) }; break;
                case "unit": o = o with { Unit = Parsed(key, node, (_, text) => EnergyUnit.Parse(text)) ?? o.Unit }; break;
                case "path": o = o with { Path = Text(node) }; break;
                case "step": o = o with { Step = Number(key, node) }; break;
                case "connect": o = o with { Connect = Truth(key, node) }; break;
                case "eigenvectors": o = o with { Eigenvectors = Truth(key, node) }; break;
                case "bin": o = o with { Bin = Number(key, node) }; break;
                case "width": o = Text(node, list: true) is "adaptive" ? o with { IsAdaptive = true } : o with { Width = Numbers(key, node) }; break;
                case "shape": o = o with { Shape = Choice<LineShape>(key, node) }; break;
                default: return false;
            }

            return true;
        });
        return o;
    }

    string InstrumentName(YamlNode node) => InstrumentDefinition.IsFile(Text(node)) ? RelativePath(Text(node)) : Text(node);

    ComparisonOptions[] Comparisons(string key, YamlNode node) => node is YamlSequenceNode list
        ? [.. list.Select(n => Comparison(Map(key, n)))]
        : [Comparison(Map(key, node))];

    ComparisonOptions Comparison(YamlMappingNode map)
    {
        ComparisonOptions o = new();
        Each(map, "compare.", (key, node) =>
        {
            switch (key)
            {
                case "experiment": o = o with { Experiment = RelativePath(Text(node)) }; break;
                case "pressure": o = o with { Pressure = Number(key, node) }; break;
                case "unit": o = o with { File = o.File with { Unit = Parsed(key, node, (_, text) => EnergyUnit.Parse(text)) } }; break;
                case "spectrum": o = o with { File = o.File with { Spectrum = Integer(key, node) } }; break;
                case "column": o = o with { File = o.File with { Column = Text(node) } }; break;
                case "bank": o = o with { Bank = Text(node) }; break;
                case "regions": o = o with { Regions = Numbers(key, node) }; break;
                case "background": o = o with { Background = Parsed(key, node, (_, text) => Background.Parse(text)) ?? o.Background }; break;
                case "prominence": o = o with { Prominence = Number(key, node) }; break;
                case "significance": o = o with { Significance = Number(key, node) }; break;
                case "tolerance": o = o with { Tolerance = Number(key, node) }; break;
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
                problems.Add($"line {keyNode.Start.Line}: unknown key {prefix}{key}{StudyKeys.Hint(prefix, key)}");
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

    // A list of texts, or one.
    string[] Texts(YamlNode node, Func<string, string> change) =>
        node is YamlSequenceNode list ? [.. list.Select(n => change(Text(n)))] : [change(Text(node))];

    // Also a list, or a list of lists: their values separated by blanks, as on the command line.
    string Text(YamlNode node, bool list) => list && node is YamlSequenceNode items
        ? string.Join(' ', items.Select(n => Text(n, list: true)))
        : Text(node);

    // A value by the rules of the command line.
    T? Parsed<T>(string key, YamlNode node, Func<string, string, T> parse)
    {
        try
        {
            return parse(key, Text(node, list: true));
        }
        catch (InsInputException e)
        {
            problems.Add($"line {node.Start.Line}: {e.Message}");
            return default;
        }
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
