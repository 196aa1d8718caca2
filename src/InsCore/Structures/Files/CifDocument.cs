namespace InsCore.Structures.Files;

/// <summary>Reads the data blocks of a CIF.</summary>
internal static class CifDocument
{
    /// <summary>The blocks of a file.</summary>
    public static List<CifBlock> Parse(StructureText text)
    {
        List<CifToken> tokens = CifTokenizer.Tokenize(text);
        List<CifBlock> blocks = [];
        int at = 0;
        while (at < tokens.Count)
        {
            CifToken token = tokens[at];
            if (token.Kind == CifTokenKind.Data)
            {
                blocks.Add(new(text, token.Line));
                at++;
                continue;
            }

            CifBlock block = blocks.Count > 0
                ? blocks[^1]
                : throw text.Error(token.Line, "something stands before the first data_", "a CIF begins with a line 'data_name'");
            at = token.Kind switch
            {
                CifTokenKind.Loop => Loop(text, tokens, at, block),
                CifTokenKind.Tag => Item(text, tokens, at, block),
                _ => throw text.Error(token.Line, $"{StructureText.Quote(token.Text(text.Lines))} belongs to no tag", "put quotes around values with blanks"),
            };
        }

        return blocks;
    }

    static int Item(StructureText text, List<CifToken> tokens, int at, CifBlock block)
    {
        if (at + 1 >= tokens.Count || !IsValue(tokens[at + 1]))
        {
            throw text.Error(tokens[at].Line, $"{StructureText.Quote(tokens[at].Text(text.Lines))} has no value", "write ? if it is unknown");
        }

        block.Add(tokens[at].Text(text.Lines), new(text.Lines, tokens, at + 1, 1, 1));
        return at + 2;
    }

    static int Loop(StructureText text, List<CifToken> tokens, int loop, CifBlock block)
    {
        int first = loop + 1;
        while (first < tokens.Count && tokens[first].Kind == CifTokenKind.Tag)
        {
            first++;
        }

        int end = first;
        while (end < tokens.Count && IsValue(tokens[end]))
        {
            end++;
        }

        int stride = first - loop - 1;
        if (stride == 0 || (end - first) % stride != 0)
        {
            throw text.Error(tokens[end - 1].Line, $"the loop of line {tokens[loop].Line + 1} has {stride} tags, and {end - first} values do not fill its rows",
                "the file may be truncated, or a value with blanks lacks quotes");
        }

        for (int tag = 0; tag < stride; tag++)
        {
            block.Add(tokens[loop + 1 + tag].Text(text.Lines), new(text.Lines, tokens, first + tag, stride, (end - first) / stride));
        }

        return end;
    }

    static bool IsValue(CifToken token) => token.Kind is CifTokenKind.Value or CifTokenKind.Quoted or CifTokenKind.LongText;
}
