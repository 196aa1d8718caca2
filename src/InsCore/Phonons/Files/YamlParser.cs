namespace InsCore.Phonons.Files;

/// <summary>Parses the text of a <see cref="YamlFile"/>, by recursive descent over columns.</summary>
internal sealed class YamlParser(PhononSource source, string text, YamlFile file)
{
    const string Remedy = "write the file again with the program it comes from";

    // Deeper than any program nests, and far from the end of the stack.
    const int MaximumDepth = 40;

    int position;
    int lineStart;
    int depth;

    int Column => position - lineStart;

    /// <summary>Parses the whole text.</summary>
    public void Parse()
    {
        position = text.StartsWith('\ufeff') ? 1 : 0;
        lineStart = position;
        while (SkipBlank() && (StartsLine("---") || text[position] == '%'))
        {
            NextLine();
        }

        if (!SkipBlank())
        {
            throw source.Error(null, "holds nothing", Remedy);
        }

        ParseBlock(Column, -1, -1);
        if (SkipBlank() && !StartsLine("...") && !StartsLine("---"))
        {
            throw Error("the indentation fits nothing before it");
        }
    }

    bool StartsLine(string marker) => Column == 0 && text.AsSpan(position).StartsWith(marker, StringComparison.Ordinal);

    // To the next character that is neither blank nor comment; false at the end.
    bool SkipBlank()
    {
        while (position < text.Length)
        {
            switch (text[position])
            {
                case ' ' or '\r':
                    position++;
                    break;
                case '\n':
                    position++;
                    lineStart = position;
                    break;
                case '\t' when position == lineStart || text.AsSpan(lineStart, position - lineStart).IsWhiteSpace():
                    throw Error("a tabulator is used for indentation");
                case '\t':
                    position++;
                    break;
                case '#':
                    NextLine();
                    break;
                default:
                    return true;
            }
        }

        return false;
    }

    void NextLine()
    {
        int length = text.AsSpan(position).IndexOf('\n');
        position = length < 0 ? text.Length : position + length + 1;
        lineStart = position;
    }

    // To the next character of this line that is neither blank nor comment; false at its end.
    bool SkipInLine()
    {
        while (position < text.Length && text[position] is ' ' or '\t' or '\r')
        {
            position++;
        }

        return position < text.Length && text[position] is not ('\n' or '#');
    }

    // The value that begins here, in a column that its other lines share.
    int ParseBlock(int column, int parent, int previous)
    {
        if (++depth > MaximumDepth)
        {
            throw Error($"values are nested deeper than {MaximumDepth} levels");
        }

        int index = IsDash() ? ParseSequence(column, parent, previous)
            : IsKey() ? ParseMapping(column, parent, previous)
            : ParseScalarOrFlow(column, parent, previous);
        depth--;
        return index;
    }

    bool IsDash() => text[position] == '-' && (position + 1 >= text.Length || text[position + 1] is ' ' or '\n' or '\r' or '\t');

    int ParseSequence(int column, int parent, int previous)
    {
        int index = file.Add(YamlKind.Sequence, position, 0, parent, previous), last = -1;
        while (SkipBlank() && Column == column && IsDash())
        {
            position++;
            last = SkipInLine() ? ParseBlock(Column, index, last) : ParseBelow(column + 1, index, last);
        }

        return index;
    }

    // A key is a scalar of this line with a colon behind it.
    bool IsKey()
    {
        if (text[position] is '[' or '{')
        {
            return false;
        }

        int end = text[position] is '"' or '\'' ? AfterQuote(position) : position;
        for (; end < text.Length && text[end] is not '\n'; end++)
        {
            if (text[end] == ':' && (end + 1 >= text.Length || text[end + 1] is ' ' or '\n' or '\r' or '\t'))
            {
                return true;
            }

            if (text[end] == '#' && text[end - 1] == ' ')
            {
                return false;
            }
        }

        return false;
    }

    // The position behind the quote that closes the one here, at most that of the end of the text.
    int AfterQuote(int start)
    {
        char quote = text[start];
        for (int k = start + 1; k < text.Length; k++)
        {
            if (quote == '"' && text[k] == '\\')
            {
                k++;
            }
            else if (text[k] == quote)
            {
                return k + 1;
            }
        }

        throw Error("a quoted text does not end");
    }

    int ParseMapping(int column, int parent, int previous)
    {
        int index = file.Add(YamlKind.Mapping, position, 0, parent, previous), last = -1;
        while (SkipBlank() && Column == column && !IsDash() && !StartsLine("..."))
        {
            if (!IsKey())
            {
                throw Error("a line is neither a key with a value nor part of what is before it");
            }

            last = ParseKey(index, last);
            last = SkipInLine() ? ParseScalarOrFlow(column + 1, index, last) : ParseMember(column, index, last);
        }

        return index;
    }

    int ParseKey(int parent, int previous)
    {
        int start = position, end;
        if (text[start] is '"' or '\'')
        {
            end = AfterQuote(start);
            position = end + text.AsSpan(end).IndexOf(':') + 1;
            return file.Add(YamlKind.Scalar, start + 1, end - start - 2, parent, previous);
        }

        CheckIndicator();
        for (end = start; text[end] != ':' || (end + 1 < text.Length && text[end + 1] is not (' ' or '\n' or '\r' or '\t')); end++)
        {
        }

        position = end + 1;
        return file.Add(YamlKind.Scalar, start, text.AsSpan(start, end - start).TrimEnd().Length, parent, previous);
    }

