using System.Text.Json.Nodes;

namespace InsCore.Potentials.ModelFiles;

/// <summary>Walks the tree of a pickled torch module and collects its tensors and settings by dotted path.</summary>
internal sealed class ModuleWalk(TorchTensors reader, string file, AllocationBudget budget)
{
    const int MaxDepth = 32;
    const int MaxModules = 20_000;
    const int MaxPath = 512;
    const string GeneratedCode = "torch.fx.graph_module.reduce_graph_module";

    // Names with a leading underscore belong to torch and e3nn's own book-keeping, except these.
    static readonly HashSet<string> KeptPrivate = ["_irreps_in", "_irreps_out", "_is_id", "_lmax", "_ls_list", "_is_range_lmax"];

    readonly SettingValues _converter = new(file);
    readonly Dictionary<string, ModelTensor> _tensors = [];
    readonly Dictionary<string, JsonNode?> _settings = [];
    int _modules;

    /// <summary>Collects everything below the root module.</summary>
    /// <exception cref="InsInputException">Not a tree of modules, or a tensor that cannot be read.</exception>
    public ModelArchive Collect(PickleObject root)
    {
        Visit(root, "", 0);
        return new ModelArchive(_tensors, _settings);
    }

    /// <summary>The attributes of a module; null for something else.</summary>
    public static PickleDictionary? Attributes(object? value) => (value as PickleObject)?.State as PickleDictionary;

    void Visit(PickleObject module, string prefix, int depth)
    {
        if (depth > MaxDepth || ++_modules > MaxModules || prefix.Length > MaxPath)
        {
            throw Error(prefix, "modules nested too deeply, or containing themselves");
        }

        Add(_settings, prefix + "__class__", module.ClassName);
        foreach ((object? key, object? value) in Attributes(module)?.Items ?? [])
        {
            switch (key)
            {
                case "_parameters" or "_buffers": AddTensors(value, prefix); break;
                case "_modules": VisitChildren(value, prefix, depth); break;
                case "__codegen__": AddCouplingConstants(value, prefix); break;
                case string name: AddAttribute(name, value, prefix); break;
                default: throw Error(prefix, "an attribute without a name");
            }
        }
    }

    void VisitChildren(object? modules, string prefix, int depth)
    {
        foreach ((string name, object? value) in Named(modules, prefix))
        {
            // Graph modules are Python source that mace generated; the contractions' tensors lie beside them.
            if (value is PickleObject { ClassName: not GeneratedCode } child)
            {
                Visit(child, $"{prefix}{name}.", depth + 1);
            }
        }
    }

    void AddTensors(object? tensors, string prefix)
    {
        foreach ((string name, object? value) in Named(tensors, prefix))
        {
            if (value is not null)
            {
                Add(_tensors, prefix + name, reader.Read(value, prefix + name));
            }
        }
    }

    void AddCouplingConstants(object? archives, string prefix)
    {
        if ((archives as PickleDictionary)?[CouplingConstants.ArchiveName] is object archive)
        {
            string path = prefix + CouplingConstants.ArchiveName;
            foreach ((string name, ModelTensor tensor) in CouplingConstants.Read(archive, path, file, budget))
            {
                Add(_tensors, $"{path}.{name}", tensor);
            }
        }
    }

    void AddAttribute(string name, object? value, string prefix)
    {
        // "training" says how the module was last used, nothing about the model.
        if (name == "training" || (name.StartsWith('_') && !KeptPrivate.Contains(name)))
        {
            return;
        }

        CheckLength(name, prefix);
        if (TorchTensors.IsTensor(value))
        {
            Add(_tensors, prefix + name, reader.Read(value, prefix + name));
        }
        else if (_converter.TryConvert(value, prefix + name, out JsonNode? setting))
        {
            // Numbers read from text convert to any numeric type that holds them; numbers put in directly do not.
            Add(_settings, prefix + name, setting is null ? null : JsonNode.Parse(setting.ToJsonString()));
        }
    }

    IEnumerable<(string Name, object? Value)> Named(object? dictionary, string prefix)
    {
        foreach ((object? key, object? value) in (dictionary as PickleDictionary ?? throw Error(prefix, "its parts are not a dictionary")).Items)
        {
            string name = key as string ?? throw Error(prefix, "a part without a name");
            CheckLength(name, prefix);
            yield return (name, value);
        }
    }

    void CheckLength(string name, string prefix)
    {
        if (name.Length > MaxPath)
        {
            throw Error(prefix, $"a name of {name.Length} characters");
        }
    }

    void Add<T>(Dictionary<string, T> target, string path, T value)
    {
        if (!target.TryAdd(path, value))
        {
            throw Error(path, "occurs twice");
        }
    }

    InsInputException Error(string path, string problem) => new(
        file, path.Length == 0 ? "root module" : $"module {path.TrimEnd('.')}", problem, "give the .model file that MACE wrote");
}
