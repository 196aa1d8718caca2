using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Structures;

/// <summary>Special points against what makes them special, for every lattice type and several shapes of each.</summary>
public class SpecialPointsTests
{
    const double BoundaryTolerance = 1e-9; // relative

    // Space group, centring and lengths and angles in the setting of the International Tables, each with the variant it must be.
    public static TheoryData<string, int, char, double[]> Lattices => new()
    {
        { "CUB", 221, 'P', [4, 4, 4, 90, 90, 90] },
        { "FCC", 225, 'F', [4, 4, 4, 90, 90, 90] },
        { "BCC", 229, 'I', [4, 4, 4, 90, 90, 90] },
        { "TET", 123, 'P', [4, 4, 6, 90, 90, 90] },
        { "TET", 123, 'P', [4, 4, 2, 90, 90, 90] },
        { "BCT1", 139, 'I', [5, 5, 4, 90, 90, 90] },
        { "BCT1", 139, 'I', [5, 5, 2, 90, 90, 90] },
        { "BCT2", 139, 'I', [4, 4, 5, 90, 90, 90] },
        { "BCT2", 139, 'I', [4, 4, 11, 90, 90, 90] },
        { "ORC", 47, 'P', [5, 3, 4, 90, 90, 90] },
        { "ORCF1", 69, 'F', [7, 3, 6, 90, 90, 90] },
        { "ORCF2", 69, 'F', [4, 3.7, 4.2, 90, 90, 90] },
        { "ORCF3", 69, 'F', [3, 5, 3.75, 90, 90, 90] },
        { "ORCI", 71, 'I', [5, 3, 4, 90, 90, 90] },
        { "ORCC", 65, 'C', [5, 3, 4, 90, 90, 90] },
        { "ORCC", 38, 'A', [5, 3, 4, 90, 90, 90] },
        { "HEX", 191, 'P', [3, 3, 5, 90, 90, 120] },
        { "HEX", 150, 'P', [5, 5, 3, 90, 90, 120] },
        { "RHL1", 166, 'R', [3, 3, 9, 90, 90, 120] },
        { "RHL2", 166, 'R', [6, 6, 4, 90, 90, 120] },
        { "MCL", 10, 'P', [5, 6, 7, 90, 105, 90] },
        { "MCL", 14, 'P', [7, 4, 5, 90, 130, 90] },
        { "MCLC1", 12, 'C', [4, 3.2, 9, 90, 95, 90] },
        { "MCLC1", 15, 'C', [9, 5, 6, 90, 110, 90] },
        { "MCLC2", 12, 'C', [4, 3.7587704831436333, 5, 90, 110, 90] },
        { "MCLC3", 12, 'C', [4, 9, 6, 90, 100, 90] },
        { "MCLC3", 12, 'C', [4, 9, 6, 90, 140, 90] },
        { "MCLC4", 12, 'C', [4, 4.4102449091537315, 5, 90, 110, 90] },
        { "MCLC5", 12, 'C', [4, 4.2, 4.5, 90, 107.5, 90] },
        { "TRIa", 2, 'P', [4, 5, 6, 75, 80, 85] },
        { "TRIb", 2, 'P', [4, 5, 6, 95, 98, 101] },
    };

    [Theory, MemberData(nameof(Lattices))]
    public void Of_EveryPointLiesOnTheBoundaryOfTheZone(string name, int number, char centring, double[] cell)
    {
        StandardLattice lattice = Standard(number, centring, cell);
        Assert.Equal(name, lattice.Type.ToString());
        Matrix3d reciprocal = lattice.Primitive.Inverse.Transpose;
        foreach ((string label, Vector3d point) in SpecialPoints.Of(lattice).Points.Where(p => p.Key != "Γ"))
        {
            // As near to Γ as to the nearest other point of the reciprocal lattice.
            Vector3d k = point * reciprocal;
            double other = double.PositiveInfinity;
            for (int i = 0; i < 1331; i++)
            {
                Vector3d g = new Vector3d((i / 121) - 5, (i / 11 % 11) - 5, (i % 11) - 5) * reciprocal;
                other = g == default ? other : Math.Min(other, (k - g).Norm);
            }

            double error = Math.Abs(other - k.Norm) / k.Norm;
            Assert.True(error < BoundaryTolerance, $"{name} {label}: |k| = {k.Norm}, distance to the nearest other point {other}");
            AchievedError.Check("Band paths: special points on the zone boundary, 23 lattice types (relative)", "definition of the Brillouin zone", error, BoundaryTolerance);
        }
    }

    [Theory, MemberData(nameof(Lattices))]
    public void Of_PathNamesKnownPointsAndStartsAtOnesItHas(string name, int number, char centring, double[] cell)
    {
        SpecialPoints special = SpecialPoints.Of(Standard(number, centring, cell));
        string[] names = special.Path.Split('-', '|');
        Assert.All(names, n => Assert.Contains(n, special.Points.Keys));
        Assert.Contains("Γ", names);
        Assert.True(name.Length > 0);
    }

    [Theory, MemberData(nameof(Lattices))]
    public void Of_PrimitiveCellHasTheVolumeOfTheCentring(string name, int number, char centring, double[] cell)
    {
        StandardLattice lattice = Standard(number, centring, cell);
        int share = centring switch { 'F' => 4, 'I' or 'C' or 'A' => 2, 'R' => 3, _ => 1 };
        double conventional = Lattice.FromParameters(new(cell[0], cell[1], cell[2]), new(cell[3], cell[4], cell[5])).Volume;
        Assert.Equal(conventional / share, Math.Abs(lattice.Primitive.Determinant), 1e-9);
        Assert.True(name.Length > 0);
    }

    [Fact]
    public void Of_Crystal_LeavesItWhereItIs()
    {
        // Face-centred cubic in a turned primitive cell with other vectors: the conventional cube is that of the crystal.
        Matrix3d turn = new Matrix3d(2, -1, 2, 2, 2, -1, -1, 2, 2);
        Lattice lattice = new((1.0 / 3) * (new Matrix3d(0, 2.6, 2.6, 2.6, 0, 2.6, 2.6, 5.2, 2.6) * turn));
        Crystal crystal = new(lattice, [18], [Vector3d.Zero]);
        SpaceGroup group = SpaceGroup.Find(crystal);
        Assert.SkipWhen(group.Warning is not null, group.Warning ?? "");
        StandardLattice standard = StandardLattice.Of(crystal, group);
        Assert.Equal(BravaisLattice.FCC, standard.Type);
        Assert.Equal(5.2, standard.Lengths.X, 1e-9);
        Matrix3d inCrystal = standard.Primitive * lattice.Inverse;
        for (int k = 0; k < 9; k++)
        {
            Assert.Equal(Math.Round(inCrystal[k / 3, k % 3]), inCrystal[k / 3, k % 3], 1e-9);
        }
    }

    static StandardLattice Standard(int number, char centring, double[] cell) => StandardLattice.Of(
        number, centring, Lattice.FromParameters(new(cell[0], cell[1], cell[2]), new(cell[3], cell[4], cell[5])).Vectors);
}
