using System.Globalization;
using Xunit;

namespace InsCore.Cli.Tests;

/// <summary>`run` leaves a report, and `report` writes it anew.</summary>
public sealed class ReportTests : IDisposable
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

    [Fact]
    public void Run_LeavesAReport_ThatReportWritesAnew()
    {
        folder.File("crystal.extxyz", Cell);
        string measured = string.Concat(Enumerable.Range(0, 400).Select(i => string.Create(CultureInfo.InvariantCulture, $"{10 * i},{1 + Math.Exp(-Math.Pow((i - 120) / 3.0, 2))}\n")));
        folder.File("measured.csv", "energy cm-1,I\n" + measured);
        string study = folder.File(
            "study.yml",
            "structure: crystal.extxyz\nrelaxation: { cell: false, force: 0.05 }\nphonons: { mesh: [1, 1, 1] }\nscattering: { imaginary: absolute }\ncompare: { experiment: measured.csv, background: constant }\noutput: out\n");
        InscoreProcess run = InscoreProcess.Run(folder.Path, "run", study, "-q");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("report.html", run.Output, StringComparison.Ordinal);
        string path = Path.Combine(folder.Path, "out", "report.html"), page = File.ReadAllText(path);
        Assert.Contains("Beside the measurement", page, StringComparison.Ordinal);
        File.Delete(path);
        InscoreProcess again = InscoreProcess.Run(folder.Path, "report", "out", "-q");
        Assert.True(again.ExitCode == 0, again.Error);
        Assert.Equal(page, File.ReadAllText(path));
    }

    [Fact]
    public void Report_OfAnotherFolder_IsRefusedInOneLine()
    {
        (int code, string error) = InscoreCall.Run("report", folder.Path);
        Assert.Equal(1, code);
        Assert.Contains("summary.json", error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }
}
