using InsCore.Phonons.Files;
using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Structures.Files;

public sealed class PoscarReaderTests
{
    // Å.
    const double Rounding = 1e-12;

    const string Content = """
        a title
        2.0
        2 0 0
        0 2.5 0
        0.25 0 3
        Na_pv Cl/1a2b
        1 2
        Direct
        0 0 0
        0.5 0.5 0.5
        0.25 0.25 0.25

        0 0 0
        """;

    [Fact]
    public void Fractional_coordinates_and_a_factor_are_read()
    {
        Crystal crystal = FileText.Read("POSCAR", Content);
        Assert.Equal(new Matrix3d(4, 0, 0, 0, 5, 0, 0.5, 0, 6), crystal.PeriodicLattice.Vectors);
        Assert.Equal([11, 17, 17], crystal.AtomicNumbers.ToArray());
        Assert.Equal(new Vector3d(2.25, 2.5, 3), crystal.Positions[1]);
    }

    [Fact]
    public void Cartesian_coordinates_selective_dynamics_and_flags_are_read()
    {
        string content = Content.Replace("Direct", "Selective dynamics\nkartesian").Replace("0.5 0.5 0.5", "0.5 0.75 1 T F T ! Cl");
        Assert.Equal(new Vector3d(1, 1.5, 2), FileText.Read("CONTCAR", content).Positions[1]);
    }

    [Fact]
    public void A_negative_scale_is_the_volume() =>
        Assert.Equal(240, FileText.Read("x.vasp", Content.Replace("2.0\n", "-240\n")).Volume, Rounding * 1e3);

    [Fact]
    public void Three_scales_stretch_the_axes()
    {
        Crystal crystal = FileText.Read("POSCAR-x", Content.Replace("2.0\n", "2 1 3\n").Replace("Direct", "Cartesian"));
        Assert.Equal(new Matrix3d(4, 0, 0, 0, 2.5, 0, 0.5, 0, 9), crystal.PeriodicLattice.Vectors);
        Assert.Equal(new Vector3d(1, 0.5, 1.5), crystal.Positions[1]);
    }

    [Theory]
    [InlineData("example/NaCl/POSCAR-unitcell", "example/NaCl/phonopy_disp.yaml", "Cl4Na4", 5.6903014761756712)]
    [InlineData("example/MgO/POSCAR-unitcell", "example/MgO/phonopy_disp.yaml", "Mg4O4", 4.2555564654942897)]
    [InlineData("test/POSCAR_NaCl", "test/phonopy_disp_NaCl.yaml", "Cl4Na4", 5.6903014761756712)]
    public void Files_of_version_4_take_the_symbols_of_the_first_line(string file, string yaml, string formula, double edge)
    {
        Crystal crystal = StructureFile.Read(TestData.Shared($"peer-data/phonopy/{file}"));
        Assert.Equal(formula, crystal.Formula);
        Assert.Equal(edge, crystal.PeriodicLattice.Lengths.X, Rounding);

        // phonopy's own reading of it, printed with fifteen decimals.
        PhononSource source = PhononSource.Open(TestData.Shared($"peer-data/phonopy/{yaml}"));
        Crystal known = PhonopyCells.ReadCell(source, YamlFile.Parse(source).Root["unit_cell"], 1)!;
        double error = crystal.Positions.ToArray().Zip(known.Positions.ToArray(), (a, b) => (a - b).Norm).Max();
        AchievedError.Check("Structures: POSCAR (Å)", "phonopy's reading of it, NaCl and MgO", error, 1e-12);
    }

    [Fact]
    public void Left_handed_axes_are_kept()
    {
        Crystal crystal = FileText.Read("POSCAR", Content.Replace("2 0 0\n", "-2 0 0\n"));
        Assert.False(crystal.PeriodicLattice.IsRightHanded);
        Assert.Equal(-4, crystal.PeriodicLattice.Vectors[0, 0]);
    }

    [Theory]
    [InlineData("Na_pv Cl/1a2b\n", "", "line 6", "not named", "insert a line of symbols")]
    [InlineData("Na_pv Cl/1a2b", "Na Xy", "line 6", "'Xy' is not a chemical element")]
    [InlineData("1 2\n", "1\n", "line 7", "no number of atoms for each")]
    [InlineData("1 2\n", "1 -2\n", "no number of atoms for each")]
    [InlineData("1 2\n", "1 2.5\n", "no number of atoms for each")]
    [InlineData("1 2\n", "1 2000000000\n", "more than 100000 atoms")]
    [InlineData("1 2\n", "1 99999\n", "ends before")]
    [InlineData("1 2\n", "0 0\n", "holds no atoms")]
    [InlineData("2.0\n", "0\n", "line 2", "the scale")]
    [InlineData("2.0\n", "x\n", "the scale")]
    [InlineData("2.0\n", "nan\n", "line 2", "not a finite number")]
    [InlineData("2 0 0\n", "0 0 0\n", "line 3", "span no volume")]
    [InlineData("2 0 0\n", "2 0\n", "line 3", "three numbers are missing")]
    [InlineData("Direct", "0 0 0", "line 8", "neither Direct nor Cartesian")]
    [InlineData("0.5 0.5 0.5", "0.5 0.5 1e400", "line 10", "not a finite number")]
    [InlineData("0.5 0.5 0.5", "1.0 0.0 0.001", "line 10", "nearer than 0.1")]
    public void Wrong_content_is_refused(string old, string replacement, params string[] words)
    {
        Assert.Contains(old, Content, StringComparison.Ordinal);
        FileText.AssertRefused("POSCAR", Content.Replace(old, replacement), words);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(10)]
    public void Truncated_files_are_refused(int lines) =>
        FileText.AssertRefused("POSCAR", string.Join('\n', Content.Split('\n').Take(lines)), "ends before", "truncated");
}
