using System.Globalization;

namespace InsCore.Studies;

/// <summary>Lists of numbers as users write them: "0 0.5 1.5", ranges "0:1.5:0.25" (first, last, step), or both.</summary>
public static class NumberList
{
    const int MostNumbers = 10_000;

    // A range whose steps miss its end by less than this share of a step ends there.
    const double Closing = 1e-6;

    /// <summary>Reads a list.</summary>
    /// <param name="source">Flag or key, for the message.</param>
    /// <param name="text">Numbers and ranges separated by blanks or commas.</param>
    /// <exception cref="InsInputException">A piece is neither a number nor a range, or the list is endless.</exception>
    public static double[] Parse(string source, string text)
    {
        List<double> numbers = [];
        foreach (string piece in text.Split([' ', ',', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            numbers.AddRange(piece.Contains(':') ? Range(source, piece) : [Number(source, piece)]);
            if (numbers.Count > MostNumbers)
            {
                throw new InsInputException(source, null, $"\"{text}\" holds more than {MostNumbers} numbers", "give a larger step");
            }
        }

        return [.. numbers];
    }

    static double[] Range(string source, string text)
    {
        double[] parts = [.. text.Split(':').Select(p => Number(source, p))];
        if (parts is not [var first, var last, var step] || !(step * (last - first) > 0))
        {
            throw new InsInputException(source, null, $"\"{text}\" is not a range", "write first:last:step, e.g. 0:1.5:0.25");
        }

        double count = Math.Floor(((last - first) / step) + Closing) + 1;
        if (!(count <= MostNumbers))
        {
            throw new InsInputException(source, null, $"\"{text}\" holds more than {MostNumbers} numbers", "give a larger step");
        }

        // Twelve digits: 3 × 0.1 is meant to be 0.3.
        return [.. Enumerable.Range(0, (int)count).Select(i => double.Parse(
            (first + (i * step)).ToString("G12", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture))];
    }

    static double Number(string source, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : throw new InsInputException(source, null, $"\"{text}\" is not a number that fits here", "write numbers separated by blanks, or first:last:step");
}