    // A member on the lines below its key: deeper, or a sequence in the same column.
    int ParseMember(int column, int parent, int previous)
    {
        (int mark, int markedLine) = (position, lineStart);
        if (SkipBlank() && Column == column && IsDash() && !StartsLine("---"))
        {
            return ParseBlock(column, parent, previous);
        }

        (position, lineStart) = (mark, markedLine);
        return ParseBelow(column + 1, parent, previous);
    }

    // A value on the lines below, at least in a column; nothing if they are less indented.
    int ParseBelow(int minimum, int parent, int previous) => SkipBlank() && Column >= minimum
        ? ParseBlock(Column, parent, previous)
        : file.Add(YamlKind.Null, Math.Min(position, text.Length - 1), 0, parent, previous);

    int ParseScalarOrFlow(int minimum, int parent, int previous)
    {
        switch (text[position])
        {
            case '[' or '{':
                int flow = ParseFlow(parent, previous);
                return SkipInLine() ? throw Error("there is something behind a list") : flow;
            case '|' or '>':
                return ParseLiteral(minimum, parent, previous);
            case '"' or '\'':
                int quoted = ParseQuoted(parent, previous);
                return SkipInLine() ? throw Error("there is something behind a quoted text") : quoted;
            default:
                CheckIndicator();
                return ParsePlain(minimum, parent, previous);
        }
    }

    void CheckIndicator()
    {
        if (text[position] is '&' or '*' or '!' or '?' or '@' or '`' or '%')
        {
            throw Error("anchors, aliases, tags and complex keys are not read");
        }
    }

    int ParseQuoted(int parent, int previous)
    {
        int start = position;
        position = AfterQuote(start);
        int lineEnd = text.AsSpan(start, position - start).LastIndexOf('\n');
        lineStart = lineEnd < 0 ? lineStart : start + lineEnd + 1;
        return file.Add(YamlKind.Scalar, start + 1, position - start - 2, parent, previous);
    }

    // To the end of the line or a comment, and of deeper lines that follow.
    int ParsePlain(int minimum, int parent, int previous)
    {
        int start = position, end = EndOfPlain();
        int index = file.Add(YamlKind.Scalar, start, text.AsSpan(start, end - start).TrimEnd().Length, parent, previous);
        position = end;
        while (SkipBlank() && Column >= minimum && !IsDash() && !IsKey())
        {
            position = EndOfPlain();
        }

        return index;
    }

    int EndOfPlain()
    {
        int end = position;
        while (end < text.Length && text[end] != '\n' && !(text[end] == '#' && text[end - 1] is ' ' or '\t'))
        {
            end++;
        }

        return end;
    }

    int ParseLiteral(int minimum, int parent, int previous)
    {
        int start = position;
        NextLine();
        while (position < text.Length)
        {
            int line = position;
            if (SkipInLine() && Column < minimum)
            {
                position = line;
                break;
            }

            NextLine();
        }

        lineStart = position;
        return file.Add(YamlKind.Scalar, start, position - start, parent, previous);
    }

    int ParseFlow(int parent, int previous)
    {
        if (++depth > MaximumDepth)
        {
            throw Error($"values are nested deeper than {MaximumDepth} levels");
        }

        bool isMapping = text[position] == '{';
        char close = isMapping ? '}' : ']';
        int index = file.Add(isMapping ? YamlKind.Mapping : YamlKind.Sequence, position, 0, parent, previous), last = -1;
        position++;
        while (NextInFlow() != close)
        {
            last = ParseFlowValue(index, last);
            if (isMapping)
            {
                Expect(':');
                NextInFlow();
                last = ParseFlowValue(index, last);
            }

            if (NextInFlow() != close)
            {
                Expect(',');
            }
        }

        position++;
        depth--;
        return index;
    }

    char NextInFlow() => SkipBlank() ? text[position] : throw Error("a list does not end");

    void Expect(char wanted)
    {
        if (NextInFlow() != wanted)
        {
            throw Error($"'{wanted}' is missing in a list");
        }

        position++;
    }

    int ParseFlowValue(int parent, int previous)
    {
        switch (text[position])
        {
            case '[' or '{':
                return ParseFlow(parent, previous);
            case '"' or '\'':
                return ParseQuoted(parent, previous);
            default:
                CheckIndicator();
                int length = text.AsSpan(position).IndexOfAny(",[]{}:\n#");
                int start = position;
                position = length < 0 ? text.Length : position + length;
                length = text.AsSpan(start, position - start).TrimEnd().Length;
                return length > 0 ? file.Add(YamlKind.Scalar, start, length, parent, previous) : throw Error("a value is missing in a list");
        }
    }

    InsInputException Error(string problem) =>
        source.Error($"line {1 + text.AsSpan(0, Math.Min(position, text.Length)).Count('\n')}", problem, Remedy);
}
