using InsCore.Phonons;
using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Structures.Files;

public sealed class CastepCellReaderTests
{
    // Å.
    const double Rounding = 1e-12;

    const string Content = """
        ! a comment
        %BLOCK Lattice_Cart
        bohr   # unit
        8 0 0
        COMMENT nothing
        0 10 0
        1 0 12
        %ENDBLOCK lattice_cart

        %block positions_frac
        Si 0.0 0.0 0.0 SPIN= 1.0
        H:1 0.5 0.5 0.5
        8 0.25 0.25 0.25
        %endblock positions_frac
        fix_com : true
        %block species_mass
        amu
        H:1 2.014
        %endblock species_mass
        """;

    [Fact]
    public void Blocks_units_labels_and_masses_are_read()
    {
        const double Bohr = 0.529177210544;
        Crystal crystal = FileText.Read("a.cell", Content);
        Assert.Equal(0, TestCrystals.LargestDifference(new Matrix3d(8, 0, 0, 0, 10, 0, 1, 0, 12), (1 / Bohr) * crystal.PeriodicLattice.Vectors), Rounding);
        Assert.Equal([14, 1, 8], crystal.AtomicNumbers.ToArray());
        Assert.Equal([28.085, 2.014, 15.999], crystal.Masses.ToArray());
        Assert.Equal(0, (crystal.Positions[1] - (Bohr * new Vector3d(4.5, 5, 6))).Norm, Rounding);
    }

    [Fact]
    public void Cell_parameters_and_absolute_positions_are_read()
    {
        Crystal crystal = FileText.Read("a.cell", """
            %BLOCK LATTICE_ABC
            0.5 0.6 0.7
            90 90 90
            %ENDBLOCK LATTICE_ABC
            %BLOCK POSITIONS_ABS
            C 0.1 0.2 0.3
            %ENDBLOCK POSITIONS_ABS
            """.Replace("0.5 0.6", "nm\n0.5 0.6"));
        Assert.Equal(new Vector3d(5, 6, 7), crystal.PeriodicLattice.Lengths);
        Assert.Equal(new Vector3d(0.1, 0.2, 0.3), crystal.Positions[0]);
    }

    [Theory]
    [InlineData("quartz", 9, "O6Si3", 109.097)]
    [InlineData("Si2-sc-skew", 2, "Si2", 39.17)]
    public void Published_cells_are_read(string name, int atoms, string formula, double volume)
    {
        Crystal crystal = StructureFile.Read(TestData.Shared($"peer-data/euphonic/castep_files/{name}/{name}.cell"));
        Assert.Equal(atoms, crystal.AtomCount);
        Assert.Equal(formula, crystal.Formula);
        Assert.InRange(crystal.Volume, 0.9999 * volume, 1.0001 * volume);

        // What CASTEP made of it; the file gives fifteen decimals.
        Crystal computed = PhononInput.Read(TestData.Shared($"peer-data/euphonic/castep_files/{name}/{name}.castep_bin")).ForceConstants!.Crystal;
        double error = Enumerable.Range(0, 3).Max(k => (crystal.PeriodicLattice.Vectors.Row(k) - computed.PeriodicLattice.Vectors.Row(k)).Norm);
        for (int i = 0; i < atoms; i++)
        {
            Vector3d apart = (crystal.PeriodicLattice.ToFractional(crystal.Positions[i]) - computed.PeriodicLattice.ToFractional(computed.Positions[i])).WrapToNearest();
            error = Math.Max(error, crystal.PeriodicLattice.ToCartesian(apart).Norm);
        }

        AchievedError.Check($"Structures: CASTEP .cell of {name} (Å)", "cell in .castep_bin", error, 1e-6);
    }

    [Theory]
    [InlineData("bohr", "furlong", "line 3", "not a unit of length")]
    [InlineData("8 0 0\n", "", "has 2 lines")]
    [InlineData("8 0 0\n", "0 0 0\n", "span no volume")]
    [InlineData("8 0 0\n", "8 0 nan\n", "line 4", "not a finite number")]
    [InlineData("%ENDBLOCK lattice_cart\n", "", "nested, not opened or there twice")]
    [InlineData("%ENDBLOCK lattice_cart", "%ENDBLOCK lattice_abc", "line 8")]
    [InlineData("positions_frac", "positions", "0 blocks of positions_frac")]
    [InlineData("Lattice_Cart", "Lattice_Cart\n%endblock lattice_cart\n%block lattice_cart", "there twice")]
    [InlineData("Si 0.0", "Sx 0.0", "line 11", "not a chemical element")]
    [InlineData("Si 0.0 0.0 0.0 SPIN= 1.0", "Si 0.0 0.0", "line 11", "three numbers")]
    [InlineData("Si 0.0 0.0 0.0 SPIN= 1.0", "Si 0 0 0 MIXTURE:(1 0.5)", "line 11", "shared by several elements")]
    [InlineData("Si 0.0", "Si 0.5 0.5 0.5\nSi 0.0", "nearer than 0.1")]
    [InlineData("H:1 2.014", "H:1 -2", "mass is not positive")]
    [InlineData("amu", "kg", "unit of mass")]
    public void Wrong_content_is_refused(string old, string replacement, params string[] words)
    {
        Assert.Contains(old, Content, StringComparison.Ordinal);
        FileText.AssertRefused("bad.cell", Content.Replace(old, replacement), words);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("fix_com : true", "0 blocks of lattice_cart")]
    [InlineData("%block lattice_cart\n1 0 0\n", "ends before %ENDBLOCK")]
    [InlineData("%block lattice_cart\n1 0 0\n0 1 0\n0 0 1\n%endblock lattice_cart\n%block positions_frac\n%endblock positions_frac", "holds no atoms")]
    public void Damaged_files_are_refused(string content, params string[] words) =>
        FileText.AssertRefused("bad.cell", content, words);
}
