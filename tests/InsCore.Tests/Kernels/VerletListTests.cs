using CsCheck;
using InsCore.Kernels;
using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Kernels;

public sealed class VerletListTests
{
    const double Cutoff = 3, Skin = 0.5;

    static readonly Matrix3d Cell = new(9, 0, 0, 1.5, -8, 0, -1, 2, 10);

    [Fact]
    public void Update_RandomWalkOfAtomsAndCell_GivesTheListOfEachStep() =>
        Gen.Select(Gen.Int[0, 10_000], Gen.Double[0.005, 0.12], Gen.Double[0, 0.02], Gen.Bool).Sample(
            (seed, step, strain, isMolecule) => CheckWalk(new Random(seed), step, strain, isMolecule), iter: 60);

    [Fact]
    public void Update_SmallMoves_SearchesOnce()
    {
        VerletList list = new(Cutoff, Skin);
        Vector3d[] positions = Atoms(40, new Random(1));
        Random random = new(2);
        for (int step = 0; step < 20; step++)
        {
            // Up to 0.24 Å along the diagonal: less than half the skin.
            Vector3d[] moved = Array.ConvertAll(positions, x => x + (0.14 * Cube(random)));
            list.Update(Cell, moved);
            if (step == 0)
            {
                positions = moved;
            }
        }

        Assert.Equal(1, list.Searches);
    }

    [Theory]
    [InlineData(0.97, true)]
    [InlineData(0.8, false)]
    [InlineData(1.2, true)]
    public void Update_ScaledCrystal_SearchesOnlyWherePairsCanBeMissed(double factor, bool holds)
    {
        VerletList list = new(Cutoff, Skin);
        Vector3d[] positions = Atoms(40, new Random(3));
        list.Update(Cell, positions);
        list.Update(factor * Cell, Array.ConvertAll(positions, x => factor * x));
        Assert.Equal(holds ? 1 : 2, list.Searches);
    }

    [Trait("needs", "libinscore")]
    [Fact]
    public void Update_AfterTheFirst_AllocatesNothing()
    {
        NativeKernelsTests.SkipWithoutLibrary(); // the managed search allocates its grid
        VerletList list = new(Cutoff, Skin);
        Random random = new(4);
        Vector3d[] positions = Atoms(200, random);
        list.Update(Cell, positions);
        long Step(double size)
        {
            for (int i = 0; i < positions.Length; i++)
            {
                positions[i] += size * Cube(random);
            }

            long before = GC.GetAllocatedBytesForCurrentThread();
            list.Update(Cell, positions);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        // A collection that another test starts meanwhile counts what was left of this thread's room.
        long Least(double size) => Enumerable.Range(0, 4).Min(_ => Step(size));

        Step(0.01);
        Assert.Equal(0, Least(0.01));
        Assert.Equal(1, list.Searches);
        Step(0.5);
        Assert.Equal(2, list.Searches);
        Assert.Equal(0, Least(0.5));
        Assert.Equal(6, list.Searches);
    }

    [Fact]
    public void Update_AfterAnotherHistory_GivesTheSameListInTheSameOrder()
    {
        Random random = new(5);
        Vector3d[] start = Atoms(60, random), now = Array.ConvertAll(start, x => x + (0.1 * Cube(random)));
        VerletList moved = new(Cutoff, Skin), fresh = new(Cutoff, Skin);
        moved.Update(Cell, start);
        NeighbourList a = moved.Update(Cell, now), b = fresh.Update(Cell, now);
        Assert.Equal(1, moved.Searches);
        Assert.Equal(Pairs(b), Pairs(a));
        Assert.Equal(b.Vector[..b.Count], a.Vector[..a.Count]);
    }

    [Fact]
    public void Update_AtomsThatMeet_AreRefusedAndTheListRecovers()
    {
        VerletList list = new(Cutoff, Skin);
        Vector3d[] positions = [new(1, 1, 1), new(1.2, 1, 1)];
        int pairs = list.Update(Cell, positions).Count;
        Assert.Throws<InsNumericalException>(() => list.Update(Cell, [new(1.1, 1, 1), new(1.1, 1, 1)]));
        Assert.Throws<InsNumericalException>(() => list.Update(Cell, [new(1, 1, 1), new(double.NaN, 1, 1)]));
        Assert.Throws<InsNumericalException>(() => list.Update(new Matrix3d(9, 0, 0, 0, double.NaN, 0, 0, 0, 9), positions));
        Assert.Equal(pairs, list.Update(Cell, positions).Count);
    }

    static void CheckWalk(Random random, double step, double strain, bool isMolecule)
    {
        VerletList list = new(Cutoff, Skin);
        Vector3d[] positions = Atoms(30, random);
        Matrix3d cell = Cell;
        for (int k = 0; k < 12; k++)
        {
            NeighbourList found = list.Update(isMolecule ? null : cell, positions);
            Crystal crystal = new(isMolecule ? null : new Lattice(cell), [.. positions.Select(_ => 6)], positions);
            NeighbourList expected = NeighbourList.Build(crystal, Cutoff);
            int differing = Pairs(expected).Except(Pairs(found)).Count() + Pairs(found).Except(Pairs(expected)).Count();
            AchievedError.Check("Kernels: neighbours kept between steps (pairs that differ)", "a search at each step, random walks", differing, 0);
            Matrix3d change = Matrix3d.Identity + (strain * new Matrix3d(Cube(random), Cube(random), Cube(random)));
            cell *= change;
            positions = Array.ConvertAll(positions, x => (x * change) + (step * Cube(random)));
        }
    }

    static IEnumerable<(int, int, int, int, int)> Pairs(NeighbourList list)
    {
        for (int i = 0; i + 1 < list.First.Length; i++)
        {
            for (int e = list.First[i]; e < list.First[i + 1]; e++)
            {
                yield return (i, list.Sender[e], list.Shift[3 * e], list.Shift[(3 * e) + 1], list.Shift[(3 * e) + 2]);
            }
        }
    }

    static Vector3d[] Atoms(int count, Random random) =>
        [.. Enumerable.Range(0, count).Select(_ => (Cube(random) + new Vector3d(1, 1, 1)) * (0.5 * Cell))];

    static Vector3d Cube(Random random) =>
        new((2 * random.NextDouble()) - 1, (2 * random.NextDouble()) - 1, (2 * random.NextDouble()) - 1);
}
