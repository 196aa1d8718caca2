namespace InsCore.Scattering.Instruments;

/// <summary>The keys of one section of an instrument file, read by name; each must be known, and hold what it should.</summary>
internal sealed class InstrumentSection
{
    readonly YamlValue value;
    readonly string source, path;
    readonly HashSet<string> asked = [];

    /// <summary>Starts reading a section.</summary>
    /// <param name="value">What the file holds there.</param>
    /// <param name="source">The file, for messages.</param>
    /// <param name="path">Key of the section with a dot behind it; empty for the file as a whole.</param>
    /// <exception cref="InsInputException">There are no keys.</exception>
    public InstrumentSection(YamlValue value, string source, string path = "")
    {
        (this.value, this.source, this.path) = (value, source, path);
        if (value.Map is null)
        {
            throw Error(value.Line, path.Length == 0 ? "the file holds no keys" : $"{path.TrimEnd('.')} must hold keys of its own", "see docs/instruments.md for the keys of an instrument file");
        }
    }

    /// <summary>The keys, in the order of the file.</summary>
    public IEnumerable<string> Keys => value.Map!.Select(m => m.Key);

    /// <summary>True if the file has this key.</summary>
    public bool Has(string key) => Find(key) is not null;

    /// <summary>A section in this one.</summary>
    public InstrumentSection Section(string key) => new(Require(key), source, $"{path}{key}.");

    /// <summary>A section in this one, or null if the file does not have it.</summary>
    public InstrumentSection? Optional(string key) => Find(key) is { } found ? new(found, source, $"{path}{key}.") : null;

    /// <summary>One word or sentence.</summary>
    public string Text(string key) => Scalar(key, Require(key));

    /// <summary>One of several words.</summary>
    public string Choice(string key, string fallback, params ReadOnlySpan<string> choices)
    {
        string text = Find(key) is { } found ? Scalar(key, found) : fallback;
        return choices.Contains(text)
            ? text
            : throw Error(key, $"{path}{key} is \"{text}\"", $"write one of: {string.Join(", ", choices!)}");
    }

    /// <summary>A quantity with its unit.</summary>
    /// <param name="key">The key.</param>
    /// <param name="kind">What it measures.</param>
    /// <param name="fallback">The value if the file does not have the key; null if it must.</param>
    /// <param name="least">Smallest value allowed, in the unit inside.</param>
    /// <param name="most">Largest value allowed, in the unit inside.</param>
    public double Quantity(string key, Quantity kind, double? fallback = null, double least = 0, double most = 1e6) =>
        fallback is { } absent && !Has(key) ? absent : Quantity(key, Require(key), kind, least, most);

    /// <summary>A quantity above zero.</summary>
    public double Positive(string key, Quantity kind, double? fallback = null) => Quantity(key, kind, fallback, double.Epsilon);

    /// <summary>One quantity, or a list of them.</summary>
    public double[] Quantities(string key, Quantity kind, double least, double most)
    {
        YamlValue found = Require(key);
        return found.List is { Count: > 0 } list
            ? [.. list.Select(v => Quantity(key, v, kind, least, most))]
            : [Quantity(key, found, kind, least, most)];
    }

    /// <summary>A number without a unit.</summary>
    public double Number(string key, double? fallback, double least, double most) =>
        fallback is { } absent && !Has(key) ? absent : Number(key, Require(key), least, most);

    /// <summary>A list of numbers without units.</summary>
    public double[] Numbers(string key, int fewest, int mostMany, double least = -1e12, double most = 1e12)
    {
        YamlValue found = Require(key);
        return found.List is { } list && list.Count >= fewest && list.Count <= mostMany
            ? [.. list.Select(v => Number(key, v, least, most))]
            : throw Error(found.Line, $"{path}{key} must be a list of {(fewest == mostMany ? $"{fewest}" : $"{fewest} to {mostMany}")} numbers", "write e.g. [1, 0.5]");
    }

    /// <summary>Angles detectors cover: texts "from to until unit", one or a list of them.</summary>
    public AngleRange[] Coverage(string key)
    {
        YamlValue found = Require(key);
        return [.. (found.List is { Count: > 0 } list ? list : [found]).Select(v => Range(key, v))];
    }

