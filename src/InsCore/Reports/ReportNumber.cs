using InsCore.Units;

namespace InsCore.Reports;

/// <summary>Numbers as a report prints them: with a true minus sign.</summary>
internal static class ReportNumber
{
    /// <summary>A number in a format of .NET; a dash for none.</summary>
    public static string Plain(double? value, string format) => NumberText.Plain(value ?? double.NaN, format);

    /// <summary>The same with its sign.</summary>
    public static string Signed(double? value, int digits)
    {
        string d = new('0', digits);
        return Plain(value, digits == 0 ? "+0;-0;0" : $"+0.{d};-0.{d};0.{d}");
    }

    /// <summary>A pressure with its unit.</summary>
    public static string Gigapascals(double value) => Plain(value, "0.###") + " GPa";
}
