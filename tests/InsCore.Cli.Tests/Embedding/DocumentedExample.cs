using System.Globalization;
using System.Text.RegularExpressions;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Cli.Tests.Embedding;

/// <summary>An example of docs/embedding.md, with the output that stands below it.</summary>
/// <param name="Code">The program.</param>
/// <param name="Output">What the page says that it prints.</param>
internal sealed partial record DocumentedExample(string Code, string Output)
{
    // Numbers on the page were printed on one processor; others differ by rounding.
    const double Rounding = 1e-6;

    /// <summary>Finds an example by a line of it.</summary>
    public static DocumentedExample Find(string language, string line)
    {
        string page = File.ReadAllText(Path.Combine(TestData.Root, "docs", "embedding.md"));
        Match found = Assert.Single(Block().Matches(page), m => m.Groups[1].Value == language && m.Groups[2].Value.Contains(line, StringComparison.Ordinal));
        return new(found.Groups[2].Value, found.Groups[3].Value);
    }

    /// <summary>Fails unless a program has printed what the page says: the same words, and the same numbers but for rounding.</summary>
    public void CheckOutput(string printed)
    {
        string[] expected = Words(Output), actual = Words(printed);
        Assert.True(expected.Length == actual.Length, printed);
        for (int k = 0; k < expected.Length; k++)
        {
            if (Number(expected[k]) is double x)
            {
                Assert.True(Number(actual[k]) is double y && Math.Abs(y - x) <= Rounding * Math.Max(1, Math.Abs(x)), $"{actual[k]} instead of {expected[k]}");
            }
            else
            {
                Assert.Equal(expected[k], actual[k]);
            }
        }
    }

    static string[] Words(string text) => text.Split((char[])[' ', '\n', '[', ']', '(', ')', ','], StringSplitOptions.RemoveEmptyEntries);

    static double? Number(string word) => double.TryParse(word, CultureInfo.InvariantCulture, out double value) ? value : null;

    [GeneratedRegex("^```(c|python)\n(.*?)^```\n+```text\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();
}
