using System.Globalization;

namespace InsCore.Reports;

/// <summary>Numbers as a report prints them: with a true minus sign.</summary>
internal static class ReportNumber
{
    /// <summary>A number in a format of .NET; a dash for none.</summary>
    public static string Plain(double? value, string format)
    {
        if (value is not { } v || !double.IsFinite(v))
        {
            return "–";
        }

        string text = v.ToString(format, CultureInfo.InvariantCulture);

        // Nothing is negative that rounds to zero.
        return text.Any(c => c is >= '1' and <= '9') ? text.Replace('-', '−') : text.TrimStart('-');
    }

    /// <summary>The same with its sign.</summary>
    public static string Signed(double? value, int digits)
    {
        string d = new('0', digits);
        return Plain(value, digits == 0 ? "+0;-0;0" : $"+0.{d};-0.{d};0.{d}");
    }

    /// <summary>A pressure with its unit.</summary>
    public static string Gigapascals(double value) => Plain(value, "0.###") + " GPa";
}
