using InsCore.Structures;
using InsCore.TestSupport;

namespace InsCore.Tests.Structures;

/// <summary>Crystals that several tests use.</summary>
internal static class TestCrystals
{
    /// <summary>Rock salt in its conventional cell, 8 atoms.</summary>
    public static Crystal RockSalt { get; } = FromFractional(
        new(Matrix3d.Diagonal(5.64, 5.64, 5.64)),
        [11, 11, 11, 11, 17, 17, 17, 17],
        [new(0, 0, 0), new(0, 0.5, 0.5), new(0.5, 0, 0.5), new(0.5, 0.5, 0),
         new(0.5, 0.5, 0.5), new(0.5, 0, 0), new(0, 0.5, 0), new(0, 0, 0.5)]);

    /// <summary>Silicon in a primitive cell whose axes are left-handed, 2 atoms.</summary>
    public static Crystal LeftHandedSilicon { get; } = FromFractional(
        new(new Matrix3d(2.7, 2.7, 0, 2.7, 0, 2.7, 0, 2.7, 2.7)), [14, 14], [new(0, 0, 0), new(0.25, 0.25, 0.25)]);

    /// <summary>Left quartz, P3₂21 (No. 154), 9 atoms.</summary>
    public static Crystal Quartz { get; } = FromFractional(
        Lattice.FromParameters(new(4.913, 4.913, 5.405), new(90, 90, 120)),
        [14, 14, 14, 8, 8, 8, 8, 8, 8],
        [new(0.47, 0, 2.0 / 3), new(0, 0.47, 1.0 / 3), new(0.53, 0.53, 0),
         new(0.4141, 0.2681, 0.7854), new(-0.2681, 0.1460, 0.7854 + (2.0 / 3)), new(-0.1460, -0.4141, 0.7854 + (1.0 / 3)),
         new(0.2681, 0.4141, -0.7854), new(0.1460, -0.2681, -0.7854 + (1.0 / 3)), new(-0.4141, -0.1460, -0.7854 + (2.0 / 3))]);

    /// <summary>Triclinic, without symmetry, 3 atoms of different elements.</summary>
    public static Crystal Triclinic { get; } = FromFractional(
        Lattice.FromParameters(new(4.1, 5.3, 6.7), new(81, 97, 104)), [6, 7, 8], [new(0.1, 0.2, 0.3), new(0.45, 0.52, 0.61), new(0.7, 0.85, 0.05)]);

    /// <summary>A crystal from fractional coordinates.</summary>
    public static Crystal FromFractional(Lattice lattice, int[] numbers, Vector3d[] positions) =>
        new(lattice, numbers, Array.ConvertAll(positions, lattice.ToCartesian));

    /// <summary>The same crystal, its atoms and cell displaced at random by at most an amplitude, Å.</summary>
    public static Crystal Disturbed(Crystal crystal, double amplitude, int seed = 1)
    {
        Random random = new(seed);
        Vector3d Step() => amplitude * new Vector3d((2 * random.NextDouble()) - 1, (2 * random.NextDouble()) - 1, (2 * random.NextDouble()) - 1);
        Vector3d[] fractional = crystal.FractionalPositions();
        Matrix3d vectors = crystal.PeriodicLattice.Vectors + new Matrix3d(Step(), Step(), Step());
        Lattice lattice = new(vectors);
        return crystal.With(lattice, Array.ConvertAll(fractional, x => lattice.ToCartesian(x) + Step()));
    }

    /// <summary>One of the example crystals: "pbca" or "pbcn".</summary>
    public static Crystal Example(string name) =>
        StructureFile.Read(TestData.Shared($"models/diiodothiophene/dit-{name}.cif"));

    /// <summary>Largest distance between atoms of the same index, after the whole is moved by the best lattice vector for each, Å.</summary>
    public static double LargestDistance(Crystal a, Crystal b)
    {
        Vector3d[] x = a.FractionalPositions(), y = b.FractionalPositions();
        return Enumerable.Range(0, x.Length).Max(i => a.PeriodicLattice.ToCartesian((x[i] - y[i]).WrapToNearest()).Norm);
    }

    /// <summary>Largest difference of elements.</summary>
    public static double LargestDifference(Matrix3d a, Matrix3d b)
    {
        Matrix3d d = a - b;
        return Enumerable.Range(0, 9).Max(n => Math.Abs(d[n / 3, n % 3]));
    }
}
