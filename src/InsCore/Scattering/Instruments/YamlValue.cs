using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace InsCore.Scattering.Instruments;

/// <summary>A value of a YAML file with the line it stands on: a scalar, a list, or keys with values.</summary>
internal sealed class YamlValue
{
    const int LargestText = 1 << 18, LargestDepth = 16;

    YamlValue(int line) => Line = line;

    /// <summary>Line of the file, counted from 1.</summary>
    public int Line { get; }

    /// <summary>The text of a scalar; null for a list or keys.</summary>
    public string? Scalar { get; private init; }

    /// <summary>The members of a list; null for a scalar or keys.</summary>
    public IReadOnlyList<YamlValue>? List { get; private init; }

    /// <summary>Keys in the order of the file, each with its line; null for a scalar or a list.</summary>
    public IReadOnlyList<(string Key, int Line, YamlValue Value)>? Map { get; private init; }

    /// <summary>Parses one document. Anchors, aliases and tags are refused: nothing in the file refers to anything else.</summary>
    /// <param name="text">The file.</param>
    /// <param name="source">Its name, for messages.</param>
    /// <exception cref="InsInputException">The text is too long, too deep, or not YAML.</exception>
    public static YamlValue Parse(string text, string source)
    {
        if (text.Length > LargestText)
        {
            throw new InsInputException(source, null, $"is longer than {LargestText >> 10} KiB", "give an instrument file, a short YAML text");
        }

        try
        {
            // Not the reader's own recursive model: its depth has no bound.
            Parser parser = new(new StringReader(text));
            parser.Consume<StreamStart>();
            if (!parser.Accept<DocumentStart>(out _))
            {
                throw new InsInputException(source, null, "holds nothing", "see docs/instruments.md for the keys of an instrument file");
            }

            parser.Consume<DocumentStart>();
            YamlValue value = Read(parser, source, 0);
            parser.Consume<DocumentEnd>();
            return parser.Accept<StreamEnd>(out _)
                ? value
                : throw new InsInputException(source, null, "holds more than one document", "write one instrument a file");
        }
        catch (YamlException e)
        {
            throw new InsInputException(source, $"line {e.Start.Line}", e.Message, "correct the YAML", e);
        }
        catch (InvalidOperationException e)
        {
            // The scanner of YamlDotNet 18.1 loses its way in some damaged block mappings.
            throw new InsInputException(source, null, $"cannot be parsed ({e.Message})", "correct the YAML", e);
        }
    }

    /// <summary>These keys with those of another value over them, section by section; other values are replaced.</summary>
    public YamlValue With(YamlValue over)
    {
        if (Map is null || over.Map is null)
        {
            return over;
        }

        List<(string Key, int Line, YamlValue Value)> merged = [.. Map];
        foreach ((string key, int line, YamlValue value) in over.Map)
        {
            int index = merged.FindIndex(m => m.Key == key);
            if (index < 0)
            {
                merged.Add((key, line, value));
            }
            else
            {
                merged[index] = (key, line, merged[index].Value.With(value));
            }
        }

        return new(Line) { Map = merged };
    }

    /// <summary>These keys without one of them.</summary>
    public YamlValue Without(string key) => new(Line) { Map = [.. Map!.Where(m => m.Key != key)] };

    static YamlValue Read(Parser parser, string source, int depth)
    {
        ParsingEvent next = parser.Consume<ParsingEvent>();
        int line = (int)next.Start.Line;
        if (next is AnchorAlias || (next is NodeEvent node && !(node.Anchor.IsEmpty && node.Tag.IsEmpty)))
        {
            throw new InsInputException(source, $"line {line}", "holds an anchor, an alias or a tag", "write the value out");
        }

        if (depth > LargestDepth)
        {
            throw new InsInputException(source, $"line {line}", "is nested too deeply", "see docs/instruments.md for the keys of an instrument file");
        }

        return next switch
        {
            Scalar scalar => new(line) { Scalar = scalar.Value },
            SequenceStart => new(line) { List = ReadList(parser, source, depth) },
            MappingStart => new(line) { Map = ReadMap(parser, source, depth) },
            _ => throw new InsInputException(source, $"line {line}", "a value is missing", "correct the YAML"),
        };
    }

    static List<YamlValue> ReadList(Parser parser, string source, int depth)
    {
        List<YamlValue> list = [];
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            list.Add(Read(parser, source, depth + 1));
        }

        return list;
    }

    static List<(string Key, int Line, YamlValue Value)> ReadMap(Parser parser, string source, int depth)
    {
        List<(string Key, int Line, YamlValue Value)> map = [];
        HashSet<string> keys = [];
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            YamlValue key = Read(parser, source, depth + 1);
            if (key.Scalar is null || !keys.Add(key.Scalar))
            {
                throw new InsInputException(
                    source, $"line {key.Line}", key.Scalar is null ? "a key is not a word" : $"the key {key.Scalar} stands here a second time", "write each key once");
            }

            map.Add((key.Scalar, key.Line, Read(parser, source, depth + 1)));
        }

        return map;
    }
}
