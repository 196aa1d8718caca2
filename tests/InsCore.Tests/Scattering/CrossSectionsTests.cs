using System.Globalization;
using InsCore.Scattering;
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
    [InlineData(53, 126.90447, "I", 3.81)]
    public void Of_MassNearerToAnIsotope_TakesTheIsotope(int atomicNumber, double mass, string label, double total)
    {
        CrossSection actual = CrossSections.Of(atomicNumber, mass);
        Assert.Equal(label, actual.Label);
        Assert.Equal(total, actual.Total);
    }

    [Fact]
    public void Of_UnknownElement_SaysSo()
    {
        InsInputException e = Assert.Throws<InsInputException>(() => CrossSections.Of(85, 210));
        Assert.Contains("element 85", e.Message);
    }

    static double Number(string cell) => cell.Length == 0 ? 0 : double.Parse(cell, CultureInfo.InvariantCulture);
}
