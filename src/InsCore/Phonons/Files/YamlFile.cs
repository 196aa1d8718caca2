using System.Runtime.InteropServices;

namespace InsCore.Phonons.Files;

/// <summary>What a value in a YAML file is.</summary>
internal enum YamlKind : byte
{
    Null,
    Scalar,
    Sequence,
    Mapping,
}

/// <summary>A YAML file of the kind that programs write, in memory.</summary>
/// <remarks>
/// The values form one flat list, 24 bytes for each, beside the text of the file, so that memory stays in proportion to a file of hundreds of
/// megabytes (a general parser makes several objects of each number). The subset: block and flow sequences and mappings, plain and quoted
/// scalars, comments, block scalars. Anchors, aliases, tags and complex keys are refused: phonopy writes none, and aliases are how a small
/// file grows large.
/// </remarks>
internal sealed class YamlFile
{
    readonly string text;
    readonly List<Entry> entries;

    YamlFile(PhononSource source)
    {
        Source = source;
        text = source.Text;
        entries = [];
    }

    /// <summary>The file.</summary>
    public PhononSource Source { get; }

    /// <summary>The outermost value.</summary>
    public YamlNode Root => new(this, 0);

    /// <summary>Reads a file.</summary>
    /// <exception cref="InsInputException">It is not YAML of this kind.</exception>
    public static YamlFile Parse(PhononSource source)
    {
        YamlFile file = new(source);
        new YamlParser(source, file.text, file).Parse();
        return file;
    }

    /// <summary>What a value is.</summary>
    public YamlKind KindOf(int index) => entries[index].Kind;

    /// <summary>The text of a scalar.</summary>
    public ReadOnlySpan<char> TextOf(int index) =>
        entries[index] is { Kind: YamlKind.Scalar } entry ? text.AsSpan(entry.Start, entry.Length) : default;

    /// <summary>The line of a value.</summary>
    public int LineOf(int index) => 1 + text.AsSpan(0, entries[index].Start).Count('\n');

    /// <summary>The first element of a sequence, or the first key of a mapping, whose value is its next sibling; -1 if none.</summary>
    public int FirstChild(int index) => entries[index].FirstChild;

    /// <summary>The next element, or value, or key; -1 if none.</summary>
    public int NextSibling(int index) => entries[index].NextSibling;

    /// <summary>Adds a value behind another.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="start">Where its text begins.</param>
    /// <param name="length">How long its text is.</param>
    /// <param name="parent">The collection it belongs to; -1 for none.</param>
    /// <param name="previous">The value before it in the collection; -1 for none.</param>
    /// <returns>Its index.</returns>
    public int Add(YamlKind kind, int start, int length, int parent, int previous)
    {
        int index = entries.Count;
        entries.Add(new Entry { Kind = kind, Start = start, Length = length, FirstChild = -1, NextSibling = -1 });
        Span<Entry> all = CollectionsMarshal.AsSpan(entries);
        if (previous >= 0)
        {
            all[previous].NextSibling = index;
        }
        else if (parent >= 0)
        {
            all[parent].FirstChild = index;
        }

        return index;
    }

    struct Entry
    {
        public int Start;
        public int Length;
        public int FirstChild;
        public int NextSibling;
        public YamlKind Kind;
    }
}
