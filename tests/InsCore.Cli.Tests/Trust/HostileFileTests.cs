using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Cli.Tests.Trust;

/// <summary>Files made to do harm, given to the command as a user would: one line, exit code 1, no trace of what they wanted.</summary>
public sealed class HostileFileTests : IDisposable
{
    // Less than the bomb unpacks to, as the runtime's own limit of its heap, hexadecimal.
    const string HeapLimit = "DOTNET_GCHeapHardLimit=0x8000000";

    static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Pickles that run a command in Python: by REDUCE, INST, OBJ, NEWOBJ, BUILD.</summary>
    public static TheoryData<string> Pickles =>
    [
        "cos\nsystem\n(S'touch MARK'\ntR.",
        "\u0080\u0002cposix\nsystem\nX\u000b\0\0\0touch MARK \u0085R.",
        "(S'touch MARK'\nios\nsystem\n.",
        "\u0080\u0002(cos\nsystem\nX\u000b\0\0\0touch MARK o.",
        "\u0080\u0002csubprocess\nPopen\nX\u000b\0\0\0touch MARK \u0085\u0081.",
        "\u0080\u0002cbuiltins\nexec\nX\u0010\0\0\0open('MARK','w') \u0085R}b.",
        "\u0080\u0002\u0082\u0001.",
    ];

    [Theory]
    [MemberData(nameof(Pickles))]
    public void Model_PickleThatRunsCode_RunsNothing(string pickle)
    {
        string mark = Path.Combine(folder.Path, "MARK");
        string model = Archive("evil.model", ("evil/data.pkl", Encoding.Latin1.GetBytes(pickle.Replace("MARK", mark, StringComparison.Ordinal))), ("evil/version", "3\n"u8.ToArray()));
        Refused("evil.model", "info", model);
        Refused("evil.model", "relax", folder.File("c.extxyz", "1\nLattice=\"9 0 0 0 9 0 0 0 9\" Properties=species:S:1:pos:R:3\nH 0 0 0\n"), "--model", model);
        Assert.False(File.Exists(mark), "the pickle ran");
        Assert.False(File.Exists(Path.Combine(Environment.CurrentDirectory, "MARK")), "the pickle ran");
    }

