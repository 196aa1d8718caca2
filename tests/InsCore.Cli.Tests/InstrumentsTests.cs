using System.Text.Json;
using Xunit;

namespace InsCore.Cli.Tests;

/// <summary>`inscore instruments` as a user calls it: listing, showing, editing.</summary>
public sealed class InstrumentsTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Instruments_AreListed()
    {
        InscoreProcess process = InscoreProcess.Run(folder.Path, "instruments", "--json");
        Assert.Equal(0, process.ExitCode);
        using JsonDocument json = JsonDocument.Parse(process.Output);
        Assert.Contains("let", json.RootElement.EnumerateArray().Select(i => i.GetProperty("name").GetString()));
        Assert.Contains("Intermediate", InscoreProcess.Run(folder.Path, "instruments").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Instrument_IsWritten_Edited_AndShownAgain()
    {
        InscoreProcess written = InscoreProcess.Run(folder.Path, "instruments", "maps:B", "--ei", "200 100", "--output", "out");
        Assert.Equal((0, ""), (written.ExitCode, written.Error));
        Assert.Equal(["manifest.json", "maps.csv", "maps.png", "maps.svg", "maps.yml"], Directory.GetFiles(Path.Combine(folder.Path, "out")).Select(Path.GetFileName).Order());
        string path = Path.Combine(folder.Path, "out", "maps.yml"), text = File.ReadAllText(path);
        File.WriteAllText(path, text.Replace("slit: 1.812 mm", "slit: 3.6 mm", StringComparison.Ordinal));
        double before = Elastic(InscoreProcess.Run(folder.Path, "instruments", "maps:B", "--json"));
        double after = Elastic(InscoreProcess.Run(folder.Path, "instruments", "out/maps.yml:B", "--json"));
        Assert.InRange(after / before, 1.2, 2.5);
        File.WriteAllText(path, text.Replace("slit: 1.812 mm", "slit: 1.812", StringComparison.Ordinal));
        InscoreProcess refused = InscoreProcess.Run(folder.Path, "instruments", "out/maps.yml:B");
        Assert.Equal(1, refused.ExitCode);
        Assert.Matches("^inscore: error: maps.yml, line [0-9]+: chopper.slit is \"1.812\"; .*mm.*$", refused.Error);
    }

    [Theory]
    [InlineData("nowhere", "maps")]
    [InlineData("maps:Q", "A, B, S")]
    [InlineData("none.yml", "cannot be read")]
    public void Instrument_Unknown_IsRefused(string name, string named)
    {
        InscoreProcess process = InscoreProcess.Run(folder.Path, "instruments", name, "--output", "out");
        Assert.Equal(1, process.ExitCode);
        Assert.Contains(named, process.Error, StringComparison.Ordinal);
        Assert.Single(process.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "out")), "nothing is left behind");
    }

    static double Elastic(InscoreProcess process)
    {
        using JsonDocument json = JsonDocument.Parse(process.Output);
        return json.RootElement.GetProperty("widths")[0].GetProperty("sigma").GetProperty("pychop").GetDouble();
    }
}
