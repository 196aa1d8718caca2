using System.Globalization;

namespace InsCore.Units;

/// <summary>Numbers as people read them: with a true minus sign, and none before a zero.</summary>
internal static class NumberText
{
    /// <summary>A number in a format of .NET; a dash for none.</summary>
    public static string Plain(double value, string format)
    {
        if (!double.IsFinite(value))
        {
            return "–";
        }

        string text = value.ToString(format, CultureInfo.InvariantCulture);

        // Nothing is negative that rounds to zero.
        return text.Any(c => c is >= '1' and <= '9') ? text.Replace('-', '−') : text.TrimStart('-');
    }
}
