using InsCore.Phonons;
using InsCore.Structures;
using InsCore.Tests.Potentials;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Phonons;

public sealed class ModeSlopesTests
{
    const double Tolerance = 1e-7;      // relative to the largest slope of a squared energy: extrapolated differences
    const double Vanishing = 1e-10;     // eV Å; slopes are 0.001 to 0.1

    static readonly Vector3d General = new(0.13, -0.27, 0.41);

    [Fact]
    public void Slopes_AreTheDerivativesOfTheEnergies()
    {
        MaceDynamicalMatrix matrices = Matrices("P2_1/c");
        Vector3d direction = new(0.3, -0.5, 0.8);
        (double[] energies, double[] slopes) = ModeSlopes.Along(matrices, General, direction);
        double[] one = Differences(matrices, General, direction, 2e-5, twoSided: true), two = Differences(matrices, General, direction, 4e-5, twoSided: true);
        double[] expected = [.. one.Zip(two, (a, b) => ((4 * a) - b) / 3)];
        Assert.Equal(energies.Order(), energies);
        double largest = Enumerable.Range(0, slopes.Length).Max(n => Math.Abs(energies[n] * slopes[n]));
        for (int n = 0; n < slopes.Length; n++)
        {
            AchievedError.Check(
                "Phonons: slopes of squared energies (relative)", "differences, P2₁/c", Math.Abs(energies[n] * (slopes[n] - expected[n])) / largest, Tolerance);
        }
    }

    // On a fourfold screw axis branches cross at Γ with opposite slopes; a solver's own eigenvectors give none of them.
    [Fact]
    public void Slopes_OfDegenerateSets_AreThoseOfTheBranchesThatMeet()
    {
        MaceDynamicalMatrix matrices = Matrices("P4_1");
        Vector3d axis = new(0, 0, 1);
        (double[] energies, double[] slopes) = ModeSlopes.Along(matrices, default, axis);
        int found = 0;
        double[] right = Differences(matrices, default, axis, 2e-5, twoSided: false);
        for (int n = 0; n + 1 < slopes.Length; n++)
        {
            if (energies[n + 1] - energies[n] < 1e-9 && Math.Abs(energies[n]) > 1e-3)
            {
                found++;
                Assert.True(slopes[n] < -1e-4);
                Assert.Equal(-slopes[n], slopes[n + 1], 1e-9);
                Assert.Equal(slopes[n], right[n], 1e-3 * Math.Abs(slopes[n]));
                Assert.Equal(slopes[n + 1], right[n + 1], 1e-3 * Math.Abs(slopes[n]));
            }
        }

        // Six pairs, one of them sound; the random model leaves another too soft.
        Assert.InRange(found, 4, 5);
    }

    // E(k) = E(-k) for any crystal, so that simple branches are flat where 2q is a reciprocal lattice vector.
    [Fact]
    public void Slopes_VanishAtTimeReversalInvariantPoints()
    {
        MaceDynamicalMatrix matrices = new(MaceReference.Potential("off_L0"), MaceReference.Structure("cell9"));
        foreach (Vector3d q in new Vector3d[] { new(0.5, 0, 0), new(0.5, 0.5, 0), new(0.5, 0.5, 0.5), default })
        {
            Assert.All(ModeSlopes.Along(matrices, q, new(1, 2, -0.5)).Slopes, slope => Assert.Equal(0, slope, Vanishing));
        }
    }

    [Fact]
    public void AcousticSlopes_NearGamma_AreTheSpeedsOfSound_EqualAlongEquivalentAxes()
    {
        MaceDynamicalMatrix matrices = Matrices("I-42d");
        const double length = 1e-3;
        double[][] slopes = [.. new Vector3d[] { new(1, 0, 0), new(0, 1, 0) }.Select(SlopesNearGamma)];
        for (int n = 0; n < 3; n++)
        {
            Assert.Equal(slopes[0][n], slopes[1][n], 1e-6 * Math.Abs(slopes[0][n]));
        }

        double[] SlopesNearGamma(Vector3d direction)
        {
            (double[] energies, double[] all) = ModeSlopes.Along(matrices, Fractional(matrices, length * direction), direction);
            int[] acoustic = [.. Enumerable.Range(0, all.Length).OrderBy(n => Math.Abs(energies[n])).Take(3).Order()];
            foreach (int n in acoustic)
            {
                Assert.Equal(energies[n] / length, all[n], 1e-4 * Math.Abs(all[n]));
            }

            return Array.ConvertAll(acoustic, n => all[n]);
        }
    }

    [Fact]
    public void NoDirection_IsRefused() =>
        Assert.Throws<ArgumentException>(() => ModeSlopes.Along(Matrices("P4_1"), default, default));

    static MaceDynamicalMatrix Matrices(string name)
    {
        (Crystal crystal, SpaceGroup group) = SymmetricCrystals.Get(name);
        return new MaceDynamicalMatrix(MaceReference.Potential("off_L0"), crystal, symmetry: group);
    }

    // k·a_c = 2π q_c
    static Vector3d Fractional(MaceDynamicalMatrix matrices, Vector3d k) =>
        (1 / (2 * Math.PI)) * (k * matrices.Crystal.PeriodicLattice.Vectors.Transpose);

    static double[] Differences(MaceDynamicalMatrix matrices, Vector3d q, Vector3d direction, double step, bool twoSided)
    {
        Vector3d dq = Fractional(matrices, (step / direction.Norm) * direction);
        double[] above = PhononSolver.Solve(matrices, [q + dq]).Energies, below = PhononSolver.Solve(matrices, [twoSided ? q - dq : q]).Energies;
        return [.. above.Zip(below, (a, b) => (a - b) / ((twoSided ? 2 : 1) * step))];
    }
}
