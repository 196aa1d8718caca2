namespace InsCore.Potentials.ModelFiles;

// What a pickle can hold besides null, bool, long, double, string and byte[]. Passive: nothing here runs anything.
// Plain classes and not records: a pickle may contain itself, and generated equality or printing would never end.

/// <summary>A list or a set.</summary>
internal sealed class PickleList
{
    public List<object?> Items { get; } = [];
}

/// <summary>A tuple or a frozen set.</summary>
internal sealed class PickleTuple(object?[] items)
{
    public object?[] Items { get; } = items;
}

/// <summary>A dictionary: its pairs in the order in which they were set.</summary>
internal sealed class PickleDictionary
{
    public List<KeyValuePair<object?, object?>> Items { get; } = [];

    /// <summary>The value last set for a name, or null.</summary>
    public object? this[string name] => Items.FindLast(pair => pair.Key is string key && key == name).Value;
}

/// <summary>The name of a class or function, never looked up.</summary>
internal sealed class PickleName(string module, string name)
{
    public string FullName { get; } = $"{module}.{name}";
}

/// <summary>The wish to call or instantiate something: kept as what was asked for, never fulfilled.</summary>
internal sealed class PickleObject(string className, object?[] arguments)
{
    readonly List<object?> _items = [];

    public string ClassName { get; } = className;

    public object?[] Arguments { get; } = arguments;

    /// <summary>The state it was to be given; null if none.</summary>
    public object? State { get; set; }

    /// <summary>Keeps what was to be appended or set.</summary>
    public void Add(object? item) => _items.Add(item);
}

/// <summary>A reference to something outside the pickle, such as a tensor's storage.</summary>
internal sealed class PickleReference(object? id)
{
    public object? Id { get; } = id;
}
