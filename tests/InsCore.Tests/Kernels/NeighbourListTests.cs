using CsCheck;
using InsCore.Kernels;
using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Kernels;

public sealed class NeighbourListTests
{
    const double VectorTolerance = 1e-9;

    // Distance below which a list is refused, Å.
    const double Overlap = 1e-3;

    static readonly Gen<Vector3d> Point = Gen.Select(
        Gen.Double[-9, 9], Gen.Double[-9, 9], Gen.Double[-9, 9], (x, y, z) => new Vector3d(x, y, z));

    static readonly Gen<Vector3d[]> Points = Point.Array[1, 12];

    // Any handedness, edges from far below to above the cutoff, strongly skewed.
    static readonly Gen<Matrix3d> Cells = Gen.Select(Gen.Double[-1, 1].Array[9], Gen.Double[1.5, 7], (m, size) => size
            * new Matrix3d(m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7], m[8]))
        .Where(m => Math.Abs(m.Determinant) > 0.08 * m.Row0.Norm * m.Row1.Norm * m.Row2.Norm
            && Math.Min(m.Row0.Norm, Math.Min(m.Row1.Norm, m.Row2.Norm)) > 1);

    [Fact]
    public void Build_AnyCell_EqualsBruteForce() =>
        Gen.Select(Cells, Points, Gen.Double[1, 4.5]).Sample(
            (cell, positions, cutoff) => Check(new Lattice(cell), positions, cutoff), iter: 300);

    [Fact]
    public void Build_Molecule_EqualsBruteForce() =>
        Gen.Select(Points, Gen.Double[1, 12]).Sample((positions, cutoff) => Check(null, positions, cutoff), iter: 300);

    [Fact]
    public void Build_ManyAtoms_EqualsBruteForce()
    {
        Random random = new(7);
        Vector3d[] positions = [.. Enumerable.Range(0, 300).Select(_ => 30 * new Vector3d(random.NextDouble(), random.NextDouble(), random.NextDouble()))];
        Check(null, positions, 3);
        Check(new Lattice(new Matrix3d(30, 0, 0, 4, -25, 0, 1, 2, 20)), positions, 3);
    }

    [Fact]
    public void Build_LoneAtomInASmallCell_SeesItsImagesButNotItself()
    {
        Crystal crystal = new(new Lattice(Matrix3d.Diagonal(2, 2, 2)), [1], [new Vector3d(0.3, 0, 0)]);
        NeighbourList list = NeighbourList.BuildManaged(crystal, 2.1);
        Assert.Equal([0, 6], list.First);
        Assert.All(list.Vector, v => Assert.Equal(2, v.Norm, VectorTolerance));
    }

    static void Check(Lattice? lattice, Vector3d[] positions, double cutoff)
    {
        int[] numbers = [.. positions.Select(_ => 6)];
        Crystal crystal = new(lattice, numbers, positions);
        HashSet<(int, int, int, int, int)> expected = BruteForce(lattice, positions, cutoff);
        if (expected.Any(p => (positions[p.Item1] - positions[p.Item2] + Translation(lattice, p.Item3, p.Item4, p.Item5)).Norm < Overlap))
        {
            Assert.Throws<InsNumericalException>(() => NeighbourList.BuildManaged(crystal, cutoff));
            return;
        }

        NeighbourList list = NeighbourList.BuildManaged(crystal, cutoff);
        Assert.Equal(positions.Length + 1, list.First.Length);
        Assert.Equal(0, list.First[0]);
        HashSet<(int, int, int, int, int)> found = [];
        for (int i = 0; i < positions.Length; i++)
        {
            for (int e = list.First[i]; e < list.First[i + 1]; e++)
            {
                (int a, int b, int c) = (list.Shift[3 * e], list.Shift[(3 * e) + 1], list.Shift[(3 * e) + 2]);
                Vector3d r = positions[i] - positions[list.Sender[e]] + Translation(lattice, a, b, c);
                Assert.InRange((r - list.Vector[e]).Norm, 0, VectorTolerance);
                Assert.True(found.Add((i, list.Sender[e], a, b, c)), "a pair is listed twice");
            }
        }

        Assert.True(expected.SetEquals(found), $"{found.Count} pairs are listed where there are {expected.Count}");
        int differing = expected.Except(found).Count() + found.Except(expected).Count();
        AchievedError.Check("Kernels: managed neighbours (pairs that differ)", "brute force, random cells and molecules", differing, 0);
    }

    static HashSet<(int, int, int, int, int)> BruteForce(Lattice? lattice, Vector3d[] positions, double cutoff)
    {
        HashSet<(int, int, int, int, int)> pairs = [];
        for (int i = 0; i < positions.Length; i++)
        {
            for (int j = 0; j < positions.Length; j++)
            {
                // |s_a| ≤ (cutoff + |x_i - x_j|)/height_a, for |r| < cutoff
                Vector3d d = positions[i] - positions[j];
                Vector3d most = lattice is null ? default : (cutoff + d.Norm) * new Vector3d(1 / lattice.Heights.X, 1 / lattice.Heights.Y, 1 / lattice.Heights.Z);
                for (int a = -(int)most.X; a <= (int)most.X; a++)
                {
                    for (int b = -(int)most.Y; b <= (int)most.Y; b++)
                    {
                        for (int c = -(int)most.Z; c <= (int)most.Z; c++)
                        {
                            Vector3d r = d + Translation(lattice, a, b, c);
                            if (Vector3d.Dot(r, r) < cutoff * cutoff && (i != j || a != 0 || b != 0 || c != 0))
                            {
                                pairs.Add((i, j, a, b, c));
                            }
                        }
                    }
                }
            }
        }

        return pairs;
    }

    static Vector3d Translation(Lattice? lattice, int a, int b, int c) =>
        lattice is null ? default : new Vector3d(a, b, c) * lattice.Vectors;
}
