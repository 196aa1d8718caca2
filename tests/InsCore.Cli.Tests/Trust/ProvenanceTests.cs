using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using InsCore.Phonons;
using InsCore.Potentials;
using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Cli.Tests.Trust;

/// <summary>Every file that a verb writes says where it comes from, or the manifest says it.</summary>
public sealed partial class ProvenanceTests(SmallStudy study) : IClassFixture<SmallStudy>, IDisposable
{
    // Formats whose readers promise to skip nothing, and our own restart file with its times.
    static readonly string[] Bare = ["FORCE_CONSTANTS", "BORN", ".phonon", "bands-euphonic.json", "dos-euphonic.json", ".euphonic.json", "phonopy.json", ".restart", ".cost"];

    // The one that Debian's packages belong to.
    const string Python = "/usr/bin/python3";

    static readonly string Hydride = Path.Combine(TestData.Root, "examples", "phonopy-to-tosca", "phonopy.yaml");

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>One call of each verb that writes; STUDY is the folder of the small study, OUT that of the results.</summary>
    public static TheoryData<string, string[]> Calls => new()
    {
        { "relax", ["relax", "STUDY/results/0.8GPa/relaxed.extxyz", "--fmax", "1e-2", "--smax", "1", "-p", "0.8"] },
        { "pressure", ["pressure", "STUDY/results/0.8GPa/relaxed.extxyz", "--fmax", "1e-2", "--smax", "1", "-p", "0.8"] },
        { "phonons", ["phonons", "STUDY/results/0.8GPa/relaxed.extxyz", "--mesh", "1 1 1"] },
        { "md", ["md", "STUDY/results/0.8GPa/relaxed.extxyz", "--time", "20 fs", "--equilibration", "2 fs", "--frame", "4 fs", "--precision", "float32", "--seed", "7"] },
        { "bands", ["bands", Hydride, "--step", "0.2", "--eigenvectors"] },
        { "dos", ["dos", Hydride, "--mesh", "3 3 3"] },
        { "thermo", ["thermo", Hydride, "--mesh", "3 3 3", "--cif", "10"] },
        { "ins", ["ins", Hydride, "--mesh", "3 3 3", "--e-max", "1000", "--bin", "10"] },
        { "ins like abins", ["ins", Hydride, "--mesh", "3 3 3", "--like", "abins"] },
        { "sqw", ["sqw", Hydride, "--mesh", "3 3 3", "--q-bins", "20", "--bin", "20", "--instrument", "maps"] },
        { "sqw like euphonic", ["sqw", Hydride, "--mesh", "3 3 3", "--like", "euphonic"] },
        { "track", ["track", "STUDY/results/0.0GPa/modes.h5", "STUDY/results/0.8GPa/modes.h5"] },
        { "compare", ["compare", "STUDY/results/0.0GPa", "MEASURED", "--unit", "cm-1"] },
        { "instruments", ["instruments", "maps"] },
        { "export phonopy", ["export", Hydride, "-f", "phonopy"] },
        { "export euphonic", ["export", Hydride, "-f", "euphonic"] },
        { "export castep", ["export", Hydride, "-f", "castep", "--mesh", "2 2 2"] },
        { "export hdf5", ["export", Hydride, "-f", "hdf5", "--mesh", "2 2 2"] },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public void Verb_EveryFileItWrites_SaysWhereItComesFrom(string verb, string[] arguments)
    {
        string measured = folder.File("measured.csv", "energy cm-1,I\n" + string.Concat(Enumerable.Range(0, 150).Select(i => $"{10 * i},{1 + (i % 7)}\n")));
        string output = Path.Combine(folder.Path, "out");
        (int code, string error) = InscoreCall.Run(
            [.. arguments.Select(a => a.Replace("STUDY", study.Folder, StringComparison.Ordinal).Replace("MEASURED", measured, StringComparison.Ordinal)), "-o", output, "-q", "--json"]);
        Assert.True(code == 0, $"{verb}: {error}");
        Check(output, measured: verb == "instruments" ? null : "inputs");
    }

    [Fact]
    public void Run_EveryFileItWrites_SaysWhereItComesFrom() => Check(Path.Combine(study.Folder, "results"), "inputs");

    [Fact]
    public void Convert_TheContainer_HoldsItsCard()
    {
        string target = Path.Combine(folder.Path, "model.safetensors");
        string source = TestData.Shared("reference/mace/off_L0.model");
        Assert.Equal(0, InscoreCall.Run("convert", source, "-o", target, "--licence", "MIT", "-q").ExitCode);
        ModelCard card = ModelFile.Read(target).Card;
        Assert.Equal((Provenance.Sha256(source), "MIT", Provenance.Program), (card.Sha256, card.Licence, card.Creator));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void StampedFiles_StillReadAsTheirFormats()
    {
        string results = Path.Combine(study.Folder, "results", "0.8GPa");
        Crystal xyz = StructureFile.Read(Path.Combine(results, "relaxed.extxyz")), cif = StructureFile.Read(Path.Combine(results, "relaxed.cif"));
        Assert.Equal(xyz.Volume, cif.Volume, 1e-6);
        Assert.Equal("provenance", XDocument.Load(Path.Combine(results, "spectrum.svg")).Root!.Elements().First(e => e.Name.LocalName == "metadata").Value.Contains("InsCore", StringComparison.Ordinal) ? "provenance" : "");
        Assert.StartsWith("{\"program\":\"InsCore ", PngText(File.ReadAllBytes(Path.Combine(results, "spectrum.png"))), StringComparison.Ordinal);
        Assert.All(File.ReadLines(Path.Combine(results, "relaxed.cif")), line => Assert.True(line.Length <= 2048));
        Assert.Equal(Provenance.Sha256(Path.Combine(study.Folder, "dit-pbcn.cif")), (string?)JsonNode.Parse(PhononFile.ProvenanceOf(Path.Combine(results, "modes.h5")))!["inputs"]!["dit-pbcn.cif"]);
        Assert.Contains("<meta name=\"provenance\" content=\"{&quot;program&quot;:", File.ReadAllText(Path.Combine(results, "..", "report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void StampedFrames_AreReadByAse()
    {
        Assert.SkipUnless(ChildProcess.TryRun(Python, folder.Path, null, "-c", "import ase") is { ExitCode: 0 }, "ASE is not installed");
        string program = "import sys,ase.io\nfor f in sys.argv[1:]:\n a=ase.io.read(f,':'); print(len(a[0]), sorted(a[0].info)[-1] if 'provenance' in a[0].info else a[0].info)";
        string results = Path.Combine(study.Folder, "results", "0.8GPa");
        string output = ChildProcess.Run(
            Python, folder.Path, null, "-c", program, Path.Combine(results, "relaxed.extxyz"), Path.Combine(results, "relax.trajectory.extxyz"), Path.Combine(results, "relaxed.cif"));
        string[] lines = output.Trim().Split('\n');
        Assert.All(lines, line => Assert.StartsWith("36", line, StringComparison.Ordinal));
        Assert.Contains("provenance", lines[0], StringComparison.Ordinal);
        Assert.Contains("provenance", string.Concat(lines[..2]), StringComparison.Ordinal);
    }

    [Fact]
    public void SameCall_GivesTheSameBytes_ButForTheNamedFields()
    {
        string[] call = ["thermo", Hydride, "--mesh", "3 3 3", "--cif", "10", "-q", "--json"];
        string[] outputs = ["one", "two"];
        foreach (string output in outputs)
        {
            Assert.Equal(0, InscoreCall.Run([.. call, "-o", Path.Combine(folder.Path, output)]).ExitCode);
        }

        foreach (string file in Directory.EnumerateFiles(Path.Combine(folder.Path, "one")).Select(f => Path.GetFileName(f)).Where(f => f != "manifest.json"))
        {
            byte[][] content = [.. outputs.Select(o => File.ReadAllBytes(Path.Combine(folder.Path, o, file)))];
            if (file.EndsWith(".json", StringComparison.Ordinal))
            {
                JsonNode[] json = [.. content.Select(c => JsonNode.Parse(c)!)];
                foreach (JsonNode j in json)
                {
                    Assert.True(j["provenance"]!.AsObject().Remove("date"));
                    Assert.True(j["provenance"]!.AsObject().Remove("wallTime"));
                    Assert.True(j["provenance"]!.AsObject().Remove("commandLine"));
                }

                Assert.Equal(json[0].ToJsonString(), json[1].ToJsonString());
            }
            else
            {
                Assert.True(file.EndsWith(".svg", StringComparison.Ordinal) || content[0].AsSpan().SequenceEqual(content[1]), file);
            }
        }
    }

    [Fact]
    public void CommandLineAndInputs_ShowNoFoldersOfTheMachine()
    {
        string output = Path.Combine(folder.Path, "out");
        string[] files = ["0.0GPa", "0.8GPa"];
        Assert.Equal(0, InscoreCall.Run(["track", .. files.Select(f => Path.Combine(study.Folder, "results", f, "modes.h5")), "-o", output, "-q", "--json"]).ExitCode);
        JsonObject provenance = JsonNode.Parse(File.ReadAllText(Path.Combine(output, "shifts.json")))!["provenance"]!.AsObject();
        Assert.Equal(["0.0GPa/modes.h5", "0.8GPa/modes.h5"], provenance["inputs"]!.AsObject().Select(i => i.Key));
        foreach (string file in Directory.EnumerateFiles(output).Where(f => !f.EndsWith(".png", StringComparison.Ordinal)))
        {
            Assert.DoesNotContain(folder.Path, File.ReadAllText(file), StringComparison.Ordinal);
            Assert.DoesNotContain(study.Folder, File.ReadAllText(file), StringComparison.Ordinal);
        }
    }

    static void Check(string output, string? measured)
    {
        JsonNode manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(output, "manifest.json")))!;
        Dictionary<string, JsonNode> entries = manifest["files"]!.AsArray().ToDictionary(f => (string)f!["path"]!, f => f!);
        foreach (string path in Directory.EnumerateFiles(output, "*", SearchOption.AllDirectories))
        {
            string name = Path.GetRelativePath(output, path), text = Encoding.Latin1.GetString(File.ReadAllBytes(path));
            if (name == "manifest.json")
            {
                continue;
            }

            Assert.True(entries.Remove(name, out JsonNode? entry), $"{name} is not in the manifest");
            Assert.Equal((Provenance.Sha256(path), new FileInfo(path).Length), ((string)entry!["sha256"]!, (long)entry["bytes"]!));
            bool isBare = Bare.Any(b => name.EndsWith(b, StringComparison.Ordinal));
            Assert.True(text.Contains(Provenance.Program, StringComparison.Ordinal) == !isBare, $"{name} says {(isBare ? "now" : "not")} where it comes from");
            Assert.Equal(!isBare, (bool)entry["stamped"]!);
            if (name.EndsWith(".json", StringComparison.Ordinal) && !isBare)
            {
                Full(JsonNode.Parse(File.ReadAllText(path))!["provenance"]!.AsObject());
            }
            else if (!isBare && measured is not null)
            {
                Assert.Matches(Hash(), text);
            }
        }

        Assert.Empty(entries);
        Full(manifest["runs"]![0]!.AsObject());
    }

    static void Full(JsonObject provenance)
    {
        Assert.Equal(
            ["program", "date", "wallTime", "commandLine", "inputs", "model", "settings", "seed", "backend", "warnings"], provenance.Select(p => p.Key));
        Assert.Equal(Provenance.Program, (string?)provenance["program"]);
        Assert.StartsWith("inscore ", (string?)provenance["commandLine"], StringComparison.Ordinal);
        Assert.Contains("threads", (string?)provenance["backend"], StringComparison.Ordinal);
        if ((string?)provenance["model"]!["name"] is not null)
        {
            Assert.Equal(64, ((string)provenance["model"]!["sha256"]!).Length);
            Assert.Contains("licence", provenance["model"]!.AsObject().Select(p => p.Key));
        }
    }

    // The text chunk, whose checksum is that of a reader of the format.
    static string PngText(byte[] png)
    {
        for (int at = 8; at < png.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            ReadOnlySpan<byte> body = png.AsSpan(at + 4, length + 4);
            uint sum = ~0u;
            foreach (byte b in body)
            {
                sum ^= b;
                for (int bit = 0; bit < 8; bit++)
                {
                    sum = (sum >> 1) ^ ((sum & 1) * 0xEDB88320u);
                }
            }

            Assert.Equal(~sum, BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at + 8 + length)));
            if (body.StartsWith("tEXtprovenance\0"u8))
            {
                return Encoding.ASCII.GetString(body[15..]);
            }

            at += 12 + length;
        }

        return "";
    }

    [GeneratedRegex("\"?(&quot;)?:(&quot;)?\"?[0-9a-f]{64}")]
    private static partial Regex Hash();
}
