using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Structures.Files;

public sealed class AimsGeometryReaderTests
{
    const string Content = """
        # a comment
        lattice_vector 4 0 0
        lattice_vector 0 5 0
        lattice_vector 0 0 6
        atom 1 2 3 C  # here
          constrain_relaxation .true.
        atom_frac 0.5 0 0 D
        """;

    [Fact]
    public void Atoms_in_both_coordinates_are_read()
    {
        Crystal crystal = FileText.Read("geometry.in", Content);
        Assert.Equal([6, 1], crystal.AtomicNumbers.ToArray());
        Assert.Equal(new Vector3d(1, 2, 3), crystal.Positions[0]);
        Assert.Equal(new Vector3d(2, 0, 0), crystal.Positions[1]);
        Assert.Equal(2.01410177812, crystal.Masses[1]);
    }

    [Fact]
    public void Without_lattice_vectors_it_is_a_molecule() =>
        Assert.Null(FileText.Read("geometry.in", "atom 0 0 0 C\natom 0 0 1.2 O").Lattice);

    [Fact]
    public void The_hexane_of_a_tutorial_is_read()
    {
        Crystal hexane = StructureFile.Read(TestData.Shared("peer-data/abins-tutorials/hexane_geometry.in"));
        Assert.Equal("C6H14", hexane.Formula);
        Assert.Equal(8.4808693210807995, hexane.PeriodicLattice.Vectors[2, 2]);
    }

    [Theory]
    [InlineData("lattice_vector 0 0 6\n", "", "2 lattice vectors")]
    [InlineData("0 0 6\n", "0 0 0\n", "span no volume")]
    [InlineData("0 0 6\n", "0 0 x\n", "line 4", "not a finite number")]
    [InlineData("atom 1 2 3 C", "atom 1 2 3", "line 5", "the element")]
    [InlineData("atom 1 2 3 C", "atom 1 2 C", "line 5", "not a finite number")]
    [InlineData("atom 1 2 3 C", "atom 1 2 3 Cx", "not a chemical element")]
    [InlineData("atom 1 2 3 C", "atom 2.05 0 0 C", "nearer than 0.1")]
    [InlineData("atom 1 2 3 C", "atom 1 2 Infinity C", "not a finite number")]
    public void Wrong_content_is_refused(string old, string replacement, params string[] words)
    {
        Assert.Contains(old, Content, StringComparison.Ordinal);
        FileText.AssertRefused("geometry.in", Content.Replace(old, replacement), words);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("hello", "holds no atoms")]
    [InlineData("atom_frac 0 0 0 C", "only with three lattice vectors")]
    public void Damaged_files_are_refused(string content, params string[] words) =>
        FileText.AssertRefused("geometry.in", content, words);
}
