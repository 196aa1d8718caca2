using System.Globalization;
using InsCore.Structures;
using InsCore.Structures.Files;

namespace InsCore.Phonons.Files;

/// <summary>Reads the lines of a text file one after the other, without a copy of any.</summary>
internal sealed class PhononText(PhononSource source)
{
    // Characters of a number with Fortran's exponent; longer ones are none.
    const int LongestNumber = 40;

    readonly string text = source.Text;
    int start, end = -1, next;

    /// <summary>The file.</summary>
    public PhononSource Source => source;

    /// <summary>Number of the current line, from 1; 0 before the first.</summary>
    public int Number { get; private set; }

    /// <summary>The current line without its end.</summary>
    public ReadOnlySpan<char> Line => text.AsSpan(start, Math.Max(0, end - start)).TrimEnd('\r');

    /// <summary>Goes to the next line; false at the end of the file.</summary>
    public bool Next()
    {
        if (next >= text.Length)
        {
            return false;
        }

        start = next;
        int length = text.AsSpan(start).IndexOf('\n');
        end = length < 0 ? text.Length : start + length;
        next = end + 1;
        Number++;
        return true;
    }

    /// <summary>Goes to the next line that must be there.</summary>
    /// <param name="missing">What is missing where there is none.</param>
    public ReadOnlySpan<char> Require(string missing) => Next()
        ? Line
        : throw source.Error($"line {Number}", $"the file ends before {missing}", "it may be truncated; copy it again");

    /// <summary>Goes to the next line that is not blank; false at the end.</summary>
    public bool NextFilled()
    {
        while (Next())
        {
            if (!Line.IsWhiteSpace())
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Goes to the next line that begins with a word, blanks aside; false if there is none.</summary>
    public bool Find(string word)
    {
        while (Next())
        {
            if (Line.TrimStart().StartsWith(word, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>An error in the current line.</summary>
    public InsInputException Error(string problem, string remedy = "correct the line, or copy the file again", Exception? inner = null) =>
        source.Error($"line {Number}", problem, remedy, inner);

    /// <summary>Takes the next field off a line.</summary>
    public static ReadOnlySpan<char> Field(ref ReadOnlySpan<char> line)
    {
        line = line.TrimStart();
        int length = line.IndexOfAny(' ', '\t');
        ReadOnlySpan<char> field = length < 0 ? line : line[..length];
        line = line[field.Length..];
        return field;
    }

    /// <summary>Takes a finite number off a line; Fortran's exponents (1.0D+00) count too.</summary>
    /// <param name="line">The rest of the line.</param>
    /// <param name="what">What it is, for the message.</param>
    public double Double(ref ReadOnlySpan<char> line, string what)
    {
        ReadOnlySpan<char> field = Field(ref line);
        return TryDouble(field, out double value)
            ? value
            : throw Error(field.IsEmpty ? $"a number is missing ({what})" : $"{StructureText.Quote(field)} is not a finite number ({what})");
    }

    /// <summary>Takes a whole number off a line.</summary>
    public int Integer(ref ReadOnlySpan<char> line, string what)
    {
        ReadOnlySpan<char> field = Field(ref line);
        return int.TryParse(field, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw Error(field.IsEmpty ? $"a number is missing ({what})" : $"{StructureText.Quote(field)} is not a whole number ({what})");
    }

    /// <summary>Takes three numbers off a line.</summary>
    public Vector3d Vector(ref ReadOnlySpan<char> line, string what) =>
        new(Double(ref line, what), Double(ref line, what), Double(ref line, what));

    /// <summary>Reads a finite number.</summary>
    public static bool TryDouble(ReadOnlySpan<char> field, out double value)
    {
        int exponent = field.IndexOfAny('d', 'D');
        if (exponent <= 0 || field.Length > LongestNumber)
        {
            return double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
        }

        Span<char> fortran = stackalloc char[LongestNumber];
        field.CopyTo(fortran);
        fortran[exponent] = 'e';
        return double.TryParse(fortran[..field.Length], NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
    }
}
