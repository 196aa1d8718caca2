using System.Globalization;
using System.IO.Compression;
using System.Xml.Linq;
using InsCore.Phonons;
using InsCore.Potentials;
using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Cli.Tests.Packages;

/// <summary>The packages as their users meet them: what is inside, and the example, the tool and the program run from them outside the checkout.</summary>
public sealed class PackagesTests(PackageFeed feed) : IClassFixture<PackageFeed>
{
    const string Rid = "linux-x64";

    // Of the largest eigenvalue of the same matrices, rounded otherwise by code compiled for another instruction set.
    const double EigenvalueTolerance = 1e-12;

    [Fact]
    public void Library_HasKernelsDocumentationLicenceReadmeAndMetadata()
    {
        Require();
        string[] library = Entries("InsCore");
        Assert.Superset(new HashSet<string>(["lib/net10.0/InsCore.dll", "lib/net10.0/InsCore.xml", "README.md", "LICENSE", "THIRD-PARTY-NOTICES.md"]), library.ToHashSet());
        Assert.Contains("runtimes/linux-x64/native/libinscore.so", Entries("InsCore.Native"));
        Assert.Contains("lib/net10.0/InsCore.pdb", Entries("InsCore", "snupkg"));
        Assert.Contains("lib/net10.0/InsCore.Native.pdb", Entries("InsCore.Native", "snupkg"));
        foreach (string name in (string[])["InsCore", "InsCore.Native", "InsCore.Cli"])
        {
            XElement metadata = Specification(name);
            string Text(string key) => metadata.Elements().Single(e => e.Name.LocalName == key).Value;
            Assert.Equal("MIT", Text("license"));
            Assert.Equal("README.md", Text("readme"));
            Assert.Contains("neutron-scattering", Text("tags"), StringComparison.Ordinal);
            Assert.StartsWith("## ", Text("releaseNotes"), StringComparison.Ordinal);
            Assert.InRange(Text("releaseNotes").Length, 100, 35_000); // what galleries accept
            Assert.InRange(Text("description").Length, 20, 4_000);
        }

        // One `dotnet add package InsCore` is enough: the kernels come with it.
        Assert.Contains(Specification("InsCore").Descendants(), e => e.Name.LocalName == "dependency" && (string?)e.Attribute("id") == "InsCore.Native");
    }

    [Fact]
    public void Tool_IsSmall_AndItsThirdPartiesAreNamed()
    {
        Require();
        string[] tool = Entries("InsCore.Cli");
        Assert.Contains("tools/net10.0/any/libinscore.so", tool);
        Assert.Contains("tools/net10.0/any/runtimes/linux-x64/native/libSkiaSharp.so", tool);
        Assert.InRange(new FileInfo(feed.Package("InsCore.Cli")).Length, 1, 60 << 20);
        string notices = File.ReadAllText(Path.Combine(TestData.Root, "THIRD-PARTY-NOTICES.md"));
        string[] assemblies = [.. tool.Where(e => e.StartsWith("tools/net10.0/any/", StringComparison.Ordinal) && e.EndsWith(".dll", StringComparison.Ordinal) && e.Count(c => c == '/') == 3)
            .Select(e => Path.GetFileNameWithoutExtension(e)).Where(n => !n.StartsWith("InsCore", StringComparison.Ordinal))];
        Assert.True(assemblies.Length > 5);
        Assert.All(assemblies, a => Assert.Contains(string.Join('.', a.Split('.').Take(2)) is var two && notices.Contains(two, StringComparison.Ordinal) ? two : a.Split('.')[0], notices, StringComparison.Ordinal));
    }

    [Fact]
    public void Library_BuiltInAnotherFolder_HasTheSameBytes()
    {
        Require();
        string again = feed.Folder("again");
        new SourceCopy(feed.Folder("elsewhere/sources")).Pack("src/InsCore", again, feed.Version);
        foreach (string entry in (string[])["lib/net10.0/InsCore.dll", "lib/net10.0/InsCore.xml"])
        {
            Assert.Equal(Content(feed.Package("InsCore"), entry), Content(Path.Combine(again, $"InsCore.{feed.Version}.nupkg"), entry));
        }

        Assert.Equal(Content(feed.Package("InsCore", "snupkg"), "lib/net10.0/InsCore.pdb"), Content(Path.Combine(again, $"InsCore.{feed.Version}.snupkg"), "lib/net10.0/InsCore.pdb"));
    }

    [Fact]
    public void Example_FromPackage_AheadOfTime_AndAsSingleFile_PrintsTheEnergyOfThisProcess()
    {
        Require();
        string folder = feed.Use("console"), example = Path.Combine(TestData.Root, "examples");
        File.Copy(Path.Combine(example, "console", "Program.cs"), Path.Combine(folder, "Program.cs"));
        File.Copy(Path.Combine(example, "diiodothiophene", "dit-pbcn.cif"), Path.Combine(folder, "dit-pbcn.cif"));
        string project = File.ReadAllText(Path.Combine(example, "console", "console.csproj"));
        Assert.Contains("Version=\"0.1.0\"", project, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder, "console.csproj"), project.Replace("Version=\"0.1.0\"", $"Version=\"{feed.Version}\"", StringComparison.Ordinal));
        string expected = string.Create(
            CultureInfo.InvariantCulture, $"energy: {MacePotential.Load().Evaluate(StructureFile.Read(Path.Combine(folder, "dit-pbcn.cif"))).Energy:R} eV");

