using System.Globalization;
using InsCore.Comparison;
using InsCore.Spectra;
using InsCore.TestSupport;
using InsCore.Units;
using Xunit;

namespace InsCore.Tests.Comparison;

public sealed class MeasuredSpectrumFileTests : IDisposable
{
    const int Mutants = 3000;

    readonly string folder = Directory.CreateTempSubdirectory("measured").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Isis_IsRead()
    {
        string rows = string.Concat(Enumerable.Range(0, 10).Select(i => $"   {20 + (2 * i)}.0E+00   {i + 1}.0E+00   1.0E-01\r\n"));
        MeasuredSpectrum s = Read($" Something    A. N. Other, ISIS            \r\nC    (CM-1)         COUNTS           ERROR\r\n{rows}");
        Assert.Equal("ISIS INS database", s.Format);
        Assert.StartsWith("Something", s.Title, StringComparison.Ordinal);
        Assert.Equal([20, 22, 24], s.Energies[..3]);
        Assert.Equal([19, 21, 23], s.Lower[..3]);
        Assert.Equal(s.Upper[..^1], s.Lower[1..]);
        Assert.Equal(0.1, s.Errors![9]);
    }

    [Fact]
    public void Isis_Hexane_IsReadWhole()
    {
        MeasuredSpectrum s = MeasuredSpectrumFile.Read(TestData.Shared("peer-data/abins-tutorials/Hexane.dat"));
        Assert.Equal(794, s.Count);
        Assert.Equal("ISIS INS database", s.Format);
        Assert.Equal(20.29187, s.Energies[0]);
        Assert.Equal(3998.738, s.Energies[^1]);
        Assert.Equal(1.060094, s.Intensities[^1]);
        Assert.Equal(3.987252e-2, s.Errors![0]);
    }

    [Fact]
    public void Mantid_Points_AreReadByTheirNumber()
    {
        string text = $"# X , Y , E\n1\n{Rows(i => $"{i},{i * i},0.5")}2\n{Rows(i => $"{i},{2 * i},0.25")}";
        MeasuredSpectrum s = Read(text, new() { Spectrum = 2, Unit = EnergyUnit.Wavenumber });
        Assert.Equal("Mantid ASCII", s.Format);
        Assert.Equal([0, 2, 4], s.Intensities[..3]);
        Assert.Equal(0.25, s.Errors![3]);
        Assert.Equal([0, 1, 2], s.Energies[..3]);
        Assert.Contains("choose one of: 1, 2", Refusal(text, new() { Spectrum = 3, Unit = EnergyUnit.Wavenumber }), StringComparison.Ordinal);
    }

    [Fact]
    public void Mantid_BinEdges_AreBins()
    {
        MeasuredSpectrum s = Read($"# X , Y , E in meV\n1\n{Rows(i => $"{i},{i},1")}10\n2\n{Rows(i => $"{i},{i},1")}10\n");
        double unit = Constants.MillielectronvoltInWavenumbers;
        Assert.Equal(0, s.Lower[0]);
        Assert.Equal(unit, s.Upper[0], 1e-12);
        Assert.Equal(0.5 * unit, s.Energies[0], 1e-12);
        Assert.Equal(10 * unit, s.Upper[^1], 1e-12);
        Assert.Equal(10, s.Count);
    }

    [Fact]
    public void Mantid_WhatWeWrite_IsReadBack()
    {
        double[] x = [.. Enumerable.Range(0, 20).Select(i => i + 0.5)];
        MantidAscii.Write(Path.Combine(folder, "own.dat"), "barn", [new("a", x, Array.ConvertAll(x, Math.Sqrt)), new("b", x, Array.ConvertAll(x, Math.Exp))], ["title"]);
        MeasuredSpectrum s = MeasuredSpectrumFile.Read(Path.Combine(folder, "own.dat"), new() { Spectrum = 2 });
        Assert.Equal(x, s.Energies);
        Assert.Equal(Array.ConvertAll(x, Math.Exp), s.Intensities);
        Assert.Null(s.Errors); // zeros: nothing was counted
    }

    [Theory]
    [InlineData("Energy (meV),Intensity,Error\n", ",", "meV", true)]
    [InlineData("energy_transfer_cm-1;counts;err\n", ";", "cm-1", true)]
    [InlineData("Wavenumber\tI\n", "\t", "cm-1", false)]
    [InlineData("# x in cm^-1\n", " ", "cm-1", false)]
    public void Csv_AnyDelimiter_IsRead(string header, string delimiter, string unit, bool hasErrors)
    {
        MeasuredSpectrum s = Read(header + Rows(i => string.Join(delimiter, (string[])[$"{i}.5", $"{3 * i}", .. hasErrors ? new[] { "0.1" } : []])));
        Assert.Equal(1.5 * EnergyUnit.Parse(unit).Wavenumbers, s.Energies[1], 1e-12);
        Assert.Equal([0, 3, 6], s.Intensities[..3]);
        Assert.Equal(hasErrors, s.Errors is not null);
    }