    [Fact]
    public void Model_EntriesThatClimb_WriteNothing()
    {
        string model = Archive("climb.model", ("../../climbed", "x"u8.ToArray()), ("/tmp/inscore-climbed", "x"u8.ToArray()), ("a/../../data.pkl", "N."u8.ToArray()), ("a/data.pkl", "N."u8.ToArray()));
        Refused("climb.model", "info", model);
        Refused("climb.model", "convert", model, "-o", Path.Combine(folder.Path, "out.safetensors"));
        Assert.Equal(["climb.model"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
        Assert.False(File.Exists("/tmp/inscore-climbed") || File.Exists(Path.Combine(folder.Path, "..", "climbed")) || File.Exists(Path.Combine(folder.Path, "..", "..", "climbed")));
    }

    [Fact]
    public void Model_ZipBomb_IsRefusedWithinMemory()
    {
        string model = Path.Combine(folder.Path, "bomb.model");
        using (ZipArchive zip = ZipFile.Open(model, ZipArchiveMode.Create))
        {
            using Stream stream = zip.CreateEntry("bomb/data.pkl", CompressionLevel.SmallestSize).Open();
            byte[] zeros = new byte[1 << 20];
            for (int k = 0; k < 300; k++)
            {
                stream.Write(zeros);
            }
        }

        Assert.True(new FileInfo(model).Length < 1 << 20);
        ChildProcess process = ChildProcess.TryRun("env", folder.Path, null, HeapLimit, "dotnet", Path.Combine(AppContext.BaseDirectory, "InsCore.Cli.dll"), "info", model)!;
        string error = process.Error;
        Assert.True(process.ExitCode == 1, error);
        Assert.Contains("bomb.model", error, StringComparison.Ordinal);
        Assert.DoesNotContain("OutOfMemory", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("many.extxyz", "999999999\nLattice=\"9 0 0 0 9 0 0 0 9\" Properties=species:S:1:pos:R:3\nH 0 0 0\n")]
    [InlineData("wide.extxyz", "1\nLattice=\"9 0 0 0 9 0 0 0 9\" Properties=species:S:1:pos:R:999999999\nH 0 0 0\n")]
    [InlineData("many.vasp", "x\n1.0\n9 0 0\n0 9 0\n0 0 9\nH\n2147483647\nDirect\n0 0 0\n")]
    [InlineData("over.cell", "%BLOCK LATTICE_CART\n1e308 0 0\n0 1e308 0\n0 0 1e308\n%ENDBLOCK LATTICE_CART\n%BLOCK POSITIONS_FRAC\nH 0 0 0\n%ENDBLOCK POSITIONS_FRAC\n")]
    public void Structure_ThatAnnouncesMore_IsRefused(string name, string content) => Refused(name, "relax", folder.File(name, content));

    [Theory]
    [InlineData("bomb.phonon", " BEGIN header\n Number of ions         2147483647\n Number of branches     2147483647\n Number of wavevectors  2147483647\n Frequencies in         cm-1\n")]
    [InlineData("bomb.yaml", "phonopy:\n  version: 2\nsupercell_matrix:\n- [ 100000, 0, 0 ]\n- [ 0, 100000, 0 ]\n- [ 0, 0, 100000 ]\nunit_cell:\n  lattice:\n  - [ 1, 0, 0 ]\n  - [ 0, 1, 0 ]\n  - [ 0, 0, 1 ]\n  points:\n  - symbol: H\n    coordinates: [ 0, 0, 0 ]\n")]
    [InlineData("bomb.json", "{\"__euphonic_class__\": \"QpointPhononModes\", \"n_qpts\": 2147483647, \"crystal\": {\"n_atoms\": 2147483647}}")]
    public void Phonons_ThatAnnounceMore_AreRefused(string name, string content) => Refused(name, "ins", folder.File(name, content), "-o", Path.Combine(folder.Path, "out"));

    [Fact]
    public void Study_WithAliasesThatMultiply_EndsSoon()
    {
        StringBuilder laughs = new("a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n");
        for (int k = 1; k < 25; k++)
        {
            laughs.Append(System.Globalization.CultureInfo.InvariantCulture, $"a{k}: &a{k} [{string.Join(", ", Enumerable.Repeat($"*a{k - 1}", 10))}]\n");
        }

        Refused("laughs.yml", "run", folder.File("laughs.yml", laughs + "pressures: *a24\n"));
        Refused("laughs.yml", "run", folder.File("laughs.yml", laughs + "structure: *a24\nscattering: { ei: *a24, resolution: *a24 }\nmap: { path: *a24 }\n"));
        Refused("itself.yml", "run", folder.File("itself.yml", "structure: x.cif\npressures: &a [1, *a]\n"));
        Refused("object.yml", "run", folder.File("object.yml", "structure: !!System.Diagnostics.Process,System.Diagnostics.Process { StartInfo: x }\n"));
    }

    [Fact]
    public void Name_WithMarkupAndLineEnds_StaysInItsComment()
    {
        string name = "a'\"<svg onload=alert(1)>\n_atom_site_x -- &quot; é]]>.yaml";
        string source = Path.Combine(folder.Path, name), output = Path.Combine(folder.Path, "out");
        File.Copy(Path.Combine(TestData.Root, "examples", "phonopy-to-tosca", "phonopy.yaml"), source);
        (int code, string error) = InscoreCall.Run("thermo", source, "--mesh", "2 2 2", "--cif", "10", "-o", output, "-q", "--json");
        Assert.True(code == 0, error);
        string line = File.ReadLines(Path.Combine(output, "thermo.csv")).Single(l => l.StartsWith("# provenance: ", StringComparison.Ordinal))["# provenance: ".Length..];
        Assert.Equal(name, JsonNode.Parse(line)!["inputs"]!.AsObject().Single().Key);
        Assert.All(line, c => Assert.InRange(c, ' ', '~'));
        string svg = File.ReadAllText(Path.Combine(output, "thermo.svg"));
        System.Xml.Linq.XDocument picture = System.Xml.Linq.XDocument.Parse(svg);
        Assert.Equal(line, picture.Root!.Elements().First(e => e.Name.LocalName == "metadata").Value);
        Assert.DoesNotContain("<svg onload", svg, StringComparison.Ordinal);
        Assert.Equal(0, InscoreCall.Run("bands", Path.Combine(output, "displacements-10K.cif"), "--help").ExitCode);
        Structures.StructureFile.Read(Path.Combine(output, "displacements-10K.cif"));
    }

    void Refused(string named, params string[] arguments)
    {
        Stopwatch watch = Stopwatch.StartNew();
        (int code, string output, string error) = InscoreCall.RunForOutput([.. arguments, "-q"]);
        Assert.True(code == 1, $"exit code {code}: {output}{error}");
        Assert.Contains(named, error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
        Assert.DoesNotContain("internal error", error, StringComparison.Ordinal);
        Assert.True(watch.Elapsed < Soon, $"{watch.Elapsed} for {named}");
    }

    string Archive(string name, params (string Name, byte[] Content)[] entries)
    {
        string path = Path.Combine(folder.Path, name);
        using ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach ((string entry, byte[] content) in entries)
        {
            using Stream stream = zip.CreateEntry(entry).Open();
            stream.Write(content);
        }

        return path;
    }
}
