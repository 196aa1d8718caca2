using InsCore.TestSupport;
using PublicApiGenerator;
using Xunit;

namespace InsCore.Tests;

/// <summary>src/InsCore/PublicApi.txt is the public API: nothing becomes public, or ceases to be, unnoticed.</summary>
public sealed class PublicApiTests
{
    static readonly string Recorded = Path.Combine(TestData.Root, "src", "InsCore", "PublicApi.txt");

    [Fact]
    public void PublicApi_IsAsRecorded()
    {
        string[] recorded = File.ReadAllLines(Recorded), now = Current();
        Assert.True(recorded.SequenceEqual(now), $"""
            The public API is no longer what {Recorded} says. If that is meant, write it anew by `./build.sh Api`.
            gone: {string.Join("\n      ", recorded.Except(now).Take(20))}
            new:  {string.Join("\n      ", now.Except(recorded).Take(20))}
            """);
    }

    // For ./build.sh Api.
    [Fact(Explicit = true)]
    public void Write_AsItIsNow()
    {
        File.WriteAllLines(Recorded, Current());
        Assert.Contains("    public sealed class MacePotential : InsCore.Potentials.IPotential", File.ReadAllLines(Recorded));
    }

    static string[] Current() => typeof(Provenance).Assembly
        .GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false })
        .ReplaceLineEndings("\n").TrimEnd().Split('\n');
}
