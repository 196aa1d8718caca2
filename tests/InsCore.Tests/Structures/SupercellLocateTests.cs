using InsCore.Structures;
using InsCore.Tests.Phonons;
using Xunit;

namespace InsCore.Tests.Structures;

public sealed class SupercellLocateTests
{
    static readonly Matrix3d Skew = new(2, 2, -2, 1, -1, 1, -1, 1, 1);

    [Fact]
    public void Locate_ShuffledImages_FindsEachAtom()
    {
        Supercell supercell = new(TestCrystals.Triclinic, Skew);
        Random random = new(3);
        int[] order = [.. Enumerable.Range(0, supercell.Crystal.AtomCount)];
        random.Shuffle(order);
        Vector3d[] positions = Array.ConvertAll(
            order,
            s => supercell.Crystal.Positions[s] + (new Vector3d(random.Next(-2, 3), random.Next(-2, 3), random.Next(-2, 3)) * supercell.Crystal.PeriodicLattice.Vectors));
        Assert.Equal(order, supercell.Locate(positions));
    }

    [Fact]
    public void Locate_SamePlaceTwice_NamesBothAtoms()
    {
        Supercell supercell = new(TestCrystals.Triclinic, 2, 1, 1);
        Vector3d[] positions = supercell.Crystal.Positions.ToArray();
        positions[1] = positions[0];
        Assert.Contains("1 and 2", Assert.Throws<ArgumentException>(() => supercell.Locate(positions)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Locate_StrangePlace_NamesTheAtom()
    {
        Supercell supercell = new(TestCrystals.Triclinic, 2, 1, 1);
        Vector3d[] positions = supercell.Crystal.Positions.ToArray();
        positions[2] += new Vector3d(0.4, 0, 0);
        Assert.Contains("atom 3", Assert.Throws<ArgumentException>(() => supercell.Locate(positions)).Message, StringComparison.Ordinal);
    }
}
