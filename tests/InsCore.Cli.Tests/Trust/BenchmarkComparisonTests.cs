using InsCore.BuildTools;
using Xunit;

namespace InsCore.Cli.Tests.Trust;

/// <summary>The rule by which a benchmark counts as slower, on files with a known answer.</summary>
public sealed class BenchmarkComparisonTests : IDisposable
{
    const string Steady = """{"name":"A.Fast 1","ratios":[0.50,0.51,0.49,0.505,0.495]}""";

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("[0.60,0.61,0.59,0.60,0.60]", false, "SLOWER by +20.0 % (noise 4.0 %, allowed 6.0 %)")]
    [InlineData("[0.54,0.535,0.545,0.54,0.54]", false, "SLOWER by +8.0 %")]
    [InlineData("[0.50,0.515,0.49,0.50,0.50]", true, "as before, +0.0 %")]
    [InlineData("[0.51,0.52,0.50,0.515,0.525]", true, "as before")]
    [InlineData("[0.49,0.90,0.95,0.50,0.92]", true, "as before, +80.0 %")]
    [InlineData("[0.30,0.31,0.29,0.30,0.30]", true, "faster, -40.0 %")]
    public void Compare_AgainstASteadyBaseline_TellsARegressionFromNoise(string now, bool isFast, string told)
    {
        (IReadOnlyList<string> lines, bool fast) = Compare(Steady, $$"""{"name":"A.Fast 1","ratios":{{now}}}""");
        Assert.Equal(isFast, fast);
        Assert.StartsWith($"A.Fast 1: {told}", Assert.Single(lines), StringComparison.Ordinal);
    }

    // What would be a regression of a steady benchmark is within the noise of this one.
    [Fact]
    public void Compare_AgainstANoisyBaseline_AllowsItsNoise()
    {
        const string Noisy = """{"name":"A.Fast 1","ratios":[0.40,0.60,0.50]}""";
        Assert.True(Compare(Noisy, """{"name":"A.Fast 1","ratios":[0.61,0.62,0.61]}""").IsFast);
        Assert.False(Compare(Noisy, """{"name":"A.Fast 1","ratios":[0.91,0.82,0.85]}""").IsFast);
    }

    [Fact]
    public void Compare_MissingBenchmark_Fails_AndANewOneIsNamed()
    {
        (IReadOnlyList<string> lines, bool isFast) = Compare(Steady, """{"name":"A.Other 1","ratios":[1,1,1]}""");
        Assert.False(isFast);
        Assert.Equal(["A.Fast 1: MISSING: it was not measured", "A.Other 1: new, not in the baseline"], lines);
    }

    [Theory]
    [InlineData("""{"name":"A.Fast 1","ratios":[0.5,0.5]}""", "tell no noise")]
    [InlineData("""{"name":"A.Fast 1","ratios":[0.5,-1,0.5]}""", "is no time")]
    [InlineData("""{"ratios":[0.5,0.5,0.5]}""", "is no file of ratios")]
    [InlineData("]", "is no file of ratios")]
    public void Compare_ABaselineWithoutSense_IsRefused(string baseline, string told) =>
        Assert.Contains(told, Assert.Throws<InsInputException>(() => Compare(baseline, Steady)).Message, StringComparison.Ordinal);

    [Fact]
    public void Compare_AnEmptyBaseline_Fails() => Assert.False(Compare("", "").IsFast);

    (IReadOnlyList<string> Lines, bool IsFast) Compare(string baseline, string now) =>
        BenchmarkComparison.Compare(folder.File("baseline.json", $"{{\"benchmarks\":[{baseline}]}}"), folder.File("now.json", $"{{\"benchmarks\":[{now}]}}"));
}
