using System.Globalization;
using InsCore.Scattering;
using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Scattering;

public class CrossSectionsTests
{
    [Fact]
    public void EveryElement_AgreesWithAnIndependentTranscription()
    {
        var rows = File.ReadLines(TestData.Shared("peer-data/euphonic/isotopes/sears-1992.csv"))
            .Skip(2).Select(line => line.Split(',')).GroupBy(cells => int.Parse(cells[1], CultureInfo.InvariantCulture));
        int compared = 0;
        foreach (var element in rows)
        {
            string[]? natural = element.FirstOrDefault(r => r[2].Length == 0) ?? (element.Count() == 1 ? element.First() : null);
            if (natural is null)
            {
                continue; // only single isotopes are tabulated (Pu, Cm)
            }

            CrossSection ours = CrossSections.Of(element.Key, Number(natural[3]));
            Assert.Equal(natural[0], ours.Label);
            Assert.Equal(Number(natural[9]), ours.Coherent);
            Assert.Equal(Number(natural[10]), ours.Incoherent);
            double total = natural[11].Length == 0 ? ours.Coherent : Number(natural[11]);
            AchievedError.Check("Scattering: cross sections (barn)", "another transcription of Sears 1992, 89 elements", Math.Abs(total - ours.Total), 0);
            compared++;
        }

        Assert.Equal(89, compared);
    }

    [Theory]
    [InlineData(1, 1.008, "H", 82.02)]
    [InlineData(1, 1.00794, "H", 82.02)]
    [InlineData(1, 1.007825, "1H", 82.03)]
    [InlineData(1, 2.014, "D", 7.64)]
    [InlineData(1, 3.016, "T", 3.03)]
    [InlineData(6, 12.011, "C", 5.551)]
    [InlineData(6, 13.0034, "13C", 4.84)]
    [InlineData(6, 12.0, "12C", 5.559)]
    [InlineData(8, 15.9994, "O", 4.232)]
    [InlineData(8, 17.999, "18O", 4.29)]
    [InlineData(17, 35.453, "Cl", 16.8)]
    [InlineData(17, 34.9689, "35Cl", 21.8)]
    [InlineData(28, 57.935, "58Ni", 26.1)]
    [InlineData(53, 126.90447, "I", 3.81)]
    public void Of_MassNearerToAnIsotope_TakesTheIsotope(int atomicNumber, double mass, string label, double total)
    {
        CrossSection actual = CrossSections.Of(atomicNumber, mass);
        Assert.Equal(label, actual.Label);
        Assert.Equal(total, actual.Total);
    }

    [Fact]
    public void EveryIsotopeThatAStructureCanName_AgreesWithAnIndependentTranscription()
    {
        int compared = 0;
        foreach (string[] row in File.ReadLines(TestData.Shared("peer-data/euphonic/isotopes/sears-1992.csv")).Skip(2).Select(line => line.Split(',')))
        {
            if (row[2].Length == 0 || !Species.TryParse(row[2] + row[0], out Species species))
            {
                continue;
            }

            CrossSection ours = CrossSections.Of(species.AtomicNumber, species.Mass);
            Assert.Equal(species.ToString(), ours.Label);
            double error = Math.Abs(ours.Coherent - Number(row[9])) + Math.Abs(ours.Incoherent - Number(row[10])) + Math.Abs(ours.Total - Number(row[11]));
            AchievedError.Check("Scattering: cross sections of isotopes (barn)", "another transcription of Sears 1992", error, 0);
            compared++;
        }

        Assert.Equal(37, compared);
    }

    [Fact]
    public void File_ReplacesItsEntries_AndNoOthers()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "# mine\nD, 5.6 2.0\nCl,11,5,16.5\n");
            CrossSectionTable table = CrossSectionTable.Read(path);
            Assert.Equal(new("D", 5.6, 2.0, 7.6), table.Of(1, 2.0141));
            Assert.Equal(16.5, table.Of(17, 35.45).Total);
            Assert.Equal("35Cl", table.Of(17, 34.96885).Label);
            Assert.Equal(82.02, table.Of(1, 1.008).Total);
            Assert.Contains("Sears 1992", table.Name);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("Qx,1,2", "line 1")]
    [InlineData("# only\nH,1", "line 2")]
    [InlineData("H,1,-2", "line 1")]
    [InlineData("H,1,inf", "line 1")]
    [InlineData("# nothing", "holds no")]
    public void MalformedFile_IsRefusedWithItsPlace(string text, string problem)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, text.Replace("\\n", "\n", StringComparison.Ordinal));
            Assert.Contains(problem, Assert.Throws<InsInputException>(() => CrossSectionTable.Read(path)).Message);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Of_UnknownElement_SaysSo()
    {
        InsInputException e = Assert.Throws<InsInputException>(() => CrossSections.Of(85, 210));
        Assert.Contains("element 85", e.Message);
    }

    static double Number(string cell) => cell.Length == 0 ? 0 : double.Parse(cell, CultureInfo.InvariantCulture);
}
