using InsCore.Structures;
using InsCore.Structures.Files;
using Xunit;

namespace InsCore.Tests.Structures.Files;

/// <summary>Reads structures from text in the tests.</summary>
internal static class FileText
{
    /// <summary>Reads a text as if it came from a file of that name.</summary>
    public static Crystal Read(string name, string content) => StructureFile.Read(StructureText.Parse(name, content));

    /// <summary>Asserts that a text is refused in one line that names the file and holds all of several words.</summary>
    public static void AssertRefused(string name, string content, params string[] words)
    {
        InsInputException error = Assert.Throws<InsInputException>(() => Read(name, content));
        Assert.StartsWith(name, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Contains("; ", error.Message, StringComparison.Ordinal);
        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
    }
}