        string jit = CleanProcess.Run("dotnet", folder, feed.Cache, "run", "-c", "Release");
        Assert.Equal(expected, jit.Split('\n')[0]);
        PhononModes modes = PhononFile.Read(Path.Combine(folder, "modes.h5")).Modes;

        Publish(folder, "single", "--self-contained", "-p:PublishSingleFile=true");
        Same(modes, expected, RunIn(folder, "single"), folder);

        Assert.SkipUnless(IsInPath("clang") || IsInPath("gcc"), "no linker for programs compiled ahead of time: clang or gcc");
        string printed = Publish(folder, "aot", "-p:PublishAot=true");
        Assert.DoesNotContain("warning IL", printed, StringComparison.Ordinal); // ours, and those of what we depend on
        Same(modes, expected, RunIn(folder, "aot"), folder);
    }

    [Fact]
    public void Command_AsToolAndAsFolder_GivesTheSpectrumOfTheCheckout()
    {
        Require();
        string folder = feed.Use("command"), tools = Path.Combine(folder, "tools"), standalone = Path.Combine(folder, "standalone");
        CleanProcess.Run("dotnet", folder, feed.Cache, "tool", "install", "InsCore.Cli", "--tool-path", tools, "--version", feed.Version);
        CleanProcess.Run(
            "dotnet", feed.Sources!.Path, null,
            "publish", "src/InsCore.Cli", "-c", "Release", "-r", Rid, "-o", standalone, "-v", "q", $"-p:Version={feed.Version}",
            "-p:PublishProfile=Standalone", "-p:ContinuousIntegrationBuild=true", "-p:RunAnalyzers=false");
        Assert.Equal(
            ["LICENSE", "README.md", "THIRD-PARTY-NOTICES.md", "inscore", "libHarfBuzzSharp.so", "libSkiaSharp.so", "libinscore.so"],
            Directory.GetFiles(standalone).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));

        // Comments say which version wrote the file.
        string[] Relaxed(string output) =>
            [.. File.ReadLines(Path.Combine(folder, output, "0.0GPa", "relaxed.cif")).Where(line => !line.StartsWith('#'))];
        string[] job = ["relax", Path.Combine(TestData.Root, "examples", "diiodothiophene", "dit-pbcn.cif"), "-p", "0", "-q", "-o"];
        Assert.Equal(0, InscoreProcess.Run(folder, [.. job, "here"]).ExitCode);
        string[] expected = Relaxed("here");
        Assert.True(expected.Length > 10);
        foreach ((string program, string output) in new[] { (Path.Combine(tools, "inscore"), "tool"), (Path.Combine(standalone, "inscore"), "alone") })
        {
            Assert.StartsWith(feed.Version, CleanProcess.Run(program, folder, null, "--version"), StringComparison.Ordinal);
            CleanProcess.Run(program, folder, null, [.. job, output]);
            Assert.Equal(expected, Relaxed(output));
        }
    }

    void Require() => Assert.SkipWhen(feed.Sources is null, "libinscore is not built");

    string Publish(string folder, string output, params string[] settings) =>
        CleanProcess.Run("dotnet", folder, feed.Cache, ["publish", "-c", "Release", "-r", Rid, "-o", output, .. settings]);

    static string RunIn(string folder, string program)
    {
        File.Delete(Path.Combine(folder, "modes.h5"));
        File.Delete(Path.Combine(folder, "spectrum.png"));
        return CleanProcess.Run(Path.Combine(folder, program, "console"), folder, null);
    }

    // The same energy, and files that hold the same.
    static void Same(PhononModes expected, string energy, string printed, string folder)
    {
        Assert.Equal(energy, printed.Split('\n')[0]);
        Assert.StartsWith("highest peak: ", printed.Split('\n')[1], StringComparison.Ordinal);
        PhononModes modes = PhononFile.Read(Path.Combine(folder, "modes.h5")).Modes;
        Assert.Equal(expected.Energies.Length, modes.Energies.Length);
        double tolerance = EigenvalueTolerance * Square(expected.Energies.Max());
        Assert.All(expected.Energies.Zip(modes.Energies), e => Assert.Equal(Square(e.First), Square(e.Second), tolerance));
        byte[] png = File.ReadAllBytes(Path.Combine(folder, "spectrum.png"));
        Assert.Equal("\u0089PNG", System.Text.Encoding.Latin1.GetString(png, 0, 4));
        Assert.True(png.Length > 20_000); // curves and text, not an empty sheet
    }

    // What is diagonalised: the energies of translations are square roots of rounding errors.
    static double Square(double energy) => energy * Math.Abs(energy);

    string[] Entries(string name, string extension = "nupkg")
    {
        using ZipArchive zip = ZipFile.OpenRead(feed.Package(name, extension));
        return [.. zip.Entries.Select(e => e.FullName)];
    }

    XElement Specification(string name)
    {
        using MemoryStream stream = new(Content(feed.Package(name), $"{name}.nuspec"));
        return XDocument.Load(stream).Root!.Elements().First();
    }

    static byte[] Content(string package, string entry)
    {
        using ZipArchive zip = ZipFile.OpenRead(package);
        using Stream stream = zip.GetEntry(entry)!.Open();
        using MemoryStream copy = new();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    static bool IsInPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}
