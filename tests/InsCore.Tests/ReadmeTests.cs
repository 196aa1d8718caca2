using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests;

/// <summary>The pages show examples/console as it is; the tests of the packages compile and run it.</summary>
public sealed class ReadmeTests
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/embedding.md")]
    public void Page_ShowsTheExample(string page)
    {
        string example = File.ReadAllText(Path.Combine(TestData.Root, "examples", "console", "Program.cs")).TrimEnd();
        Assert.InRange(example.Split('\n').Length, 10, 30);
        Assert.Contains($"```csharp\n{example}\n```", File.ReadAllText(Path.Combine(TestData.Root, page)), StringComparison.Ordinal);
    }
}
