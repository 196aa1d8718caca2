using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace InsCore.Spectra;

/// <summary>Writes SVG so that the same figure is the same file.</summary>
internal static partial class SvgFile
{
    /// <summary>Writes a figure, all or nothing.</summary>
    public static void Write(string path, string svg) => AtomicFile.WriteAllText(path, WithOwnNumbers(svg));

    // Skia numbers its clip paths over all figures of a process, so that a file would depend on what was drawn before.
    static string WithOwnNumbers(string svg)
    {
        Dictionary<string, string> numbers = [];
        return SkiaNumber().Replace(svg, match =>
        {
            if (!numbers.TryGetValue(match.Value, out string? own))
            {
                numbers[match.Value] = own = match.Groups[1].Value + numbers.Count.ToString(CultureInfo.InvariantCulture);
            }

            return own;
        });
    }

    // As ids and references to them: id="cl_12", url(#cl_12).
    [GeneratedRegex("""(?<=id="|#)([a-z]+_)[0-9a-f]+(?=["\)])""", RegexOptions.CultureInvariant)]
    private static partial Regex SkiaNumber();
}
