using System.Numerics;
using InsCore.Phonons;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Tests.Phonons;

/// <summary>Small crystals of several symmetries for the elements of <see cref="AnalyticPotential.Organic"/>; none is relaxed.</summary>
internal static class TestCrystals
{
    /// <summary>No symmetry, three atoms, skewed cell.</summary>
    public static Crystal Triclinic => AnalyticPotentialTests.Small;

    /// <summary>P4₂/mnm, six atoms.</summary>
    public static Crystal Rutile { get; } = Fractional(
        new Lattice(Matrix3d.Diagonal(4.6, 4.6, 2.96)),
        [16, 16, 6, 6, 6, 6],
        [new(0, 0, 0), new(0.5, 0.5, 0.5), new(0.305, 0.305, 0), new(0.695, 0.695, 0), new(0.195, 0.805, 0.5), new(0.805, 0.195, 0.5)]);

    /// <summary>P6₃mc, four atoms: a cell with an angle of 120°, no inversion.</summary>
    public static Crystal Wurtzite { get; } = Fractional(
        Lattice.FromParameters(new(3.2, 3.2, 5.1), new(90, 90, 120)),
        [16, 16, 6, 6],
        [new(1.0 / 3, 2.0 / 3, 0), new(2.0 / 3, 1.0 / 3, 0.5), new(1.0 / 3, 2.0 / 3, 0.38), new(2.0 / 3, 1.0 / 3, 0.88)]);

    /// <summary>Fm-3m, one atom in the primitive cell, near the minimum of <see cref="AnalyticPotential.Argon"/>.</summary>
    public static Crystal Argon { get; } = new(
        new Lattice(new Matrix3d(0, 2.63, 2.63, 2.63, 0, 2.63, 2.63, 2.63, 0)), [18], [Vector3d.Zero], [39.95]);

    public static Crystal Fractional(Lattice lattice, int[] numbers, Vector3d[] positions) =>
        new(lattice, numbers, Array.ConvertAll(positions, lattice.ToCartesian));

    /// <summary>Energies at one wave vector, cm⁻¹, ascending.</summary>
    public static double[] Wavenumbers(IDynamicalMatrix matrices, Vector3d q) =>
        Array.ConvertAll(PhononSolver.Solve(matrices, [q]).Energies, e => e * Constants.EvInWavenumbers);

    /// <summary>The largest |difference| of an element of two dynamical matrices, eV/(Å² u).</summary>
    public static double LargestDifference(IDynamicalMatrix a, IDynamicalMatrix b, Vector3d q)
    {
        int size = 3 * a.Crystal.AtomCount;
        Complex[] one = new Complex[size * size], two = new Complex[size * size];
        a.Evaluate(q, one);
        b.Evaluate(q, two);
        return one.Zip(two, (x, y) => Complex.Abs(x - y)).Max();
    }
}
