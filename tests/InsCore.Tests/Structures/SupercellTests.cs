using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Structures;

public sealed class SupercellTests
{
    // Å.
    const double Rounding = 1e-10;

    public static TheoryData<string> Matrices =>
    [
        "2 0 0 0 3 0 0 0 1",
        "1 1 0 0 1 1 1 0 1",
        "-1 1 1 1 -1 1 1 1 -1",
        "2 2 -2 1 -1 1 -1 1 1", // determinant -8, the shape of a published phonon calculation of silicon
        "0 1 0 1 0 0 0 0 1",
    ];

    [Theory]
    [MemberData(nameof(Matrices))]
    public void Every_atom_is_its_unit_atom_and_a_lattice_vector(string numbers)
    {
        double[] m = [.. numbers.Split(' ').Select(double.Parse)];
        Crystal unit = TestCrystals.Triclinic;
        Supercell supercell = new(unit, new Matrix3d(m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7], m[8]));
        Assert.Equal(Math.Abs(Math.Round(supercell.Matrix.Determinant)), supercell.ImageCount);
        Assert.Equal(unit.AtomCount * supercell.ImageCount, supercell.Crystal.AtomCount);
        Assert.Equal(unit.Volume * supercell.ImageCount, supercell.Crystal.Volume, Rounding);
        for (int i = 0; i < supercell.Crystal.AtomCount; i++)
        {
            int atom = supercell.UnitAtoms[i];
            Vector3d expected = unit.Positions[atom] + unit.PeriodicLattice.ToCartesian(supercell.Shifts[i]);
            Assert.InRange((supercell.Crystal.Positions[i] - expected).Norm, 0, Rounding);
            Assert.Equal(unit.AtomicNumbers[atom], supercell.Crystal.AtomicNumbers[i]);
            Assert.Equal(unit.Masses[atom], supercell.Crystal.Masses[i]);
        }

        // All different: no atom sits on another, periodic images included.
        Assert.InRange(SmallestDistance(supercell.Crystal), 1, 10);
    }

    [Fact]
    public void Images_of_an_atom_follow_each_other_with_the_first_axis_fastest()
    {
        Supercell supercell = new(TestCrystals.Triclinic, 2, 1, 2);
        Assert.Equal([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2], supercell.UnitAtoms);
        Assert.Equal([new(0, 0, 0), new(1, 0, 0), new(0, 0, 1), new(1, 0, 1)], supercell.Shifts.Take(4));
    }

    [Fact]
    public void The_order_is_that_of_phonopy()
    {
        using StreamReader reader = new(TestData.Shared("peer-data/phonopy/example/NaCl/phonopy_disp.yaml"));
        string text = reader.ReadToEnd();
        double[] theirs = [.. System.Text.RegularExpressions.Regex.Matches(
            text[text.IndexOf("\nsupercell:", StringComparison.Ordinal)..], @"coordinates: \[\s*([-0-9.]+),\s*([-0-9.]+),\s*([-0-9.]+)")
            .SelectMany(m => Enumerable.Range(1, 3).Select(g => double.Parse(m.Groups[g].Value, System.Globalization.CultureInfo.InvariantCulture)))];
        Crystal unit = StructureFile.Read(TestData.Shared("peer-data/phonopy/example/NaCl/POSCAR-unitcell"));
        Vector3d[] ours = new Supercell(unit, 2, 2, 2).Crystal.FractionalPositions();
        Assert.Equal(3 * ours.Length, theirs.Length);
        for (int i = 0; i < ours.Length; i++)
        {
            Vector3d step = ours[i] - new Vector3d(theirs[3 * i], theirs[(3 * i) + 1], theirs[(3 * i) + 2]);
            Assert.InRange(step.WrapToNearest().Norm, 0, Rounding);
        }
    }

    [Theory]
    [InlineData("1 0 0 0 0 0 0 0 1")]
    [InlineData("1.5 0 0 0 1 0 0 0 1")]
    [InlineData("100000 0 0 0 100000 0 0 0 1")]
    [InlineData("1 100000 0 0 1 100000 100000 0 1")]
    [InlineData("NaN 0 0 0 1 0 0 0 1")]
    public void Impossible_matrices_are_refused(string numbers)
    {
        double[] m = [.. numbers.Split(' ').Select(double.Parse)];
        Assert.Throws<ArgumentException>(
            () => new Supercell(TestCrystals.Triclinic, new Matrix3d(m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7], m[8])));
    }

    [Fact]
    public void Orthogonal_cells_are_repeated_until_their_edges_reach_the_distance()
    {
        Lattice lattice = new(Matrix3d.Diagonal(4, 7, 12));
        Assert.Equal((3, 2, 1), Supercell.ForDistance(lattice, 12));
        Assert.Equal((4, 2, 2), Supercell.ForDistance(lattice, 12.1));
        Assert.Equal((1, 1, 1), Supercell.ForDistance(lattice, 0.1));
    }

    [Fact]
    public void Skewed_cells_count_their_true_shortest_vector()
    {
        // c + a is 3 Å long although the edges are 10, 10 and about 10.4.
        Lattice lattice = new(new Matrix3d(10, 0, 0, 0, 10, 0, -10, 0, 3));
        (int a, int b, int c) = Supercell.ForDistance(lattice, 9);
        Lattice supercell = new(Matrix3d.Diagonal(a, b, c) * lattice.Vectors);
        Assert.True(supercell.ShortestTranslation >= 9);
        Assert.Equal(3, a * b * c);
    }

    [Fact]
    public void The_smallest_supercell_is_found_by_search_of_all()
    {
        Random random = new(3);
        for (int n = 0; n < 20; n++)
        {
            Vector3d lengths = new(3 + (4 * random.NextDouble()), 3 + (4 * random.NextDouble()), 3 + (4 * random.NextDouble()));
            Vector3d angles = new(65 + (50 * random.NextDouble()), 65 + (50 * random.NextDouble()), 65 + (50 * random.NextDouble()));
            Lattice lattice = Lattice.FromParameters(lengths, angles);
            (int a, int b, int c) = Supercell.ForDistance(lattice, 8);
            int least = (from i in Enumerable.Range(1, 6)
                         from j in Enumerable.Range(1, 6)
                         from k in Enumerable.Range(1, 6)
                         where new Lattice(Matrix3d.Diagonal(i, j, k) * lattice.Vectors).ShortestTranslation >= 8
                         select i * j * k).Min();
            Assert.Equal(least, a * b * c);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(1e9)]
    public void Impossible_distances_are_refused(double distance) =>
        Assert.Throws<ArgumentException>(() => Supercell.ForDistance(TestCrystals.RockSalt.PeriodicLattice, distance));

    static double SmallestDistance(Crystal crystal)
    {
        double least = double.MaxValue;
        Vector3d[] x = crystal.FractionalPositions();
        for (int i = 0; i < x.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                for (int n = 0; n < 27; n++)
                {
                    Vector3d step = (x[i] - x[j]).WrapToNearest() + new Vector3d((n % 3) - 1, (n / 3 % 3) - 1, (n / 9) - 1);
                    least = Math.Min(least, crystal.PeriodicLattice.ToCartesian(step).Norm);
                }
            }
        }

        return least;
    }
}
