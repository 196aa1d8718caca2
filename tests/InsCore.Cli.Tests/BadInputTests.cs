using System.Diagnostics;
using Xunit;

namespace InsCore.Cli.Tests;

/// <summary>Bad input ends with one line on standard error, the right exit code, and nothing left behind.</summary>
public sealed class BadInputTests : IDisposable
{
    const string Cell =
        """
        2
        Lattice="8 0 0 0 8 0 0 0 8" Properties=species:S:1:pos:R:3 pbc="T T T"
        C 0.0 0.0 0.0
        H 1.1 0.0 0.0
        """;

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("overlapping atoms", "relax", "H 1.1 0.0 0.0", "H 0.0 0.0 0.01", 1)]
    [InlineData("zero volume", "relax", "0 0 8\"", "0 8 0\"", 1)]
    [InlineData("left-handed cell", "relax", "0 0 8\"", "0 0 -8\"", 1)]
    [InlineData("NaN position", "relax", "H 1.1", "H nan", 1)]
    [InlineData("element not in the model", "relax", "H 1.1", "U 1.1", 1)]
    [InlineData("unknown element", "phonons", "H 1.1", "Qq 1.1", 1)]
    public void Structure_Bad_IsRefused(string what, string verb, string good, string bad, int code)
    {
        string path = folder.File("crystal.extxyz", Cell.Replace(good, bad, StringComparison.Ordinal));
        Refused(code, "crystal.extxyz", what, verb, path, "-o", "out");
    }

    [Fact]
    public void Structure_EmptyCif_IsRefused() =>
        Refused(1, "empty.cif", "empty", "relax", folder.File("empty.cif", ""), "-o", "out");

    [Fact]
    public void Structure_Missing_IsRefused() => Refused(1, "nowhere.cif", "missing", "relax", "nowhere.cif", "-o", "out");

    [Theory]
    [InlineData("not a zip", "hello")]
    [InlineData("empty", "")]
    public void Model_Unreadable_IsRefused(string what, string content)
    {
        string model = folder.File("m.model", content);
        Refused(1, "m.model", what, "info", model);
        Refused(1, "m.model", what, "convert", model, "-o", "out");
    }

    [Fact]
    public void Model_Truncated_IsRefused()
    {
        byte[] whole = File.ReadAllBytes(TestSupport.TestData.Own("mace/twohead_L2.model"));
        string model = Path.Combine(folder.Path, "cut.model");
        File.WriteAllBytes(model, whole[..(whole.Length / 2)]);
        Refused(1, "cut.model", "truncated", "info", model);
    }

    [Theory]
    [InlineData("scattering: { temperature: -5 }", "temperature")]
    [InlineData("scattering: { instrument: toscanini }", "toscanini")]
    [InlineData("scattering: { resolution: sharp }", "sharp")]
    [InlineData("precision: float16", "precision")]
    [InlineData("pressures: [150000]", "GPa")]
    [InlineData("phonons: { mesh: [0, 1, 1] }", "mesh")]
    public void Setting_OutOfRange_IsRefusedBeforeAnythingRuns(string setting, string named)
    {
        folder.File("crystal.extxyz", Cell);
        string study = folder.File("study.yml", $"structure: crystal.extxyz\noutput: out\n{setting}\n");
        Refused(1, named, setting, "run", study);
    }

    [Fact]
    public void Output_BelowAFile_IsRefused()
    {
        string path = folder.File("crystal.extxyz", Cell), file = folder.File("taken", "");
        InscoreProcess run = InscoreProcess.Run(folder.Path, "relax", path, "--fix-cell", "-q", "-o", Path.Combine(file, "out"));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("cannot be written", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Output_DiskFull_IsReportedAndLeavesNoPart()
    {
        string disk = Path.Combine(folder.Path, "disk");
        Directory.CreateDirectory(disk);
        Assert.SkipUnless(Shell("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk) == 0, "a small disk cannot be mounted here");
        try
        {
            string path = folder.File("crystal.extxyz", Cell);
            InscoreProcess run = InscoreProcess.Run(
                folder.Path, "phonons", path, "--mesh", "4 4 4", "-q", "-o", Path.Combine(disk, "out"));
            Assert.Equal(1, run.ExitCode);
            Assert.Contains("cannot be written", run.Error, StringComparison.Ordinal);
            Assert.Empty(Directory.GetFiles(disk, "*.tmp", SearchOption.AllDirectories));
            Assert.Empty(Directory.GetFiles(disk, "phonons.json", SearchOption.AllDirectories));
        }
        finally
        {
            Shell("umount", disk);
        }
    }

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("relax", "a.cif", "--no-such-flag")]
    [InlineData("phonons", "a.cif", "--mesh", "3 2")]
    [InlineData("phonons", "a.cif", "--distance", "wide")]
    public void Arguments_Wrong_AreRefused(params string[] arguments)
    {
        InscoreProcess run = InscoreProcess.Run(folder.Path, arguments);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("inscore: error: ", run.Error, StringComparison.Ordinal);
    }

    void Refused(int code, string named, string what, params string[] arguments)
    {
        InscoreProcess run = InscoreProcess.Run(folder.Path, [.. arguments, "-q"]);
        string[] lines = run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(run.ExitCode == code, $"{what}: exit code {run.ExitCode}, {run.Error}");
        Assert.True(lines.Length == 1, $"{what}: {run.Error}");
        Assert.Contains(named, lines[0], StringComparison.Ordinal);
        Assert.False(Path.Exists(Path.Combine(folder.Path, "out")), $"{what}: something was written");
    }

    static int Shell(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