    [Fact]
    public void Csv_ColumnsInAnyOrder_AreKnownByName()
    {
        MeasuredSpectrum s = Read("sigma,forward,energy (cm-1),backward\n" + Rows(i => $"0.1,{i},{10 * i},{7 * i}"), new() { Column = "backward" });
        Assert.Equal([0, 10, 20], s.Energies[..3]);
        Assert.Equal([0, 7, 14], s.Intensities[..3]);
        Assert.Contains("forward", Refusal("energy (cm-1),forward\n" + Rows(i => $"{i},1"), new() { Column = "sideways" }), StringComparison.Ordinal);
    }

    [Fact]
    public void Csv_DecimalCommasBetweenSemicolons_AreRead() => Assert.Equal(1.25, Read("energy cm-1;I\n" + Rows(i => $"{i},25;{i}"))!.Energies[1]);

    [Fact]
    public void FallingEnergies_AreTurned()
    {
        MeasuredSpectrum s = Read("# cm-1\n" + Rows(i => $"{100 - i} {i}"));
        Assert.Equal(91, s.Energies[0]);
        Assert.Equal(9, s.Intensities[0]);
    }

    [Fact]
    public void MaskedPointsAndZeroErrors_AreToldOf()
    {
        MeasuredSpectrum s = Read("# cm-1, X , Y , E\n" + Rows(i => $"{i},{(i == 4 ? "nan" : "1")},{(i == 2 ? 0 : 1)}"));
        Assert.Equal(9, s.Count);
        Assert.Equal(double.NaN, s.Errors![2]);
        Assert.Equal([3.5, 5.5], [s.Upper[3], s.Upper[4]]);
        Assert.Equal(2, s.Notes.Count);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("hello\nworld\n", "no rows of numbers")]
    [InlineData("# cm-1\n1 2\n2 3\n", "only 2 points")]
    [InlineData("1 1\n2 1\n3 1\n4 1\n5 1\n6 1\n7 1\n8 1\n", "unit")]
    [InlineData("# cm-1\n1 1\n2 1\n2 1\n4 1\n5 1\n6 1\n7 1\n8 1\n", "rise nor fall")]
    [InlineData("# cm-1\n1 1\n2 1\n3 1\nend\n5 1\n6 1\n7 1\n8 1\n", "line 5")]
    [InlineData("# cm-1\n1 1\n2 1\n3 1 9\n4 1\n5 1\n6 1\n7 1\n8 1\n", "line 4")]
    [InlineData("# cm-1\n1 1 -1\n2 1 1\n3 1 1\n4 1 1\n5 1 1\n6 1 1\n7 1 1\n8 1 1\n", "negative")]
    [InlineData("# cm-1\n1 1\n2 1e300\n3 1\n4 1\n5 1\n6 1\n7 1\n8 1\n", "1e100")]
    [InlineData("# cm-1\n1 1\n2 1\n1e30 1\n4e30 1\n5e30 1\n6e31 1\n7e32 1\n8e33 1\n", "beyond")]
    [InlineData("# cm-1\n1 1\0\n", "not a text")]
    public void Damaged_IsRefusedWithTheReason(string text, string named) => Assert.Contains(named, Refusal(text), StringComparison.Ordinal);

    [Fact]
    public void AnyDamage_GivesASoundSpectrumOrAnErrorOfOneLine()
    {
        Random random = new(8);
        string[] seeds =
        [
            " T    S\nC    (CM-1)         COUNTS           ERROR\n" + Rows(i => $"  {i}.0E+01  1.{i}E+00  1.0E-02"),
            "# X , Y , E cm-1\n1\n" + Rows(i => $"{i},{i},1") + "10\n2\n" + Rows(i => $"{i},{i},1") + "10\n",
            "energy meV;I;err\n" + Rows(i => $"{i},5;{i};1"),
        ];
        for (int n = 0; n < Mutants; n++)
        {
            try
            {
                MeasuredSpectrum s = Read(FileMutator.Text(seeds[n % seeds.Length], random));
                Assert.True(s.Count >= 8 && s.Energies.Length == s.Intensities.Length && s.Lower.Length == s.Upper.Length && (s.Errors is null || s.Errors.Length == s.Count));
                Assert.True(s.Energies.Zip(s.Energies.Skip(1)).All(p => p.Second > p.First) && s.Intensities.All(double.IsFinite) && s.Lower.Zip(s.Upper).All(p => p.Second > p.First));
            }
            catch (InsInputException e)
            {
                Assert.DoesNotContain('\n', e.Message);
            }
        }
    }

    static string Rows(Func<int, string> row) => string.Concat(Enumerable.Range(0, 10).Select(i => string.Create(CultureInfo.InvariantCulture, $"{row(i)}\n")));

    string Refusal(string text, MeasuredFileOptions? options = null) => Assert.Throws<InsInputException>(() => Read(text, options)).Message;

    MeasuredSpectrum Read(string text, MeasuredFileOptions? options = null)
    {
        string path = Path.Combine(folder, "measured.dat");
        File.WriteAllText(path, text);
        return MeasuredSpectrumFile.Read(path, options);
    }
}
