using CsCheck;
using InsCore.Kernels;
using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Kernels;

[Trait("needs", "libinscore")]
public sealed class NativeNeighbourListTests
{
    const double Cutoff = 4.5;

    // Distance below which inscore.h promises an error, Å.
    const double Overlap = 1e-3;

    // Cells down to half the cutoff, skewed, of either handedness; null stands for a molecule.
    static readonly Gen<Crystal> Crystals =
        from vectors in Gen.Double[-2, 2].Array[9]
        from handedness in Gen.Int[-1, 1]
        from fractional in Gen.Double[-1.5, 1.5].Array[3].Array[1, 8]
        let m = new Matrix3d(
            vectors[0] + 4, vectors[1], vectors[2], vectors[3], vectors[4] + 4, vectors[5],
            vectors[6], vectors[7], vectors[8] + (handedness < 0 ? -4 : 4))
        where Math.Abs(m.Determinant) > 15
        select new Crystal(
            handedness == 0 ? null : new Lattice(m),
            [.. fractional.Select(_ => 6)],
            [.. fractional.Select(f => new Vector3d(f[0], f[1], f[2]) * m)]);

    [Fact]
    public void Build_RandomCells_FindsThePairsOfBruteForce()
    {
        NativeKernelsTests.SkipWithoutLibrary();
        Crystals.Sample(
            crystal =>
            {
                List<(int I, int J, int A, int B, int C)> expected = BruteForce(crystal);
                if (expected.Exists(p => Vector(crystal, p.I, p.J, p.A, p.B, p.C).Norm < Overlap))
                {
                    Assert.Throws<InsNumericalException>(() => NativeList(crystal, Cutoff));
                }
                else
                {
                    List<(int I, int J, int A, int B, int C)> native = Keys(crystal, NativeList(crystal, Cutoff));
                    Assert.Equal(expected.Order(), native.Order());
                    int missed = Differing(expected, native), other = Differing(Keys(crystal, NeighbourList.BuildManaged(crystal, Cutoff)), native);
                    AchievedError.Check("Kernels: native neighbours (pairs that differ)", "brute force, random cells", missed, 0);
                    AchievedError.Check("Kernels: native neighbours and managed (pairs that differ)", "each other, random cells", other, 0);
                }
            },
            seed: "0N0XIzNsQ0O2", iter: 50);
    }

    [Fact]
    public void Build_ManyPairs_GrowsItsArrays()
    {
        NativeKernelsTests.SkipWithoutLibrary();
        Crystal crystal = new(new Lattice(Matrix3d.Diagonal(2, 2, 2)), [6], [default]);
        NeighbourList list = NativeList(crystal, 9);
        Assert.Equal(BruteForce(crystal, 9).Count, list.Count);
        Assert.Equal(list.Count, list.First[1]);
    }

    [Fact]
    public void Build_OverlappingAtoms_SaysWhich()
    {
        NativeKernelsTests.SkipWithoutLibrary();
        Crystal crystal = new(new Lattice(Matrix3d.Diagonal(5, 5, 5)), [6, 6], [new(1, 1, 1), new(6, 1, 1)]);
        InsNumericalException error = Assert.Throws<InsNumericalException>(() => NativeList(crystal, 3));
        InsNumericalException managed = Assert.Throws<InsNumericalException>(() => NeighbourList.BuildManaged(crystal, 3));
        Assert.Equal("atoms 1 and 2 overlap: 0 Å apart", error.Message);
        Assert.Equal(error.Message, managed.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(1e9)]
    public void Build_ImpossibleCutoff_IsRefused(double cutoff)
    {
        NativeKernelsTests.SkipWithoutLibrary();
        Crystal crystal = new(new Lattice(Matrix3d.Diagonal(5, 5, 5)), [6], [default]);
        Assert.Throws<ArgumentException>(() => NativeList(crystal, cutoff));
    }

    static NeighbourList NativeList(Crystal crystal, double cutoff)
    {
        NeighbourList list = new();
        NativeNeighbourList.Find(crystal.Lattice?.Vectors, crystal.Positions, cutoff, list);
        return list;
    }

    static List<(int I, int J, int A, int B, int C)> Keys(Crystal crystal, NeighbourList list)
    {
        List<(int, int, int, int, int)> keys = [];
        for (int i = 0; i < crystal.AtomCount; i++)
        {
            for (int p = list.First[i]; p < list.First[i + 1]; p++)
            {
                (int a, int b, int c) = (list.Shift[3 * p], list.Shift[(3 * p) + 1], list.Shift[(3 * p) + 2]);
                Assert.Equal(Vector(crystal, i, list.Sender[p], a, b, c), list.Vector[p]);
                keys.Add((i, list.Sender[p], a, b, c));
            }
        }

        return keys;
    }

    static int Differing(List<(int, int, int, int, int)> one, List<(int, int, int, int, int)> two) =>
        one.Except(two).Count() + two.Except(one).Count();

    static List<(int I, int J, int A, int B, int C)> BruteForce(Crystal crystal, double cutoff = Cutoff)
    {
        // Atoms lie within 3 cells of each other along each axis.
        Vector3d heights = crystal.Lattice?.Heights ?? default;
        int Range(double height) => crystal.Lattice is null ? 0 : (int)(cutoff / height) + 4;
        (int na, int nb, int nc) = (Range(heights.X), Range(heights.Y), Range(heights.Z));
        List<(int, int, int, int, int)> keys = [];
        for (int i = 0; i < crystal.AtomCount; i++)
        {
            for (int j = 0; j < crystal.AtomCount; j++)
            {
                for (int a = -na; a <= na; a++)
                {
                    for (int b = -nb; b <= nb; b++)
                    {
                        for (int c = -nc; c <= nc; c++)
                        {
                            Vector3d r = Vector(crystal, i, j, a, b, c);
                            if (Vector3d.Dot(r, r) < cutoff * cutoff && (i, 0, 0, 0) != (j, a, b, c))
                            {
                                keys.Add((i, j, a, b, c));
                            }
                        }
                    }
                }
            }
        }

        return keys;
    }

    static Vector3d Vector(Crystal crystal, int i, int j, int a, int b, int c)
    {
        Vector3d difference = crystal.Positions[i] - crystal.Positions[j];
        return crystal.Lattice is { } lattice ? difference + (new Vector3d(a, b, c) * lattice.Vectors) : difference;
    }
}
