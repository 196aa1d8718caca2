using System.Globalization;
using System.Text.RegularExpressions;
using InsCore.TestSupport;
using InsCore.Units;
using Xunit;

namespace InsCore.Tests.Scattering.Instruments;

/// <summary>Lengths, times and coefficients of the instrument files stand, whatever their unit, in the files of ResINS that they were taken from.</summary>
public partial class PeerConstantsTests
{
    // Angles and ranges are those of Mantid and PyChop; helium tubes and the usual choices are not in ResINS.
    static readonly string[] OtherSources = ["coverage:", "angles:", "tubes:", "incident-energy:", "fermi: {", "resolution: {", "disk: {", "measures:", "measured-energies:"];

    [Theory]
    [InlineData("arcs")]
    [InlineData("cncs")]
    [InlineData("lagrange")]
    [InlineData("let")]
    [InlineData("maps")]
    [InlineData("mari")]
    [InlineData("merlin")]
    [InlineData("panther")]
    [InlineData("sequoia")]
    [InlineData("tfxa", "tosca")]
    [InlineData("tosca")]
    public void Constants_StandInThePeersFile(string name, string? peer = null)
    {
        string[] own = File.ReadAllLines(Path.Combine(TestData.Root, "src", "InsCore", "Scattering", "Instruments", name + ".yml"));
        double[] known = [.. Numbers(File.ReadLines(TestData.Shared($"peer-data/resins/{peer ?? name}.yaml")))];
        double[] used = [.. Numbers(own.Where((_, k) => !IsText(own, k)).Where(l => !OtherSources.Any(o => l.Contains(o, StringComparison.Ordinal)))).Where(x => x != 0)];
        double[] unknown = [.. used.Where(x => !known.Any(y => IsSame(x, y)))];
        Assert.True(used.Length >= 4, "the file has constants");
        AchievedError.Check($"Instruments: constants of {name} (number not found)", "ResINS", unknown.Length, 0);
    }

    // Folded texts, titles: a line that begins a text, and the lines indented below it.
    static bool IsText(string[] lines, int k)
    {
        while (k > 0 && (lines[k].Length == 0 || lines[k][0] == ' '))
        {
            k--;
        }

        return lines[k].StartsWith("name", StringComparison.Ordinal) || lines[k].StartsWith("title", StringComparison.Ordinal)
            || lines[k].StartsWith("source", StringComparison.Ordinal) || lines[k].StartsWith("checked", StringComparison.Ordinal);
    }

    // The same digits: metres may be millimetres. A coefficient of E² may be given in meV, or in cm⁻¹.
    static bool IsSame(double x, double y)
    {
        bool HasDigits(double ratio) => Math.Abs(Math.Log10(ratio) - Math.Round(Math.Log10(ratio))) < 1e-11;
        return y != 0 && (HasDigits(Math.Abs(x / y)) || HasDigits(Math.Abs(x / y) * Constants.MillielectronvoltInWavenumbers));
    }

    static IEnumerable<double> Numbers(IEnumerable<string> lines) => lines
        .Select(l => l.Split('#')[0])
        .SelectMany(l => Number().Matches(l).Select(m => double.Parse(m.Value, CultureInfo.InvariantCulture)));

    [GeneratedRegex(@"(?<![\w.-])[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?(?!\w)")]
    private static partial Regex Number();
}
