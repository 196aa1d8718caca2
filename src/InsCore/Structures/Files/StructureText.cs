using System.Globalization;
using System.Text;

namespace InsCore.Structures.Files;

/// <summary>The lines of a structure file, read with errors that name the file and the line.</summary>
internal sealed class StructureText
{
    /// <summary>Largest file that is read, bytes.</summary>
    public const long MaximumBytes = 64L << 20;

    // Å: no cell is larger, no coordinate lies farther out.
    const double LargestLength = 1e5;

    // Å: thinner cells make overlaps undetectable, and none exist.
    const double SmallestHeight = 2 * StructureBuilder.OverlapDistance;

    static readonly char[] Blanks = [' ', '\t'];

    StructureText(string path, string[] lines)
    {
        Path = path;
        Lines = lines;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Its lines, without their ends; those at the end that are blank are left out.</summary>
    public string[] Lines { get; }

    /// <summary>Reads a text file.</summary>
    /// <exception cref="InsInputException">It is absent, unreadable, empty, too large, or not text.</exception>
    public static StructureText Read(string path)
    {
        InputFile.Require(path, "give a structure file");
        string content;
        try
        {
            using FileStream stream = File.OpenRead(path);
            if (stream.Length > MaximumBytes)
            {
                throw new InsInputException(path, null, $"is larger than {MaximumBytes >> 20} MB",
                    "a structure file holds one structure; take one out of the trajectory");
            }

            // Also true of devices, which would never end.
            if (stream.Length == 0)
            {
                throw Empty(path);
            }

            using StreamReader reader = new(stream, Encoding.UTF8);
            content = reader.ReadToEnd();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InsInputException(path, null, "cannot be read", $"check the name and the permissions ({OneLine(e.Message)})", e);
        }

        return Parse(path, content);
    }

    /// <summary>Takes text that was read from a file.</summary>
    public static StructureText Parse(string path, string content)
    {
        if (content.Contains('\0'))
        {
            throw new InsInputException(path, null, "is not a text file", "give a CIF, extxyz, POSCAR, CASTEP .cell or FHI-aims geometry.in");
        }

        string[] lines = content.Replace("\r\n", "\n").Replace('\r', '\n').TrimEnd('\n', ' ', '\t').Split('\n');
        return lines is [""] ? throw Empty(path) : new(path, lines);
    }

    /// <summary>The fields of a line.</summary>
    public string[] Fields(int line) => Lines[line].Split(Blanks, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>An error.</summary>
    /// <param name="line">Index of the line, from 0; -1 for the file as a whole.</param>
    /// <param name="problem">What is wrong.</param>
    /// <param name="remedy">What to do about it.</param>
    /// <param name="inner">The cause, if any.</param>
    public InsInputException Error(int line, string problem, string remedy, Exception? inner = null) =>
        new(Path, line < 0 ? null : $"line {line + 1}", problem, remedy, inner);

    /// <summary>The error of a file that ends too early.</summary>
    public InsInputException Truncated(string missing) =>
        Error(Lines.Length - 1, $"the file ends before {missing}", "it may be truncated; copy it again");

    /// <summary>A field for a message: printable, and not too long.</summary>
    public static string Quote(ReadOnlySpan<char> field)
    {
        StringBuilder text = new("'");
        foreach (char c in field.Length > 40 ? field[..40] : field)
        {
            text.Append(char.IsControl(c) || c == '\u2028' || c == '\u2029' ? '?' : c);
        }

        return text.Append(field.Length > 40 ? "...'" : "'").ToString();
    }

    /// <summary>A finite number; Fortran's exponents (1.0D+00) count too.</summary>
    /// <param name="line">Where it stands.</param>
    /// <param name="field">Its text.</param>
    /// <param name="what">What it is, for the message.</param>
    public double Number(int line, ReadOnlySpan<char> field, string what)
    {
        if (field.IndexOfAny('d', 'D') >= 0)
        {
            field = field.ToString().Replace('d', 'e').Replace('D', 'e');
        }

        bool isNumber = double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out double value);
        return isNumber && double.IsFinite(value)
            ? value
            : throw Error(line, $"{Quote(field)} is not a finite number ({what})", "correct it");
    }

    /// <summary>Three numbers out of the fields of a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="fields">Its fields.</param>
    /// <param name="first">Index of the first of the three.</param>
    /// <param name="what">What they are, for the message.</param>
    public Vector3d Vector(int line, ReadOnlySpan<string> fields, int first, string what) =>
        fields.Length < first + 3
            ? throw Error(line, $"three numbers are missing ({what})", "complete the line")
            : new(Number(line, fields[first], what), Number(line, fields[first + 1], what), Number(line, fields[first + 2], what));

    /// <summary>An element or isotope.</summary>
    public Species Species(int line, ReadOnlySpan<char> symbol) => Structures.Species.TryParse(symbol, out Species species)
        ? species
        : throw Error(line, $"{Quote(symbol)} is not a chemical element", "write a symbol such as C, Cl, D or 13C");

    /// <summary>A lattice.</summary>
    /// <param name="line">Where it stands.</param>
    /// <param name="vectors">Vectors in rows, Å.</param>
    public Lattice Lattice(int line, Matrix3d vectors) => Lattice(line, () => new Lattice(vectors));

    /// <summary>A lattice, made by a function that may refuse.</summary>
    public Lattice Lattice(int line, Func<Lattice> make)
    {
        try
        {
            Lattice lattice = make();
            Vector3d lengths = lattice.Lengths, heights = lattice.Heights;
            double longest = Math.Max(lengths.X, Math.Max(lengths.Y, lengths.Z));
            double thinnest = Math.Min(heights.X, Math.Min(heights.Y, heights.Z));
            return longest <= LargestLength && thinnest >= SmallestHeight
                ? lattice
                : throw new ArgumentException(FormattableString.Invariant(
                    $"the cell is thinner than {SmallestHeight} Å or longer than {LargestLength} Å"));
        }
        catch (ArgumentException e)
        {
            string problem = e.ParamName is null ? e.Message : e.Message[..e.Message.LastIndexOf(" (Parameter", StringComparison.Ordinal)];
            throw Error(line, problem, "correct the lattice vectors or their unit", e);
        }
    }

    static InsInputException Empty(string path) => new(path, null, "is empty", "give a structure file");

    static string OneLine(string message) => message.ReplaceLineEndings(" ");
}
