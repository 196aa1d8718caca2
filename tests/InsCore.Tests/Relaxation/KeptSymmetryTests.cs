using InsCore.Potentials;
using InsCore.Relaxation;
using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Relaxation;

public class KeptSymmetryTests
{
    // Rounding of a hundred steps.
    const double SymmetryTolerance = 1e-12;

    static readonly RelaxationOptions Options = new() { Pressure = 2, ForceTolerance = 1e-6, StressTolerance = 1e-5 };

    [Fact]
    public void Run_MonoclinicCrystal_KeepsEveryOperationAtEveryStep()
    {
        Crystal start = Monoclinic();
        SpaceGroup group = Find(start);
        Assert.Equal(14, group.Number);
        int steps = 0;
        WatchedPotential potential = new(AnalyticPotential.Organic, (_, crystal) =>
        {
            steps++;
            AssertSymmetric(group, crystal);
        });
        RelaxationResult result = CrystalRelaxation.Run(start, potential, Options);
        Assert.Equal(result.Evaluations, steps);
        AssertSymmetric(group, result.Crystal);
    }

    [Fact]
    public void Run_SlightlyUnsymmetricCoordinates_AreMadeSymmetric()
    {
        Crystal start = RelaxationCases.Distorted(Monoclinic(), strain: 0, displacement: 1e-4, seed: 7);
        SpaceGroup group = Find(start);
        Assert.Equal(14, group.Number);
        AssertSymmetric(group, CrystalRelaxation.Run(start, AnalyticPotential.Organic, Options).Crystal);
    }

    [Fact]
    public void Run_SymmetryKeptAndNotKept_AgreeForAStableCrystal()
    {
        Crystal start = RelaxationCases.Fcc(5.0);
        Assert.Equal(225, Find(start).Number);
        RelaxationResult kept = CrystalRelaxation.Run(start, AnalyticPotential.Argon, Options);
        RelaxationResult free = CrystalRelaxation.Run(start, AnalyticPotential.Argon, Options with { KeepSymmetry = false });
        Assert.Equal(free.Enthalpy, kept.Enthalpy, 1e-8);
        Assert.Equal((225, 225, false), (kept.SpaceGroupBefore.Number, kept.SpaceGroupAfter.Number, kept.SpaceGroupChanged));
    }

    [Fact]
    public void Run_DistortedFcc_ReportsTheGroupRegained()
    {
        Crystal start = RelaxationCases.Distorted(RelaxationCases.Fcc(5.2), strain: 0.05, displacement: 0.2, seed: 2);
        Find(start);
        RelaxationResult result = CrystalRelaxation.Run(start, AnalyticPotential.Argon, Options);
        Assert.Equal((1, 225, true), (result.SpaceGroupBefore.Number, result.SpaceGroupAfter.Number, result.SpaceGroupChanged));
    }

    [Fact]
    public void Run_PotentialWithoutTheSymmetry_SaysSo()
    {
        Crystal start = RelaxationCases.Fcc(5.0);
        Find(start);
        PotentialResult Push(PotentialResult r)
        {
            Vector3d[] forces = [.. r.Forces];
            forces[1] += new Vector3d(0.1, 0, 0);
            return r with { Forces = forces };
        }

        Assert.Contains("break the space group", Assert.Throws<InsNumericalException>(
            () => CrystalRelaxation.Run(start, new ChangedPotential(AnalyticPotential.Argon, Push), Options)).Message);
    }

    static SpaceGroup Find(Crystal crystal)
    {
        SpaceGroup group = SpaceGroup.Find(crystal);
        Assert.SkipWhen(group.Warning is not null, group.Warning ?? "");
        return group;
    }

    // P2₁/c with three atoms in general positions: twelve in the cell.
    static Crystal Monoclinic()
    {
        Lattice lattice = Lattice.FromParameters(new(5.9, 6.4, 6.1), new(90, 103, 90));
        List<Vector3d> positions = [];
        foreach (Vector3d x in (Vector3d[])[new(0.12, 0.13, 0.11), new(0.33, 0.21, 0.19), new(0.21, 0.02, 0.38)])
        {
            positions.AddRange([x, -x, new(-x.X, x.Y + 0.5, 0.5 - x.Z), new(x.X, 0.5 - x.Y, x.Z + 0.5)]);
        }

        return new Crystal(
            lattice, [6, 6, 6, 6, 16, 16, 16, 16, 1, 1, 1, 1], [.. positions.Select(lattice.ToCartesian)]);
    }

    static void AssertSymmetric(SpaceGroup group, Crystal crystal)
    {
        Vector3d[] fractional = crystal.FractionalPositions();
        Matrix3d metric = crystal.PeriodicLattice.Vectors * crystal.PeriodicLattice.Vectors.Transpose;
        for (int o = 0; o < group.Operations.Count; o++)
        {
            Matrix3d w = group.Operations[o].Rotation, rest = (w.Transpose * metric * w) - metric;
            Assert.InRange(Math.Max(rest.Row0.Norm, Math.Max(rest.Row1.Norm, rest.Row2.Norm)), 0, 100 * SymmetryTolerance);
            for (int i = 0; i < fractional.Length; i++)
            {
                Vector3d miss = group.Operations[o].Apply(fractional[i]) - fractional[group.AtomImages[o][i]];
                AchievedError.Check(
                    "Relaxation: symmetry kept at every step (fractional)", "operations of the space group", miss.WrapToNearest().Norm, SymmetryTolerance);
            }
        }
    }
}
