using System.Globalization;
using System.Text.Json.Nodes;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Cli.Tests;

/// <summary>`bands` and `dos` as a user calls them.</summary>
public sealed class DispersionTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    static string Quartz => TestData.Shared("peer-data/euphonic/force_constants/quartz_force_constants.json");

    static string SodiumChloride => TestData.Shared("peer-data/euphonic/phonopy_files/NaCl_prim/phonopy_nacl.yaml");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Bands_ForceConstants_WritesFigureTableAndSummary()
    {
        InscoreProcess run = InscoreProcess.Run(folder.Path, "bands", SodiumChloride, "-o", "out", "--unit", "meV", "--json", "-q");
        Assert.True(run.ExitCode == 0, run.Error);
        JsonNode summary = JsonNode.Parse(run.Output)!;
        Assert.Equal("Fm-3m", summary["spaceGroup"]!.GetValue<string>());
        Assert.StartsWith("Γ-X X-W", summary["path"]!.GetValue<string>(), StringComparison.Ordinal);

        // The longitudinal optic mode at Γ stands far above the transverse ones.
        string[] row = [.. File.ReadLines(Path.Combine(folder.Path, "out", "bands.csv")).SkipWhile(l => l[0] != 'Γ').First().Split(',').Skip(5)];
        double[] gamma = Array.ConvertAll(row, x => double.Parse(x, CultureInfo.InvariantCulture));
        Assert.Equal(6, gamma.Length);
        Assert.InRange(gamma[5] - gamma[4], 10, 13);
        foreach (string file in new[] { "bands.png", "bands.svg", "bands.json" })
        {
            Assert.True(new FileInfo(Path.Combine(folder.Path, "out", file)).Length > 500, file);
        }
    }

    [Fact]
    public void BandsAndDos_ForOtherPrograms_HoldTheSameNumbers()
    {
        string hydride = Path.Combine(TestData.Root, "examples", "phonopy-to-tosca", "phonopy.yaml");
        Assert.Equal(0, InscoreProcess.Run(folder.Path, "bands", hydride, "-o", "out", "--unit", "THz", "-q").ExitCode);
        string[] table = [.. File.ReadLines(Path.Combine(folder.Path, "out", "bands.csv")).SkipWhile(l => l[0] == '#').Skip(1)];
        string[] file = File.ReadAllLines(Path.Combine(folder.Path, "out", "band.yaml"));
        double[] Values(string name) => [.. file.Where(l => l.Contains(name + ": ", StringComparison.Ordinal)).Select(l => double.Parse(l.Split(": ")[1], CultureInfo.InvariantCulture))];
        double[][] rows = [.. table.Select(l => l.Split(',').Skip(1).Select(x => double.Parse(x, CultureInfo.InvariantCulture)).ToArray())];
        Assert.Equal(table.Length, Values("nqpoint")[0]);
        Assert.Equal(rows.Length, Values("distance").Length);
        Assert.All(rows.Select(r => r[0] / (2 * Math.PI)).Zip(Values("distance")), p => Assert.Equal(p.First, p.Second, 1e-6));
        Assert.All(rows.SelectMany(r => r[4..]).Zip(Values("frequency")), p => Assert.Equal(p.First, p.Second, 1e-6));

        Assert.Equal(0, InscoreProcess.Run(folder.Path, "dos", hydride, "-o", "out", "--mesh", "6 6 6", "-q").ExitCode);
        IReadOnlyList<InsCore.Spectra.Spectrum1D> spectra = InsCore.Spectra.EuphonicSpectra.Read(Path.Combine(folder.Path, "out", "dos-euphonic.json")).Spectra;
        Assert.Equal(["total", "H", "Li"], spectra.Select(s => s.Label));
        Assert.Equal(6, spectra[0].Intensities.Sum(), 1e-6);
    }

    // The file that phonopy and `bands` write: without eigenvectors it serves for dispersion and density, and for nothing that scatters.
    [Fact]
    public void FrequenciesOnly_BandsAndDosTakeThem_ScatteringRefuses()
    {
        Assert.Equal(0, InscoreProcess.Run(folder.Path, "bands", SodiumChloride, "-o", "out", "--step", "0.1", "--eigenvectors", "-q").ExitCode);
        string yaml = Path.Combine("out", "band.yaml"), json = Path.Combine("out", "bands-euphonic.json");
        string Numbers(string file) => string.Join('\n', File.ReadLines(Path.Combine(folder.Path, file)).SkipWhile(l => l[0] == '#').Skip(1).Select(l => string.Join(',', l.Split(',')[5..])));
        string[] rows = Numbers("out/bands.csv").Split('\n');
        foreach (string file in new[] { yaml, json })
        {
            InscoreProcess run = InscoreProcess.Run(folder.Path, "bands", file, "-o", "again", "-q");
            Assert.True(run.ExitCode == 0, run.Error);
            Assert.All(
                rows.SelectMany(r => r.Split(',')).Zip(Numbers("again/bands.csv").Split('\n').SelectMany(r => r.Split(','))),
                p => Assert.Equal(double.Parse(p.First, CultureInfo.InvariantCulture), double.Parse(p.Second, CultureInfo.InvariantCulture), 1e-6));
        }

        InscoreProcess dos = InscoreProcess.Run(folder.Path, "dos", yaml, "-o", "dos", "--width", "0", "-q");
        Assert.True(dos.ExitCode == 0, dos.Error);
        Assert.False(File.Exists(Path.Combine(folder.Path, "dos", "dos-neutron.png")));
        Assert.Equal("energy,total", File.ReadLines(Path.Combine(folder.Path, "dos", "dos.csv")).First(l => l[0] != '#'));
        Assert.Equal(6, InsCore.Spectra.EuphonicSpectra.Read(Path.Combine(folder.Path, "dos", "dos-euphonic.json")).Spectra[0].Intensities.Sum(), 1e-9);
        foreach (string verb in new[] { "ins", "sqw", "export" })
        {
            InscoreProcess run = InscoreProcess.Run(folder.Path, [verb, yaml, "-o", "no", "-q", .. verb == "export" ? ["-f", "castep"] : Array.Empty<string>()]);
            Assert.Equal(1, run.ExitCode);
            Assert.Contains("phonopy --eigenvectors", run.Error);
            Assert.Single(run.Error.Trim().Split('\n'));
        }
    }

    [Fact]
    public void Bands_GivenPathConnected_FollowsIt()
    {
        InscoreProcess run = InscoreProcess.Run(
            folder.Path, "bands", SodiumChloride, "-o", "out", "--path", "X-G|L 1/2 1/2 1/2 W", "--connect", "--step", "0.1", "-q");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("X-Γ L-W", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Dos_ForceConstants_HoldsThreeModesPerAtom()
    {
        InscoreProcess run = InscoreProcess.Run(folder.Path, "dos", Quartz, "-o", "out", "--mesh", "5 5 4", "--bin", "2", "--width", "adaptive", "-q");
        Assert.True(run.ExitCode == 0, run.Error);
        string[] lines = [.. File.ReadLines(Path.Combine(folder.Path, "out", "dos.csv")).SkipWhile(l => l[0] == '#')];
        Assert.Equal("energy,total,O,Si,neutron_coherent,neutron_incoherent,neutron_total", lines[0]);
        double[][] rows = [.. lines.Skip(1).Select(l => Array.ConvertAll(l.Split(','), x => double.Parse(x, CultureInfo.InvariantCulture)))];
        Assert.Equal(27, rows.Sum(r => 2 * r[1]), 1e-6);
        Assert.Equal(18, rows.Sum(r => 2 * r[2]), 1e-6);
        Assert.True(File.Exists(Path.Combine(folder.Path, "out", "dos-neutron.svg")));
    }

    [Theory]
    [InlineData("bands", "--path", "Γ-Q7", "Q7")]
    [InlineData("bands", "--step", "-1", "--step")]
    [InlineData("bands", "--unit", "kJ", "kJ")]
    [InlineData("bands", "--asr", "maybe", "maybe")]
    [InlineData("dos", "--width", "broad", "broad")]
    [InlineData("dos", "--width", "-3", "--width")]
    [InlineData("dos", "--shape", "square", "square")]
    [InlineData("dos", "--bin", "0", "--bin")]
    public void Flag_Bad_IsRefusedInOneLine(string verb, string flag, string value, string named)
    {
        InscoreProcess run = InscoreProcess.Run(folder.Path, verb, SodiumChloride, "-o", "out", $"{flag}={value}", "-q");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(named, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Trim().Split('\n'));
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "out")));
    }

    [Fact]
    public void Input_WithModesOnly_IsRefused()
    {
        string modes = TestData.Shared("peer-data/euphonic/castep_files/NaH/NaH.phonon");
        InscoreProcess run = InscoreProcess.Run(folder.Path, "bands", modes, "-o", "out", "-q");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("no force constants", run.Error, StringComparison.Ordinal);
    }
}
