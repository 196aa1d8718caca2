namespace InsCore.Structures.Files;

/// <summary>Reads the second line of an extended XYZ frame: key=value pairs, with quotes and brackets.</summary>
internal static class ExtendedXyzHeader
{
    /// <summary>The pairs, keys in any case; a key without a value counts as true ("T").</summary>
    public static Dictionary<string, string> Parse(StructureText text, int line)
    {
        string content = text.Lines[line];
        Dictionary<string, string> pairs = new(StringComparer.OrdinalIgnoreCase);
        int at = 0;
        while (at < content.Length)
        {
            if (char.IsWhiteSpace(content[at]))
            {
                at++;
                continue;
            }

            string key = Key(text, line, ref at);
            string value = "T";
            if (at < content.Length && content[at] == '=')
            {
                at++;
                value = Value(text, line, ref at);
            }

            pairs[key] = value;
        }

        return pairs;
    }

    static string Key(StructureText text, int line, ref int at)
    {
        string content = text.Lines[line];
        if (content[at] is '"' or '\'')
        {
            return Quoted(text, line, ref at);
        }

        int start = at;
        while (at < content.Length && content[at] != '=' && !char.IsWhiteSpace(content[at]))
        {
            at++;
        }

        return content[start..at];
    }

    static string Value(StructureText text, int line, ref int at)
    {
        string content = text.Lines[line];
        if (at < content.Length && content[at] is '"' or '\'')
        {
            return Quoted(text, line, ref at);
        }

        int start = at, depth = 0;
        while (at < content.Length && (depth > 0 || !char.IsWhiteSpace(content[at])))
        {
            depth += content[at] switch
            {
                '[' or '{' => 1,
                ']' or '}' => -1,
                _ => 0,
            };
            at++;
        }

        return depth > 0
            ? throw text.Error(line, "a bracket is not closed", "the line may be truncated; close the bracket")
            : content[start..at];
    }

    static string Quoted(StructureText text, int line, ref int at)
    {
        string content = text.Lines[line];
        char quote = content[at];
        int start = ++at;
        while (at < content.Length && content[at] != quote)
        {
            at += content[at] == '\\' ? 2 : 1;
        }

        if (at >= content.Length)
        {
            throw text.Error(line, "a quotation is not closed", "the line may be truncated; close the quotation");
        }

        return content[start..at++];
    }
}
