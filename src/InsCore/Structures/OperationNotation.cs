using System.Globalization;
using System.Text;

namespace InsCore.Structures;

/// <summary>Symmetry operations as coordinate triplets, the notation of the International Tables and of CIF.</summary>
internal static class OperationNotation
{
    const string Axes = "xyz";

    // Longer texts are not operations; the limit keeps damaged files from costing time.
    const int MaximumLength = 200;

    // Within this a translation counts as a crystallographic fraction.
    const double FractionTolerance = 1e-11;

    // In units of the last digit: 0.333, 0.667 and also 0.666 stand for thirds.
    const double CutDecimals = 0.7;
    const int LeastDecimals = 3;

    /// <summary>Reads an operation; false if the text is none.</summary>
    public static bool TryParse(string text, out SymmetryOperation operation)
    {
        operation = default;
        string[] parts = text.Length > MaximumLength ? [] : text.ToLowerInvariant().Split(',');
        if (parts.Length != 3
            || !TryParseRow(parts[0], out Vector3d row0, out double w0)
            || !TryParseRow(parts[1], out Vector3d row1, out double w1)
            || !TryParseRow(parts[2], out Vector3d row2, out double w2))
        {
            return false;
        }

        operation = new(new Matrix3d(row0, row1, row2), new(w0, w1, w2));
        return Math.Abs(operation.Rotation.Determinant) == 1;
    }

    /// <summary>Writes an operation; translations that are multiples of 1/24 as fractions, others with all digits.</summary>
    public static string Format(SymmetryOperation operation) =>
        string.Join(", ", Enumerable.Range(0, 3).Select(
            row => FormatRow(operation.Rotation.Row(row), operation.Translation[row])));

    // A sum of terms: a sign, then x, y, z, a number or a fraction.
    static bool TryParseRow(string text, out Vector3d row, out double translation)
    {
        row = default;
        translation = 0;
        string compact = text.Replace(" ", "").Replace("\t", "");
        int at = 0;
        while (at < compact.Length)
        {
            int sign = compact[at] == '-' ? -1 : 1;
            if (compact[at] is '+' or '-')
            {
                at++;
            }
            else if (at > 0)
            {
                return false;
            }

            int start = at;
            while (at < compact.Length && compact[at] is not ('+' or '-'))
            {
                at++;
            }

            if (!TryParseTerm(compact.AsSpan(start, at - start), sign, ref row, ref translation))
            {
                return false;
            }
        }

        return row != default;
    }

    static bool TryParseTerm(ReadOnlySpan<char> term, int sign, ref Vector3d row, ref double translation)
    {
        int axis = term.Length == 1 ? Axes.IndexOf(term[0]) : -1;
        if (axis >= 0)
        {
            row += sign * new Vector3d(axis == 0 ? 1 : 0, axis == 1 ? 1 : 0, axis == 2 ? 1 : 0);
            return true;
        }

        int slash = term.IndexOf('/');
        double denominator = 1;
        if (!TryParseNumber(slash < 0 ? term : term[..slash], out double value)
            || (slash >= 0 && !TryParseNumber(term[(slash + 1)..], out denominator)))
        {
            return false;
        }

        translation += sign * value / denominator;
        return double.IsFinite(translation) && Math.Abs(translation) < 1000;
    }

    static bool TryParseNumber(ReadOnlySpan<char> text, out double value)
    {
        bool isNumber = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);
        int point = text.IndexOf('.');
        int digits = point < 0 ? 0 : text.Length - point - 1;
        double fraction = Math.Round(24 * value) / 24;
        if (digits >= LeastDecimals && Math.Abs(value - fraction) < CutDecimals * Math.Pow(10, -digits))
        {
            value = fraction;
        }

        return isNumber;
    }

    static string FormatRow(Vector3d row, double translation)
    {
        StringBuilder text = new();
        for (int axis = 0; axis < 3; axis++)
        {
            for (int n = 0; n < Math.Abs(row[axis]); n++)
            {
                text.Append(row[axis] < 0 ? "-" : text.Length > 0 ? "+" : "").Append(Axes[axis]);
            }
        }

        string shift = FormatTranslation(Math.Abs(translation));
        return shift == "0" ? text.ToString() : text.Append(translation < 0 ? '-' : '+').Append(shift).ToString();
    }

    static string FormatTranslation(double value)
    {
        foreach (int denominator in (ReadOnlySpan<int>)[1, 2, 3, 4, 6, 8, 12, 24])
        {
            double numerator = Math.Round(value * denominator);
            if (Math.Abs(value - (numerator / denominator)) < FractionTolerance)
            {
                string top = numerator.ToString(CultureInfo.InvariantCulture);
                return denominator == 1 ? top : FormattableString.Invariant($"{top}/{denominator}");
            }
        }

        // Not the round-trip format, whose exponents would read as signs; all digits, so that none counts as cut off.
        return value.ToString("F17", CultureInfo.InvariantCulture);
    }
}
