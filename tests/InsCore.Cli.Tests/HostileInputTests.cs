using InsCore.TestSupport;
using Xunit;

namespace InsCore.Cli.Tests;

/// <summary>Whatever is typed or lies on the disk: one line on standard error, exit code 1, no trace of the program's inside, nothing written.</summary>
public sealed class HostileInputTests : IDisposable
{
    const string Cell =
        """
        2
        Lattice="8 0 0 0 8 0 0 0 8" Properties=species:S:1:pos:R:3 pbc="T T T"
        C 0.0 0.0 0.0
        H 1.1 0.0 0.0
        """;

    static readonly string Hydride = Path.Combine(TestData.Root, "examples", "phonopy-to-tosca", "phonopy.yaml");

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Arguments and what the message must name; PHONONS, CELL, EMPTY and FOLDER stand for files.</summary>
    public static TheoryData<string, string[]> Calls => new()
    {
        { "mesh: 0×1×1", ["ins", "PHONONS", "--mesh", "0 1 1"] },
        { "4 million", ["ins", "PHONONS", "--mesh", "100000 100000 100000"] },
        { "4 million", ["dos", "PHONONS", "--mesh", "100000 100000 100000"] },
        { "mesh: ", ["ins", "PHONONS", "--spacing", "1e-9"] },
        { "spacing: ", ["sqw", "PHONONS", "--spacing", "-1"] },
        { "settings: divisions", ["phonons", "CELL", "--mesh", "100000 100000 100000"] },
        { "threads: -3", ["ins", "PHONONS", "--threads", "-3"] },
        { "threads: -3", ["bands", "PHONONS", "--threads", "-3"] },
        { "threads: -3", ["relax", "CELL", "--threads", "-3"] },
        { "directions: 0", ["sqw", "PHONONS", "--coherent", "--directions", "0"] },
        { "directions: -7", ["sqw", "PHONONS", "--directions", "-7"] },
        { "q-bins: ", ["sqw", "PHONONS", "--q-bins", "1000000000"] },
        { "momentum transfer: -1", ["sqw", "PHONONS", "--q-max", "-1"] },
        { "path: ", ["sqw", "PHONONS", "--path", "0 0 0 0 0 0"] },
        { "--bin: ", ["dos", "PHONONS", "--bin", "1e-9"] },
        { "--width: ", ["dos", "PHONONS", "--width", "1e9"] },
        { "density of states: ", ["dos", "PHONONS", "--mesh", "2 2 2", "--width", "1 1e9"] },
        { "at least", ["bands", "PHONONS", "--step", "1e-9"] },
        { "bin width: 1E-09", ["ins", "PHONONS", "--bin", "1e-9"] },
        { "bin width: 0.001", ["ins", "PHONONS", "--e-max", "100000", "--bin", "0.001"] },
        { "bin width: ", ["sqw", "PHONONS", "--mesh", "2 2 2", "--e-max", "1e-6"] },
        { "map: ", ["sqw", "PHONONS", "--mesh", "2 2 2", "--q-bins", "5000", "--bin", "0.01"] },
        { "resolution: ", ["ins", "PHONONS", "--mesh", "2 2 2", "--resolution", "polynomial(1e9)"] },
        { "density of states: ", ["dos", "PHONONS", "--mesh", "2 2 2", "--width", "1e4", "--shape", "lorentzian"] },
        { "nested too deeply", ["run", "DEEP"] },
        { "incident energ", ["instruments", "maps", "--ei", "1e-300"] },
        { "is empty", ["ins", ""] },
        { "no structure is given", ["relax", ""] },
        { "is empty", ["info", ""] },
        { "is empty", ["convert", ""] },
        { "is empty", ["run", ""] },
        { "is empty", ["ins", "EMPTY"] },
        { "is empty", ["export", "EMPTY", "-f", "castep"] },
        { "is a folder", ["ins", "FOLDER"] },
        { "is a folder", ["relax", "FOLDER"] },
        { "is a folder", ["run", "FOLDER"] },
        { "is a folder", ["convert", "FOLDER"] },
        { "is a folder", ["relax", "CELL", "--model", "FOLDER"] },
        { "is a folder", ["ins", "PHONONS", "--cross-sections", "FOLDER"] },
        { "as a number", ["ins", "PHONONS", "--temperature", "hot"] },
        { "as a number", ["dos", "PHONONS", "--bin", "wide"] },
        { "as a whole number", ["ins", "PHONONS", "--orders", "2.5"] },
        { "temperature", ["ins", "PHONONS", "--temperature", "NaN"] },
        { "accuracy", ["ins", "PHONONS", "--accuracy", "NaN"] },
        { "--e-max", ["ins", "PHONONS", "--e-max", "NaN"] },
        { "maximum energy", ["ins", "PHONONS", "--e-max", "1e300 eV"] },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public void Call_Hostile_IsRefusedInOneLine(string named, string[] arguments)
    {
        Dictionary<string, string> files = new()
        {
            ["PHONONS"] = Hydride,
            ["CELL"] = folder.File("crystal.extxyz", Cell),
            ["EMPTY"] = folder.File("empty", ""),
            ["DEEP"] = folder.File("deep.yml", "a: " + new string('[', 100000)),
            ["FOLDER"] = folder.Path,
        };
        string[] before = Directory.GetFileSystemEntries(folder.Path);

        (int code, string error) = InscoreCall.Run(arguments.Select(a => files.GetValueOrDefault(a, a)).Append("-q"));

        string message = error.Trim();
        Assert.True(code == 1, $"exit code {code}: {message}");
        Assert.StartsWith("inscore: error: ", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        Assert.Contains(named, message, StringComparison.Ordinal);
        Assert.DoesNotContain("(Parameter", message, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", message, StringComparison.Ordinal);
        Assert.DoesNotContain("internal error", message, StringComparison.Ordinal);
        Assert.True(message.Length < 500, message);
        Assert.Equal(before, Directory.GetFileSystemEntries(folder.Path));
        Assert.False(Directory.Exists("results"));
    }

    [Theory]
    [InlineData("0.5 eV", 4032.8)]
    [InlineData("100 meV", 806.6)]
    [InlineData("24 THz", 800.6)]
    [InlineData("1200 cm-1", 1200)]
    [InlineData("1200", 1200)]
    public void Energy_AnyUnit_IsTaken(string text, double wavenumbers)
    {
        InscoreProcess run = InscoreProcess.Run(folder.Path, "ins", Hydride, "--mesh", "2 2 2", "--e-max", text, "-o", "out", "-q");

        Assert.True(run.ExitCode == 0, run.Error);
        string last = File.ReadLines(Path.Combine(folder.Path, "out", "spectrum.csv")).Last();
        Assert.Equal(wavenumbers, double.Parse(last.Split(',')[0], System.Globalization.CultureInfo.InvariantCulture), 1.0);
    }
}
