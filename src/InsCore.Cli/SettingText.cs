using System.Globalization;
using InsCore.Spectra;
using InsCore.Structures;

namespace InsCore.Cli;

/// <summary>Values of settings as a user types them, on the command line and in a study file.</summary>
internal static class SettingText
{
    static readonly (string Unit, double Femtoseconds)[] Times = [("fs", 1), ("ps", 1e3), ("ns", 1e6)];

    // A number, followed by its unit unless that is cm⁻¹.
    public static double Energy(string flag, string text)
    {
        int end = text.LastIndexOfAny([.. "0123456789."]) + 1;
        int unit = text.EndsWith("cm-1", StringComparison.OrdinalIgnoreCase) || text.EndsWith("1/cm", StringComparison.OrdinalIgnoreCase) ? text.Length - 4 : end;
        if (!double.TryParse(text.AsSpan(0, unit), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value))
        {
            throw new InsInputException(flag, null, $"\"{text}\" is not an energy", "write e.g. 800 (cm⁻¹) or \"100 meV\"");
        }

        return unit == text.Length ? value : value * EnergyUnit.Parse(text[unit..].Trim()).Wavenumbers;
    }

    // A number with its unit, in fs. Without the unit a time of dynamics would be anyone's guess.
    public static double Time(string flag, string text)
    {
        (string unit, double femtoseconds) = Array.Find(Times, u => text.EndsWith(u.Unit, StringComparison.Ordinal));
        return unit is not null
            && double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && double.IsFinite(value)
            ? value * femtoseconds
            : throw new InsInputException(flag, null, $"\"{text}\" is not a time with its unit", "write e.g. \"20 ps\" or \"0.5 fs\"");
    }

    // A number with its unit, of the computer's time.
    public static TimeSpan Duration(string flag, string text)
    {
        (string unit, double seconds) = Array.Find([("min", 60.0), ("h", 3600.0), ("s", 1.0)], u => text.EndsWith(u.Item1, StringComparison.Ordinal));
        return unit is not null
            && double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && Math.Abs(value * seconds) <= TimeSpan.MaxValue.TotalSeconds / 2
            ? TimeSpan.FromSeconds(value * seconds)
            : throw new InsInputException(flag, null, $"\"{text}\" is not a time with its unit", "write e.g. \"30 s\" or \"5 min\"");
    }

    public static ulong Seed(string flag, string text) => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value)
        ? value
        : throw new InsInputException(flag, null, $"\"{text}\" is no seed", "write a whole number of 0 or more");

    public static T Choice<T>(string flag, string text)
        where T : struct, Enum =>
        Array.Find(Enum.GetNames<T>(), n => string.Equals(n, text, StringComparison.OrdinalIgnoreCase)) is { } name
            ? Enum.Parse<T>(name)
            : throw new InsInputException(flag, null, $"\"{text}\" is not known", $"choose {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}");

    public static double[] Numbers(string flag, string text) =>
        Split<double>(flag, text, s => double.TryParse(s, NumberStyles.Float, CultureInfo.InvariantCulture, out double v) && double.IsFinite(v) ? v : null);

    public static Vector3d[] Vectors(string flag, string text)
    {
        double[] values = Numbers(flag, text);
        return values.Length > 0 && values.Length % 3 == 0
            ? [.. values.Chunk(3).Select(v => new Vector3d(v[0], v[1], v[2]))]
            : throw new InsInputException(flag, null, $"\"{text}\" is not a list of three numbers for each corner", "write e.g. \"0 0 0  2 0 0\"");
    }

    public static int[] Integers(string flag, string text)
    {
        int[] values = Split<int>(flag, text, s => int.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out int v) ? v : null);
        return values.Length == 3 ? values : throw new InsInputException(flag, null, $"\"{text}\" is not three whole numbers", "write e.g. \"6 4 8\"");
    }

    /// <summary>phonopy's --dim: three numbers, or nine row by row, of which ours is the transposed matrix.</summary>
    public static Matrix3d? SupercellMatrix(string flag, string text)
    {
        int[] m = Split<int>(flag, text, s => int.TryParse(s, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int v) ? v : null);
        Matrix3d? matrix = m.Length switch
        {
            3 => Matrix3d.Diagonal(m[0], m[1], m[2]),
            9 => new Matrix3d(m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7], m[8]).Transpose,
            _ => null,
        };
        return matrix is { Determinant: >= 0.5 }
            ? matrix
            : throw new InsInputException(flag, null, $"\"{text}\" is no supercell", "write three or nine whole numbers with a positive determinant, e.g. \"2 2 2\"");
    }

    /// <summary>phonopy's --primitive-axes: a letter, or nine numbers row by row; null for auto.</summary>
    public static Matrix3d? PrimitiveAxes(string flag, string text)
    {
        const double Half = 0.5, Third = 1.0 / 3;
        switch (text.Trim().ToUpperInvariant())
        {
            case "AUTO": return null;
            case "P": return Matrix3d.Identity;
            case "F": return new(0, Half, Half, Half, 0, Half, Half, Half, 0);
            case "I": return new(-Half, Half, Half, Half, -Half, Half, Half, Half, -Half);
            case "A": return new Matrix3d(1, 0, 0, 0, Half, -Half, 0, Half, Half).Transpose;
            case "C": return new Matrix3d(Half, Half, 0, -Half, Half, 0, 0, 0, 1).Transpose;
            case "R": return new Matrix3d(2 * Third, -Third, -Third, Third, Third, -2 * Third, Third, Third, Third).Transpose;
            default:
                double[] p = Split<double>(flag, text, Fraction);
                return p.Length == 9
                    ? new Matrix3d(p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7], p[8]).Transpose
                    : throw new InsInputException(flag, null, $"\"{text}\" are no axes", "write auto, a letter of P F I A C R, or nine numbers, e.g. \"0 1/2 1/2 1/2 0 1/2 1/2 1/2 0\"");
        }
    }

    static double? Fraction(string text)
    {
        string[] parts = text.Split('/');
        double[] values = [.. parts.Select(s => double.TryParse(s, NumberStyles.Float, CultureInfo.InvariantCulture, out double v) && double.IsFinite(v) ? v : double.NaN)];
        double value = values.Length == 1 ? values[0] : values.Length == 2 ? values[0] / values[1] : double.NaN;
        return double.IsFinite(value) ? value : null;
    }

    static T[] Split<T>(string flag, string text, Func<string, T?> parse)
        where T : struct =>
        [.. text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries)
            .Select(s => parse(s) ?? throw new InsInputException(flag, null, $"\"{s}\" is not a number that fits here", "write numbers separated by blanks"))];
}
