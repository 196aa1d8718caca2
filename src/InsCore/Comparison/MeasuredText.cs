using System.Globalization;
using System.Text;

namespace InsCore.Comparison;

/// <summary>The header lines and blocks of numbers of a text file, whatever parts its columns.</summary>
/// <remarks>
/// A line whose fields are all numbers is a row; other lines come before the first row or begin with #, ! or %. A whole number alone before rows of several
/// fields begins a block and is its number, as Mantid writes it; a number alone at the end of a block is the last edge of its bins.
/// </remarks>
internal sealed class MeasuredText
{
    /// <summary>Largest file that is read, bytes.</summary>
    public const long MaximumBytes = 64L << 20;

    const int MaximumColumns = 1024, MaximumHeader = 200;

    static readonly string[] Delimiters = [";", "\t", ",", ""];

    readonly string path;

    MeasuredText(string path) => this.path = path;

    /// <summary>Lines before the data and comments, without their marks.</summary>
    public List<string> Header { get; } = [];

    /// <summary>Blocks in the order of the file, each with at least one row.</summary>
    public List<Block> Blocks { get; } = [];

    /// <summary>True if the columns are parted by commas, semicolons or tabulators.</summary>
    public bool IsDelimited => Delimiter.Length > 0;

    string Delimiter { get; set; } = "";

    /// <summary>Reads a file.</summary>
    /// <exception cref="InsInputException">It is absent, too large, not text, or holds no numbers.</exception>
    public static MeasuredText Read(string path)
    {
        MeasuredText text = new(path);
        string[] lines = Lines(path);
        int first = Array.FindIndex(lines, l => !IsComment(l) && Delimiters.Any(d => Numbers(l, d) is { Length: > 1 }));
        if (first < 0)
        {
            throw new InsInputException(path, null, "holds no rows of numbers", "give a spectrum as columns of energy, intensity and error");
        }

        text.Delimiter = Delimiters.First(d => Numbers(lines[first], d) is { Length: > 1 });
        text.Take(lines, first);
        return text;
    }

    /// <summary>The fields of a header line, parted as the data are.</summary>
    public string[] Fields(string line) => Split(line, Delimiter);

    /// <summary>An error at a line, counted from 0; -1 for the file as a whole.</summary>
    public InsInputException Error(int line, string problem, string remedy) => new(path, line < 0 ? null : $"line {line + 1}", problem, remedy);

    static string[] Lines(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            if (stream.Length is 0 or > MaximumBytes)
            {
                throw new InsInputException(path, null, stream.Length == 0 ? "is empty" : $"is larger than {MaximumBytes >> 20} MB", "give a measured spectrum as text");
            }

            using StreamReader reader = new(stream, Encoding.UTF8);
            string content = reader.ReadToEnd();
            return content.Contains('\0')
                ? throw new InsInputException(path, null, "is not a text file", "export the spectrum as text: X, Y, E or CSV")
                : content.Replace("\r\n", "\n").Replace('\r', '\n').Split('\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InsInputException(path, null, $"cannot be read ({e.Message.ReplaceLineEndings(" ")})", "check the name and the permissions", e);
        }
    }

    void Take(string[] lines, int first)
    {
        int start = StartOfBlock(lines, first);
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].AsSpan().Trim().IsEmpty)
            {
                continue;
            }

            if (i < start || IsComment(lines[i]))
            {
                if (Header.Count < MaximumHeader)
                {
                    Header.Add(lines[i].Trim().TrimStart('#', '!', '%').Trim());
                }

                continue;
            }

            double[] row = Numbers(lines[i], Delimiter) ?? throw Error(i, "is not a row of numbers", "remove text between the data, or mark it with #");
            Take(lines, i, row);
        }
    }

    void Take(string[] lines, int i, double[] row)
    {
        if (row.Length > MaximumColumns)
        {
            throw Error(i, $"has more than {MaximumColumns} columns", "keep those of the spectrum");
        }

        Block? last = Blocks.Count > 0 ? Blocks[^1] : null;
        if (row.Length > 1)
        {
            if (last is null)
            {
                Blocks.Add(last = new Block(null, i));
            }

            if (last.LastEdge is not null || (last.Rows.Count > 0 && last.Rows[0].Length != row.Length))
            {
                throw Error(i, "has another number of columns than the rows before", "correct the line; the file may be truncated");
            }

            last.Rows.Add(row);
        }
        else if (NextRow(lines, i) is { Length: > 1 } && row[0] == Math.Floor(row[0]) && Math.Abs(row[0]) < int.MaxValue)
        {
            Blocks.Add(new Block((int)row[0], i));
        }
        else if (last is { Rows.Count: > 0, LastEdge: null })
        {
            last.LastEdge = row[0];
        }
        else
        {
            throw Error(i, "holds one number alone", "correct the line; the file may be truncated");
        }
    }

    // The number of a block stands above its first row.
    int StartOfBlock(string[] lines, int first)
    {
        int i = first - 1;
        while (i >= 0 && (IsComment(lines[i]) || lines[i].AsSpan().Trim().IsEmpty))
        {
            i--;
        }

        return i >= 0 && Numbers(lines[i], Delimiter) is { Length: 1 } ? i : first;
    }

    double[]? NextRow(string[] lines, int i)
    {
        do
        {
            i++;
        }
        while (i < lines.Length && (IsComment(lines[i]) || lines[i].AsSpan().Trim().IsEmpty));
        return i < lines.Length ? Numbers(lines[i], Delimiter) : null;
    }

    static bool IsComment(string line) => line.AsSpan().TrimStart() is ['#' or '!' or '%', ..];

    // Null unless every field is a number. An empty field counts as "not measured"; with semicolons, a comma is a decimal point.
    static double[]? Numbers(string line, string delimiter)
    {
        string[] fields = Split(line, delimiter);
        double[] values = new double[fields.Length];
        for (int i = 0; i < fields.Length; i++)
        {
            string field = delimiter == ";" ? fields[i].Replace(',', '.') : fields[i];
            if (field.Length == 0)
            {
                values[i] = double.NaN;
            }
            else if (!double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]))
            {
                return null;
            }
        }

        return values.Length == 0 || values.All(double.IsNaN) ? null : values;
    }

    static string[] Split(string line, string delimiter)
    {
        if (delimiter.Length == 0)
        {
            return line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        }

        string[] fields = line.Split(delimiter, StringSplitOptions.TrimEntries);
        return fields.Length > 1 && fields[^1].Length == 0 ? fields[..^1] : fields;
    }

    /// <summary>A block of rows.</summary>
    /// <param name="number">Number of its spectrum; null if it bears none.</param>
    /// <param name="line">Where it begins.</param>
    public sealed class Block(int? number, int line)
    {
        /// <summary>Number of its spectrum; null if it bears none.</summary>
        public int? Number => number;

        /// <summary>Line where it begins, from 0.</summary>
        public int Line => line;

        /// <summary>Rows, all of the same number of columns.</summary>
        public List<double[]> Rows { get; } = [];

        /// <summary>The edge after the last row, where the energies are edges of bins.</summary>
        public double? LastEdge { get; set; }
    }
}
