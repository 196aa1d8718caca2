using InsCore.Structures;
using Xunit;

namespace InsCore.Tests.Structures;

public sealed class PrimitiveCellTests
{
    // Å.
    const double Rounding = 1e-9;

    [Fact]
    public void Rock_salt_has_two_atoms_in_a_quarter_of_the_volume()
    {
        PrimitiveCell cell = Find(TestCrystals.RockSalt);
        Assert.Equal([11, 17], cell.Crystal.AtomicNumbers.ToArray());
        Assert.Equal(TestCrystals.RockSalt.Volume / 4, cell.Crystal.Volume, Rounding);
        Assert.Equal(5.64 / Math.Sqrt(2), cell.Crystal.PeriodicLattice.Lengths.X, Rounding);
        Assert.Equal(5.64 / Math.Sqrt(2), cell.Crystal.PeriodicLattice.Lengths.Z, Rounding);
    }

    [Fact]
    public void A_primitive_cell_stays_as_it_is()
    {
        PrimitiveCell cell = Find(TestCrystals.LeftHandedSilicon);
        Assert.Equal(TestCrystals.LeftHandedSilicon.PeriodicLattice.Vectors, cell.Crystal.PeriodicLattice.Vectors);
        Assert.Equal(TestCrystals.LeftHandedSilicon.Positions, cell.Crystal.Positions);
        Assert.Equal([0, 1], cell.PrimitiveAtoms);
    }

    [Theory]
    [InlineData("2 0 0 0 1 0 0 0 3")]
    [InlineData("1 1 0 0 1 1 1 0 1")]
    [InlineData("2 1 0 0 3 1 1 0 2")]
    [InlineData("2 2 -2 1 -1 1 -1 1 1")]
    public void A_supercell_leads_back_to_its_unit_cell(string numbers)
    {
        double[] m = [.. numbers.Split(' ').Select(double.Parse)];
        Crystal unit = TestCrystals.Triclinic;
        Supercell supercell = new(unit, new Matrix3d(m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7], m[8]));
        PrimitiveCell cell = Find(supercell.Crystal);
        Assert.Equal(unit.AtomCount, cell.Crystal.AtomCount);
        Assert.Equal(unit.Volume, cell.Crystal.Volume, Rounding);
        Assert.Equal(unit.PeriodicLattice.ShortestTranslation, cell.Crystal.PeriodicLattice.Lengths.X, Rounding);
        Assert.Equal(supercell.Crystal.PeriodicLattice.IsRightHanded, cell.Crystal.PeriodicLattice.IsRightHanded);
        AssertMapping(supercell.Crystal, cell);
    }

    [Fact]
    public void Every_atom_of_a_conventional_cell_is_a_primitive_one_and_a_lattice_vector() =>
        AssertMapping(TestCrystals.RockSalt, Find(TestCrystals.RockSalt));

    static void AssertMapping(Crystal crystal, PrimitiveCell cell)
    {
        Lattice lattice = cell.Crystal.PeriodicLattice;
        Assert.InRange(TestCrystals.LargestDifference(cell.Matrix * lattice.Vectors, crystal.PeriodicLattice.Vectors), 0, Rounding);
        for (int i = 0; i < crystal.AtomCount; i++)
        {
            Vector3d place = cell.Crystal.Positions[cell.PrimitiveAtoms[i]] + lattice.ToCartesian(cell.Shifts[i]);
            Assert.InRange((place - crystal.Positions[i]).Norm, 0, Rounding);
            Assert.Equal(crystal.AtomicNumbers[i], cell.Crystal.AtomicNumbers[cell.PrimitiveAtoms[i]]);
        }
    }

    static PrimitiveCell Find(Crystal crystal)
    {
        SpaceGroup group = SpaceGroup.Find(crystal);
        Assert.SkipUnless(group.Warning is null, group.Warning ?? "");
        return PrimitiveCell.Of(crystal, group);
    }
}
