namespace InsCore.Structures.Files;

/// <summary>One data block of a CIF: values by tag, alone or in columns of loops.</summary>
internal sealed class CifBlock(StructureText text, int line)
{
    readonly Dictionary<string, CifColumn> columns = [];
    readonly HashSet<string> repeated = [];

    /// <summary>Where the block begins, index from 0.</summary>
    public int Line => line;

    /// <summary>Puts in a tag; a tag that is there twice is an error once it is asked for.</summary>
    public void Add(string tag, CifColumn column)
    {
        string name = Normalized(tag);
        if (!columns.TryAdd(name, column))
        {
            repeated.Add(name);
        }
    }

    /// <summary>True if there is a tag that begins so.</summary>
    public bool HasTagLike(string beginning) => columns.Keys.Any(tag => tag.StartsWith(beginning, StringComparison.Ordinal));

    /// <summary>The values of the first of several tags that the block has, or an empty column.</summary>
    public CifColumn Column(params ReadOnlySpan<string> tags)
    {
        foreach (string tag in tags)
        {
            if (columns.TryGetValue(tag, out CifColumn? column))
            {
                return repeated.Contains(tag)
                    ? throw text.Error(column.LineOf(0), $"{tag} is there twice", "remove one of them")
                    : column;
            }
        }

        return CifColumn.Empty;
    }

    // Newer dictionaries put a point behind the category: _atom_site.label.
    static string Normalized(string tag) => tag.Replace('.', '_').ToLowerInvariant();
}

/// <summary>The values of one tag: every so-many-th token of a loop, or a single one.</summary>
/// <param name="Source">Where the tokens point into.</param>
/// <param name="Tokens">All tokens of the file.</param>
/// <param name="First">Index of the first value.</param>
/// <param name="Stride">Tags in the loop.</param>
/// <param name="Count">Number of values.</param>
internal sealed record CifColumn(string[] Source, List<CifToken> Tokens, int First, int Stride, int Count)
{
    /// <summary>The column of a tag that is absent.</summary>
    public static CifColumn Empty { get; } = new([], [], 0, 0, 0);

    /// <summary>Line of a value, index from 0; -1 if there is none.</summary>
    public int LineOf(int row) => row < Count ? Tokens[First + (row * Stride)].Line : -1;

    /// <summary>A value; empty if it is absent, unknown (?) or inapplicable (.).</summary>
    public string this[int row]
    {
        get
        {
            if (row >= Count)
            {
                return "";
            }

            CifToken token = Tokens[First + (row * Stride)];
            string value = token.Text(Source);
            return token.Kind == CifTokenKind.Value && value is "?" or "." ? "" : value;
        }
    }
}
