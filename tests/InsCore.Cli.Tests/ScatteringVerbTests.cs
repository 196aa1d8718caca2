using System.Numerics;
using System.Text.Json.Nodes;
using InsCore.Phonons;
using InsCore.Structures;
using Xunit;

namespace InsCore.Cli.Tests;

/// <summary>`ins` and `sqw` on the modes of one deuterium atom in a cell.</summary>
public sealed class ScatteringVerbTests : IDisposable
{
    readonly TemporaryFolder folder = new();
    readonly string modes;

    public ScatteringVerbTests()
    {
        modes = Path.Combine(folder.Path, "modes.h5");
        Crystal crystal = new(new Lattice(Matrix3d.Diagonal(4, 4, 4)), [1], [Vector3d.Zero], [2.01410177812]);
        PhononModes phonons = new(crystal, [new(0.25, 0.25, 0.25)], [1]);
        double[] energies = [0.02, 0.03, 0.05];
        energies.CopyTo(phonons.Energies, 0);
        for (int n = 0; n < 3; n++)
        {
            phonons.Eigenvectors[(3 * n) + n] = Complex.One;
        }

        PhononFile.Write(modes, phonons, "");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Ins_WritesTablesAndFigures_WithGainElasticLineAndAtoms()
    {
        InscoreProcess run = InscoreProcess.Run(
            folder.Path, "ins", modes, "-o", "out", "-T", "50", "--e-min", "-20", "--e-max", "100 meV", "--resolve", "atoms", "--json", "-q");
        Assert.Equal(0, run.ExitCode);
        JsonNode json = JsonNode.Parse(run.Output)!;
        Assert.Equal(-20, (double)json["energyTransfer"]![0]!);
        Assert.Equal(806, (double)json["energyTransfer"]!.AsArray()[^1]!);
        Assert.NotNull(json["species"]!["D #1"]);
        Assert.Equal(20, json["elasticLine"]!.AsArray().Select((v, i) => ((double)v!, i)).Max().i);
        foreach (string file in (string[])["spectrum.csv", "spectrum.json", "spectrum.dat", "spectrum.nxs", "spectrum.png", "spectrum.svg", "spectrum-full.png", "spectrum-full.svg"])
        {
            Assert.True(new FileInfo(Path.Combine(folder.Path, "out", file)).Length > 100, file);
        }
    }

    [Fact]
    public void Ins_SeveralIncidentEnergies_EachHaveASpectrumOfTheirOwn()
    {
        JsonNode Run(string energies, string output)
        {
            InscoreProcess run = InscoreProcess.Run(folder.Path, "ins", modes, "-o", output, "-T", "50", "--instrument", "panther", "--ei", energies, "--bin", "2", "--json", "-q");
            Assert.True(run.ExitCode == 0, run.Error);
            return JsonNode.Parse(run.Output)!;
        }

        JsonNode both = Run("100 60", "out"), alone = Run("60", "alone");
        Assert.Equal(["100 meV", "60 meV"], both["banks"]!.AsObject().Select(b => b.Key));
        Assert.Null(both["species"]);
        double tolerance = 1e-3 * alone["banks"]!["60 meV"]!.AsArray().Max(v => (double)v!);
        foreach (string part in (string[])["species", "orders"])
        {
            foreach ((string name, JsonNode? values) in alone[part]!.AsObject())
            {
                double[] expected = [.. values!.AsArray().Select(v => (double)v!)];
                double[] actual = [.. both["incidentEnergies"]!["60 meV"]![part]![name]!.AsArray().Select(v => (double)v!)];
                Assert.All(expected.Zip(actual), p => Assert.Equal(p.First, p.Second, tolerance));
            }
        }

        foreach (string energy in (string[])["100meV", "60meV"])
        {
            foreach (string name in (string[])["spectrum", "spectrum-full"])
            {
                string title = $"PANTHER at 50 K, E_i {energy.Replace("meV", " meV", StringComparison.Ordinal)}";
                Assert.Contains(title, File.ReadAllText(Path.Combine(folder.Path, "out", $"{name}-{energy}.svg")), StringComparison.Ordinal);
            }
        }

        Assert.False(File.Exists(Path.Combine(folder.Path, "out", "spectrum.png")));
        string[] table = File.ReadAllLines(Path.Combine(folder.Path, "out", "spectrum.csv"));
        Assert.Contains("E_i 100 meV, 60 meV", table[0], StringComparison.Ordinal);
        Assert.StartsWith("energy_transfer_cm-1,100 meV,60 meV,100 meV D,100 meV order 1,", table.First(l => !l.StartsWith('#')), StringComparison.Ordinal);
        JsonNode stored = Run("100 60", "out");
        Assert.Equal(both["incidentEnergies"]!.ToJsonString(), stored["incidentEnergies"]!.ToJsonString());
    }

    [Fact]
    public void Ins_LikeAbins_RefusesTheMeanOfIncidentEnergies()
    {
        InscoreProcess run = InscoreProcess.Run(folder.Path, "ins", modes, "-o", "out", "--like", "abins", "--instrument", "panther", "--ei", "60 100", "-q");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("give one with --like abins", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--instrumnt", "Did you mean --instrument for --instrumnt?")]
    [InlineData("--temprature=20", "Did you mean --temperature for --temprature?")]
    [InlineData("--zzzzzzzz", null)]
    public void Ins_MistypedFlag_IsAnsweredWithTheNearest(string flag, string? hint)
    {
        InscoreProcess run = InscoreProcess.Run(folder.Path, "ins", modes, flag, "-q");
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(hint is not null, run.Error.Contains("Did you mean", StringComparison.Ordinal));
        Assert.Contains(hint ?? "inscore ins --help", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Sqw_WritesAMapForEachIncidentEnergy()
    {
        InscoreProcess run = InscoreProcess.Run(
            folder.Path, "sqw", modes, "-o", "out", "-T", "50", "--instrument", "panther", "--ei", "60 110", "--q-bins", "40", "--orders", "1", "-q");
        Assert.True(run.ExitCode == 0, run.Error);
        foreach (string name in (string[])["sqw-60meV", "sqw-110meV"])
        {
            foreach (string extension in (string[])[".csv", ".h5", ".png", ".svg", ".nxspe"])
            {
                Assert.True(new FileInfo(Path.Combine(folder.Path, "out", name + extension)).Length > 100, name + extension);
            }
        }

        string svg = File.ReadAllText(Path.Combine(folder.Path, "out", "sqw-60meV.svg"));
        Assert.Contains("|Q| (Å⁻¹)", svg);
        Assert.Contains("kinematic limit, 5°", svg);
    }

    [Fact]
    public void Sqw_AlongAPath_NamesItsCorners()
    {
        InscoreProcess run = InscoreProcess.Run(
            folder.Path, "sqw", modes, "-o", "out", "--path", "0 0 0  2 0 0  2 1 0", "--q-bins", "30", "--orders", "1", "--json", "-q");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(30, JsonNode.Parse(run.Output)!["maps"]![0]!["path"]!.AsArray().Count);
        Assert.Contains("(2 1 0)", File.ReadAllText(Path.Combine(folder.Path, "out", "sqw.svg")));
    }

    [Theory]
    [InlineData("force constants", "--coherent", "--orders", "1")]
    [InlineData("--e-max", "--e-max", "fast")]
    [InlineData("three numbers", "--path", "0 0 0 1")]
    [InlineData("momentum transfer", "--q-max", "-3")]
    [InlineData("needs an instrument", "--resolution", "abins")]
    [InlineData("measure powders", "--path", "0 0 0 1 0 0", "--instrument", "panther")]
    public void Sqw_WithASettingThatCannotBe_SaysSoInOneLine_AndWritesNothing(string problem, params string[] flags)
    {
        InscoreProcess run = InscoreProcess.Run(folder.Path, ["sqw", modes, "-o", "out", "-q", .. flags]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(problem, run.Error);
        Assert.Single(run.Error.Trim().Split('\n'));
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "out")));
    }
}
