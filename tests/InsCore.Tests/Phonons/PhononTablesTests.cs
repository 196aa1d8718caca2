using System.Globalization;
using InsCore.Phonons;
using InsCore.Structures;
using InsCore.Units;
using Xunit;

namespace InsCore.Tests.Phonons;

public sealed class PhononTablesTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("tables").FullName;

    static readonly PhononModes Modes =
        PhononSolver.Solve(AnalyticPotential.Organic.DynamicalMatrix(TestCrystals.Triclinic), [Vector3d.Zero]);

    string Target => Path.Combine(folder, "table.csv");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void WriteGamma_ListsAllModes_AndMarksThreeTranslations()
    {
        PhononTables.WriteGamma(Target, Modes);
        (string header, double[][] rows) = ReadTable();
        Assert.Equal("mode,wavenumber,energy,hydrogen_share,translation", header);
        Assert.Equal(9, rows.Length);
        Assert.Equal(3, rows.Sum(r => r[4]));
        Assert.Equal(3, rows.Sum(r => r[3]), 1e-5);
        Assert.All(rows, r => Assert.Equal(Modes.Energies[(int)r[0] - 1] * Constants.EvInWavenumbers, r[1], 1e-6));
        PhononModes away = PhononSolver.Solve(AnalyticPotential.Organic.DynamicalMatrix(TestCrystals.Triclinic), [new Vector3d(0.5, 0, 0)]);
        Assert.Throws<ArgumentException>(() => PhononTables.WriteGamma(Target, away));
    }

    [Fact]
    public void WriteDensityOfStates_ElementsSumToTheTotal()
    {
        PhononTables.WriteDensityOfStates(Target, DensityOfStates.Compute(Modes, 5, 10));
        (string header, double[][] rows) = ReadTable();
        Assert.Equal("wavenumber,total,H,C,S", header);
        Assert.All(rows, r => Assert.Equal(r[1], r[2] + r[3] + r[4], 1e-8));
        Assert.Equal(9, rows.Sum(r => r[1]) * 5, 1e-6);
    }

    (string Header, double[][] Rows) ReadTable()
    {
        string[] lines = [.. File.ReadAllLines(Target).Where(l => !l.StartsWith('#'))];
        return (lines[0], [.. lines.Skip(1).Select(l => Array.ConvertAll(l.Split(','), x => double.Parse(x, CultureInfo.InvariantCulture)))]);
    }
}
