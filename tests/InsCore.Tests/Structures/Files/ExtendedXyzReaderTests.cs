using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Structures.Files;

public sealed class ExtendedXyzReaderTests
{
    const string Frame = """
        2
        Lattice="4 0 0 0 5 0 0.5 0 6" Properties=species:S:1:pos:R:3:forces:R:3 energy=-1.5 note="a b" pbc="T T T"
        C 0 0 0 0.1 0.2 0.3
        O 1 2 3 0.1 0.2 0.3

        """;

    [Fact]
    public void A_frame_is_read()
    {
        Crystal crystal = FileText.Read("a.extxyz", Frame);
        Assert.Equal(new Matrix3d(4, 0, 0, 0, 5, 0, 0.5, 0, 6), crystal.PeriodicLattice.Vectors);
        Assert.Equal([6, 8], crystal.AtomicNumbers.ToArray());
        Assert.Equal(new Vector3d(1, 2, 3), crystal.Positions[1]);
    }

    [Fact]
    public void Of_several_frames_the_last_is_read()
    {
        Crystal crystal = FileText.Read("a.xyz", Frame + "\n" + Frame.Replace("1 2 3", "1 2 4") + "\n\n");
        Assert.Equal(new Vector3d(1, 2, 4), crystal.Positions[1]);
    }

    [Fact]
    public void Columns_may_come_in_any_order_and_give_masses_and_numbers()
    {
        const string Content = """
            2
            properties=id:I:1:pos:R:3:masses:R:1:Z:I:1 Lattice=[[4,0,0],[0,5,0],[0,0,6]] flag tags={"a": [1, 2]}
            1 0 0 0 2.014 1
            2 1 1 1 16.5 8
            """;
        Crystal crystal = FileText.Read("a.xyz", Content);
        Assert.Equal([1, 8], crystal.AtomicNumbers.ToArray());
        Assert.Equal([2.014, 16.5], crystal.Masses.ToArray());
        Assert.Equal(120, crystal.Volume, 1e-12);
    }

    [Theory]
    [InlineData("peer-data/janus-core/benzene.xyz", "C6H6")]
    [InlineData("peer-data/janus-core/toluene.xyz", "C7H8")]
    public void Molecules_are_read(string file, string formula)
    {
        Crystal molecule = StructureFile.Read(TestData.Shared(file));
        Assert.Null(molecule.Lattice);
        Assert.Equal(formula, molecule.Formula);
    }

    [Fact]
    public void Results_of_other_programs_are_read()
    {
        Crystal salt = StructureFile.Read(TestData.Shared("peer-data/janus-core/NaCl-results.extxyz"));
        Assert.Equal("Cl4Na4", salt.Formula);
        Assert.Equal(5.64, salt.PeriodicLattice.Lengths.X);
    }

    [Fact]
    public void Plain_xyz_may_have_any_comment()
    {
        Crystal molecule = FileText.Read("a.xyz", "2\nToluene's \"structure\nC 0 0 0 0.5\nD 0 0 1.1 -0.5\n");
        Assert.Null(molecule.Lattice);
        Assert.Equal(2.01410177812, molecule.Masses[1]);
    }

    [Theory]
    [InlineData("pbc=\"T T T\"", "pbc=\"T T F\"", "line 2", "in all directions or in none")]
    [InlineData("pbc=\"T T T\"", "pbc=\"T T T", "line 2", "quotation is not closed")]
    [InlineData("Lattice=\"4 0 0 0 5 0 0.5 0 6\"", "", "line 2", "nine numbers")]
    [InlineData("Lattice=\"4 0 0", "Lattice=\"4 0", "nine numbers")]
    [InlineData("Lattice=\"4 0 0", "Lattice=\"0 0 0", "span no volume")]
    [InlineData("Lattice=\"4 0 0", "Lattice=\"nan 0 0", "not a finite number")]
    [InlineData("Lattice=\"4 0 0", "Lattice={\"4 0 0", "not closed")]
    [InlineData("pos:R:3", "pos:R:2", "does not name the columns")]
    [InlineData("pos:R:3", "pos:R:x", "columns of")]
    [InlineData("forces:R:3", "forces:R:999999999", "columns of")]
    [InlineData("forces:R:3", "forces:R:9", "line 3", "columns where")]
    [InlineData("species:S:1", "name:S:1", "does not name the columns")]
    [InlineData("forces:R:3", "forces:R", "does not name the columns")]
    [InlineData("O 1 2 3", "O 1 2 inf", "line 4", "not a finite number")]
    [InlineData("O 1 2 3", "Q 1 2 3", "line 4", "'Q' is not a chemical element")]
    [InlineData("O 1 2 3", "119 1 2 3", "not a chemical element")]
    [InlineData("O 1 2 3", "O 0 0 0.05", "line 4", "nearer than 0.1", "line 3")]
    [InlineData("O 1 2 3", "O 0.5 0.02 5.99", "nearer than 0.1")]
    [InlineData("O 1 2 3", "O 1 2 1e30", "farther out")]
    [InlineData("2\n", "3\n", "ends before the 3 atoms")]
    [InlineData("2\n", "0\n", "line 1", "not a number of atoms")]
    [InlineData("2\n", "-2\n", "not a number of atoms")]
    [InlineData("2\n", "99999999999999\n", "not a number of atoms")]
    [InlineData("2\n", "2000000000\n", "ends before")]
    [InlineData("2\n", "1\n", "line 4", "not a number of atoms")]
    public void Wrong_content_is_refused(string old, string replacement, params string[] words)
    {
        Assert.Contains(old, Frame, StringComparison.Ordinal);
        FileText.AssertRefused("bad.extxyz", Frame.Replace(old, replacement), words);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("\0\u0001", "not a text file")]
    [InlineData("2", "ends before")]
    [InlineData("1\nmasses=yes pbc=\"F F F\"\nC 0 0", "columns where")]
    [InlineData("1\nProperties=species:S:1:pos:R:3:mass:R:1\nC 0 0 0 -1", "is not positive")]
    public void Damaged_files_are_refused(string content, params string[] words) =>
        FileText.AssertRefused("bad.xyz", content, words);
}