    /// <summary>A table, written as keys with values, both with units.</summary>
    /// <returns>Sorted by the first quantity.</returns>
    public (double X, double Y)[] Table(string key, Quantity x, Quantity y)
    {
        YamlValue found = Require(key);
        if (found.Map is not { Count: > 0 } rows)
        {
            throw Error(found.Line, $"{path}{key} must be a table", $"write lines such as \"{x.Example}: {y.Example}\"");
        }

        (double X, double Y)[] table = [.. rows.Select(r => (
            x.Parse(r.Key) is { } at && at > 0 ? at : throw Error(r.Line, $"\"{r.Key}\" is not such a quantity", $"write e.g. \"{x.Example}: {y.Example}\""),
            Quantity(key, r.Value, y, double.Epsilon, 1e6))).OrderBy(r => r.Item1)];
        for (int i = 1; i < table.Length; i++)
        {
            if (table[i].X == table[i - 1].X)
            {
                throw Error(found.Line, $"{path}{key} holds {table[i].X} twice", "write each row once");
            }
        }

        return table;
    }

    /// <summary>Refuses keys that nothing asked for.</summary>
    public void Finish()
    {
        foreach ((string key, int line, _) in value.Map!)
        {
            if (!asked.Contains(key))
            {
                throw Error(line, $"unknown key {path}{key}", $"the keys here are: {string.Join(", ", asked.Order(StringComparer.Ordinal))}");
            }
        }
    }

    /// <summary>An error at a key of this section.</summary>
    public InsInputException Error(string key, string problem, string remedy)
    {
        int index = value.Map!.ToList().FindIndex(m => m.Key == key);
        return Error(index < 0 ? value.Line : value.Map![index].Line, problem, remedy);
    }

    InsInputException Error(int line, string problem, string remedy) => new(source, $"line {line}", problem, remedy);

    YamlValue? Find(string key)
    {
        asked.Add(key);
        foreach ((string name, _, YamlValue found) in value.Map!)
        {
            if (name == key)
            {
                return found;
            }
        }

        return null;
    }

    YamlValue Require(string key) => Find(key) ?? throw Error(value.Line, $"{path}{key} is missing", "see docs/instruments.md for the keys of an instrument file");

    string Scalar(string key, YamlValue found) => found.Scalar
        ?? throw Error(found.Line, $"{path}{key} must be one value, not a list or keys", "see docs/instruments.md for the keys of an instrument file");

    double Quantity(string key, YamlValue found, Quantity kind, double least, double most)
    {
        string text = Scalar(key, found);
        double number = kind.Parse(text) ?? throw Error(
            found.Line, $"{path}{key} is \"{text}\"", $"write a number, a blank and a unit ({string.Join(", ", kind.Units.Keys)}), e.g. {kind.Example}");
        return number >= least && number <= most ? number : throw Error(found.Line, $"{path}{key} is out of range: {text}", Allowed(least, most));
    }

    double Number(string key, YamlValue found, double least, double most)
    {
        string text = Scalar(key, found);
        double number = Instruments.Quantity.Number(text) ?? throw Error(found.Line, $"{path}{key} is \"{text}\"", "write a number");
        return number >= least && number <= most ? number : throw Error(found.Line, $"{path}{key} is out of range: {text}", Allowed(least, most));
    }

    AngleRange Range(string key, YamlValue found)
    {
        const string Example = "write e.g. 3 to 60 deg, or -40 to 140 deg";
        string text = Scalar(key, found);
        string[] ends = text.Split(" to ");
        double? last = Instruments.Quantity.Angle.Parse(ends[^1]), first = ends.Length == 2 ? Instruments.Quantity.Number(ends[0]) : null;
        return first <= last && last - first <= 360 && Math.Abs(first.Value) <= 360
            ? AngleRange.Around(first.Value, last!.Value)
            : throw Error(found.Line, $"{path}{key} is \"{text}\"", Example);
    }

    static string Allowed(double least, double most) => FormattableString.Invariant(
        $"give {(least == double.Epsilon ? "more than 0" : $"at least {least}")} and at most {most} (of {nameof(InsCore)}'s units: m, s, meV, Å, degrees, Hz)");
}
