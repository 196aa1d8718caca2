namespace InsCore.Structures.Files;

/// <summary>What a piece of a CIF is.</summary>
internal enum CifTokenKind
{
    /// <summary>_name.</summary>
    Tag,

    /// <summary>A bare value.</summary>
    Value,

    /// <summary>A value in quotes or a text field.</summary>
    Quoted,

    /// <summary>data_name.</summary>
    Data,

    /// <summary>loop_.</summary>
    Loop,

    /// <summary>A text field of more lines than one: its content is not kept.</summary>
    LongText,
}

/// <summary>A piece of a CIF: where it stands in which line.</summary>
internal readonly record struct CifToken(CifTokenKind Kind, int Line, int Start, int Length)
{
    /// <summary>Its text, without quotes.</summary>
    public string Text(string[] lines) => lines[Line].Substring(Start, Length);
}

/// <summary>Cuts a CIF (S. R. Hall, F. H. Allen, I. D. Brown, doi:10.1107/S010876739101067X) into tokens.</summary>
internal static class CifTokenizer
{
    /// <summary>All tokens of a file.</summary>
    public static List<CifToken> Tokenize(StructureText text)
    {
        List<CifToken> tokens = new(text.Lines.Length);
        for (int line = 0; line < text.Lines.Length; line++)
        {
            int at = 0;
            if (text.Lines[line].StartsWith(';'))
            {
                line = TextField(text, line, tokens);
                at = 1;
            }

            while (Next(text, line, ref at) is CifToken token)
            {
                tokens.Add(token);
                at = token.Start + token.Length + (token.Kind == CifTokenKind.Quoted ? 1 : 0);
            }
        }

        return tokens;
    }

    // A field of one line of text counts as a quotation; longer ones hold nothing that is needed here.
    static int TextField(StructureText text, int line, List<CifToken> tokens)
    {
        int end = line + 1;
        while (end < text.Lines.Length && !text.Lines[end].StartsWith(';'))
        {
            end++;
        }

        if (end == text.Lines.Length)
        {
            throw text.Error(line, "the text field that begins here has no end", "the file may be truncated; close the field by a line with a semicolon");
        }

        bool isNext = end == line + 2 && text.Lines[line].Trim() == ";";
        int start = isNext ? line + 1 : line;
        string content = text.Lines[start];
        int skip = isNext ? 0 : 1;
        CifTokenKind kind = isNext || end == line + 1 ? CifTokenKind.Quoted : CifTokenKind.LongText;
        tokens.Add(new(kind, start, skip, content.Length - skip));
        return end;
    }

    static CifToken? Next(StructureText text, int line, ref int at)
    {
        string content = text.Lines[line];
        while (at < content.Length && char.IsWhiteSpace(content[at]))
        {
            at++;
        }

        if (at >= content.Length || content[at] == '#')
        {
            return null;
        }

        int end = at + 1;
        if (content[at] is '\'' or '"')
        {
            // A quote inside a quotation ends it only before a blank: 'a dog's life'.
            while (end < content.Length && !(content[end] == content[at] && IsBlank(content, end + 1)))
            {
                end++;
            }

            return end < content.Length
                ? new(CifTokenKind.Quoted, line, at + 1, end - at - 1)
                : throw text.Error(line, "a quotation is not closed", "close it on the same line");
        }

        while (!IsBlank(content, end))
        {
            end++;
        }

        return new(KindOf(content.AsSpan(at, end - at)), line, at, end - at);
    }

    static CifTokenKind KindOf(ReadOnlySpan<char> word) =>
        word[0] == '_' ? CifTokenKind.Tag
        : word.StartsWith("data_", StringComparison.OrdinalIgnoreCase) ? CifTokenKind.Data
        : word.Equals("loop_", StringComparison.OrdinalIgnoreCase) ? CifTokenKind.Loop
        : CifTokenKind.Value;

    static bool IsBlank(string content, int at) => at >= content.Length || char.IsWhiteSpace(content[at]);
}
