using System.Text.Json.Nodes;
using InsCore.BuildTools;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Cli.Tests.Trust;

/// <summary>Container definition, documentation site, and `info --json`.</summary>
public sealed class BuildToolsTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Container_OurDefinition_FitsAPublishedFolder()
    {
        ContainerDefinition definition = ContainerDefinition.Parse(File.ReadAllText(Path.Combine(TestData.Root, "packaging", "inscore.def")));
        Assert.Equal(("docker", "debian:12-slim"), (definition.Header["Bootstrap"], definition.Header["From"]));
        foreach (string file in (string[])["inscore", "LICENSE", "THIRD-PARTY-NOTICES.md", "README.md"])
        {
            folder.File(file, "");
        }

        string text = File.ReadAllText(Path.Combine(TestData.Root, "packaging", "inscore.def")).Replace("artifacts/publish/linux-x64", folder.Path, StringComparison.Ordinal);
        Assert.Empty(ContainerDefinition.Check(folder.File("inscore.def", text), folder.Path));
        Assert.Contains("%post goes on", Assert.Single(ContainerDefinition.Check(folder.File("a.def", text.Replace("    set -e\n", "", StringComparison.Ordinal)), folder.Path)), StringComparison.Ordinal);
        Assert.Contains("does not copy", ContainerDefinition.Check(folder.File("b.def", text), "elsewhere")[0], StringComparison.Ordinal);
        Assert.Throws<InsInputException>(() => ContainerDefinition.Parse("Bootstrap: docker\n%pots\n"));
        Assert.Throws<InsInputException>(() => ContainerDefinition.Parse("Bootstrap docker\n"));
    }

    // Packages that build.sh installs for the program are those of the image.
    [Fact]
    public void Container_Packages_AreThoseThatTheProgramNeeds()
    {
        string post = string.Join(' ', ContainerDefinition.Parse(File.ReadAllText(Path.Combine(TestData.Root, "packaging", "inscore.def"))).Sections["post"]);
        string needed = File.ReadAllLines(Path.Combine(TestData.Root, "build.sh")).First(l => l.Contains("local packages=(", StringComparison.Ordinal)).Split('(', ')')[1];
        Assert.All(needed.Split(' ').Except(["g++", "cmake", "make"]), package => Assert.Contains(package, post, StringComparison.Ordinal));
    }

    [Fact]
    public void Site_Finish_MakesLinksRelativeAndFindsThoseThatLeadNowhere()
    {
        Directory.CreateDirectory(Path.Combine(folder.Path, "reference"));
        folder.File("index.html", "<a href=\"inscore-site-root/cli.html#x\"><img src=\"inscore-site-root/logo.png\"><a href=\"https://example.org\"><a href=\"#top\">");
        folder.File("cli.html", "<a href=\"trust.html\"><a href=\"gone.html\"><li><a href=\"{{fsdocs-repository-link}}\">Source</a></li><a href=\"reference/hidden.html\"><code>Hidden</code></a>");
        folder.File("trust.html", "");
        folder.File("reference/index.html", "<a href=\"inscore-site-root/index.html\"><img src=\"inscore-site-root/reference/none.png\">");
        Assert.Equal(["cli.html: gone.html leads nowhere", "index.html: logo.png leads nowhere", "reference/index.html: ../reference/none.png leads nowhere"], Site.Finish(folder.Path).Order());
        Assert.Equal("<a href=\"trust.html\"><a href=\"gone.html\"><code>Hidden</code>", File.ReadAllText(Path.Combine(folder.Path, "cli.html")));
        Assert.Contains("href=\"../index.html\"", File.ReadAllText(Path.Combine(folder.Path, "reference", "index.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void Site_Prepare_KeepsShapesInCommentsFromBeingCommands()
    {
        Directory.CreateDirectory(Path.Combine(folder.Path, "library"));
        folder.File("library/A.xml", "<doc><members><member name=\"M:A\"><param name=\"x\">[n], Å</param><summary>As <c>[x]</c>, [y].</summary></member></members></doc>");
        Site.Prepare(TestData.Root, Path.Combine(folder.Path, "library"), Path.Combine(folder.Path, "staging"));
        Assert.Contains(">\u2060[n], Å<", File.ReadAllText(Path.Combine(folder.Path, "staging", "bin", "A.xml")), StringComparison.Ordinal);
        string index = File.ReadAllText(Path.Combine(folder.Path, "staging", "docs", "index.md"));
        Assert.Contains("](cli.md)", index, StringComparison.Ordinal);
        Assert.DoesNotContain("](docs/", index, StringComparison.Ordinal);
        Assert.DoesNotContain("](examples", index, StringComparison.Ordinal);
    }

    [Fact]
    public void Info_Json_HasMachineBackendsModelAndDevices()
    {
        (int code, string output, string error) = InscoreCall.RunForOutput("info", "--json");
        Assert.True(code == 0, error);
        JsonObject info = JsonNode.Parse(output)!.AsObject();
        Assert.Equal(["program", "version", "commit", "machine", "lapack", "kernels", "backend", "executor", "opencl", "model"], info.Select(p => p.Key));
        Assert.Equal(["system", "architecture", "runtime", "processor", "instructionSets", "threads", "memory"], info["machine"]!.AsObject().Select(p => p.Key));
        Assert.Equal(Environment.ProcessorCount, (int)info["machine"]!["threads"]!);
        Assert.InRange((long)info["machine"]!["memory"]!, 1 << 26, long.MaxValue);
        Assert.Equal(Provenance.Version, (string?)info["version"] + ((string?)info["commit"] is { } commit ? "+" + commit : ""));
        Assert.Equal(64, ((string)info["model"]!["sha256"]!).Length);
        Assert.Equal("MIT", (string?)info["model"]!["licence"]);
        Assert.NotEmpty(info["opencl"]!.AsObject());
        string documented = File.ReadAllText(Path.Combine(TestData.Root, "docs", "cli.md"));
        Assert.All(info.Select(p => p.Key), key => Assert.Contains($"`{key}`", documented, StringComparison.Ordinal));
    }
}
