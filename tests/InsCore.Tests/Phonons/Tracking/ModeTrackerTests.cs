using InsCore.Phonons;
using InsCore.Phonons.Tracking;
using InsCore.Potentials;
using InsCore.Relaxation;
using InsCore.Structures;
using InsCore.TestSupport;
using InsCore.Units;
using Xunit;

namespace InsCore.Tests.Phonons.Tracking;

/// <summary>Modes of the default model and of small crystals, followed through structures.</summary>
public class ModeTrackerTests
{
    const double ConfidenceWanted = 0.8;

    [Fact]
    public void Follow_TheSameStructureTurnedAndListedInOtherCells_FindsEveryModeUnshifted()
    {
        Crystal crystal = TestCrystals.Triclinic;
        double c = Math.Cos(0.7), s = Math.Sin(0.7);
        Matrix3d turn = new(c, s, 0, -s, c, 0, 0, 0, 1);
        Vector3d[] positions = Array.ConvertAll(crystal.Positions.ToArray(), x => x * turn);
        Lattice lattice = new(crystal.PeriodicLattice.Vectors * turn);
        positions[1] += lattice.Vectors.Row2;
        ModeTracking tracking = ModeTracker.Follow([Point(0, crystal), Point(1, crystal.With(lattice, positions))]);
        Assert.Equal(6, tracking.Modes.Count);
        Assert.All(tracking.Modes, m => Assert.Equal(1, m.Overlaps[1], 1e-9));
        Assert.All(tracking.Modes, m => Assert.Equal(0, m.Shift, 1e-6));
        Assert.All(tracking.Modes, m => Assert.Equal(m.Number, m.Numbers[1]));
        Assert.Empty(tracking.Crossings);
    }

    [Fact]
    public void Follow_DegenerateModes_ComeAsSets()
    {
        ModeTracking tracking = ModeTracker.Follow([Point(0, TestCrystals.Wurtzite), Point(1, Strained(TestCrystals.Wurtzite, 0.99))]);
        Assert.Equal("C6v", tracking.PointGroup);
        Assert.Equal(9, tracking.Modes.Sum(m => m.Irrep.Degeneracy));
        Assert.Equal(["A1", "B1", "B1", "E1", "E2", "E2"], tracking.Modes.Select(m => m.Irrep.Name).Order(StringComparer.Ordinal));
        Assert.True(tracking.SymmetryResidual < 1e-6, $"{tracking.SymmetryResidual}");
        Assert.All(tracking.Modes, m => Assert.True(m.Confidence > ConfidenceWanted, $"{m.Number} {m.Confidence}"));
    }

    // The reference implementation's force constants: two crystals, 105 and 213 optical modes.
    [Theory]
    [InlineData("pbcn", 105)]
    [InlineData("pbca", 213)]
    public void Follow_ReferenceForceConstants_IsSureOfEveryMode(string crystal, int count)
    {
        ModeTracking tracking = ModeTracker.Follow([Reference(crystal + "_0.0", 0), Reference(crystal + "_1.5", 1.5)]);
        Assert.Equal("D2h", tracking.PointGroup);
        Assert.Equal(count, tracking.Modes.Count);
        AchievedError.Check(
            "Phonons: modes followed from 0 to 1.5 GPa, 1 less the least confidence", "above 0.8, 2 crystals", 1 - tracking.LeastConfidence, 1 - ConfidenceWanted);
        Assert.All(tracking.Modes.Where(m => m.Wavenumbers[0] > 3000), m => Assert.InRange(m.ShareOf(tracking.Crystals[0], 1), 0.9, 0.95));
        Assert.All(tracking.Modes.Where(m => m.Wavenumbers[0] is > 440 and < 475), m => Assert.True(m.Shift > 0));
        Assert.Equal(count, tracking.Modes.Select(m => m.Numbers[1]).Distinct().Count());
    }

    // Cells and positions between those relaxed at 0 and 1.5 GPa: a curved path of exact dynamical matrices.
    [Fact]
    public void Follow_InSixStepsAndInOne_PairsTheSame()
    {
        Crystal first = ReferenceCrystal.Read("pbcn_0.0").Crystal, last = ReferenceCrystal.Read("pbcn_1.5").Crystal;
        MacePotential potential = MacePotential.Load();
        TrackingPoint[] points = [.. Enumerable.Range(0, 7).Select(k => Exact(potential, Between(first, last, k / 6.0), 0.25 * k))];
        ModeTracking fine = ModeTracker.Follow(points), coarse = ModeTracker.Follow([points[0], points[^1]]);
        Assert.Equal(105, fine.Modes.Count);
        Assert.Equal(coarse.Modes.Select(m => (m.Number, m.Numbers[^1])), fine.Modes.Select(m => (m.Number, m.Numbers[^1])));
        Assert.All(fine.Modes.Concat(coarse.Modes), m => Assert.True(m.Confidence > ConfidenceWanted, $"{m.Number} {m.Confidence}"));
        CheckGrueneisen(fine);
    }

    // Relaxations and second derivatives of 72 atoms at seven pressures: minutes.
    [Theory(Explicit = true)]
    [InlineData("pbcn")]
    [InlineData("pbca")]
    public void Follow_RelaxedStructuresInSixStepsAndInOne_PairsTheSame(string name)
    {
        MacePotential potential = MacePotential.Load();
        Crystal crystal = ReferenceCrystal.Read(name + "_0.0").Crystal;
        TrackingPoint[] points = new TrackingPoint[7];
        for (int k = 0; k < points.Length; k++)
        {
            crystal = CrystalRelaxation.Run(crystal, potential, new RelaxationOptions { Pressure = 0.25 * k }).Crystal;
            points[k] = Exact(potential, crystal, 0.25 * k);
        }

        ModeTracking fine = ModeTracker.Follow(points), coarse = ModeTracker.Follow([points[0], points[^1]]);
        Assert.Equal(coarse.Modes.Select(m => (m.Number, m.Numbers[^1])), fine.Modes.Select(m => (m.Number, m.Numbers[^1])));
        Assert.All(fine.Modes.Concat(coarse.Modes), m => Assert.True(m.Confidence > ConfidenceWanted, $"{m.Number} {m.Confidence}"));
        Assert.All(fine.Modes, m => Assert.True(m.Decomposition.Residual < 1e-8, $"{m.Number} {m.Decomposition.Residual}"));
        Assert.All(GrueneisenErrors(fine), e => Assert.True(e.Error < FirstOrderShare * Math.Max(1, e.Way), $"{e}"));
    }

    // cm⁻¹; found: 0.12, of second order in the steps, for the lattice mode that bends most.
    const double FirstOrderTolerance = 0.2;

    // Of the way that a mode goes; found: 0.076 for a lattice mode that turns round and falls to 14 cm⁻¹, 0.02 for all others.
    const double FirstOrderShare = 0.1;

    static void CheckGrueneisen(ModeTracking tracking) => AchievedError.Check(
        "Phonons: shifts against mode Grüneisen parameters, six steps to 1.5 GPa (cm⁻¹)",
        "rule of trapezia, 36 atoms",
        GrueneisenErrors(tracking).Max(e => e.Error),
        FirstOrderTolerance);

    // ln ω'/ω = -∫ γ d ln V, by the rule of trapezia; modes that meet another of their symmetry bend on a shorter scale than the steps.
    static (double Error, double Way)[] GrueneisenErrors(ModeTracking tracking)
    {
        int[] meeting = [.. tracking.Crossings.SelectMany(c => new[] { c.First, c.Second })];
        TrackedMode[] alone = [.. tracking.Modes.Where(m => !meeting.Contains(m.Number))];
        Assert.True(alone.Length > 0.85 * tracking.Modes.Count, $"{alone.Length}");
        double[] volume = [.. tracking.Crystals.Select(c => Math.Log(c.Volume))];
        int[] steps = [.. Enumerable.Range(1, volume.Length - 1)];
        return Array.ConvertAll(alone, m =>
        {
            double sum = steps.Sum(k => -0.5 * (m.Grueneisen[k] + m.Grueneisen[k - 1]) * (volume[k] - volume[k - 1]));
            double error = Math.Abs(sum - Math.Log(m.Wavenumbers[^1] / m.Wavenumbers[0])) * m.Wavenumbers[0];
            return (error, steps.Sum(k => Math.Abs(m.Wavenumbers[k] - m.Wavenumbers[k - 1])));
        });
    }

    // Two levels of one symmetry that cross but for a small coupling, known in closed form.
    [Theory]
    [InlineData(0.002, true)]
    [InlineData(0.3, false)]
    public void Pair_AvoidedCrossing_ChangesPlacesOnlyWhenTheExchangeIsComplete(double coupling, bool isPassed)
    {
        LevelPath path = new(2, [[1, coupling, coupling, 2], [1.9, coupling, coupling, 1.1]]);
        LevelTree tree = LevelTree.Of(path, 1, 1.0 / 256);
        int[] partner = LevelPairing.Pair(tree);
        Assert.Equal(isPassed ? [1, 0] : [0, 1], partner);
        Assert.All(partner.Select((j, i) => tree.Confidence(i, j)), c => Assert.True(c > ConfidenceWanted, $"{c}"));
    }

    [Fact]
    public void Follow_OtherAtomsOrNoGamma_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => ModeTracker.Follow([Point(0, TestCrystals.Triclinic), Point(1, TestCrystals.Rutile)]));
        PhononModes away = PhononSolver.Solve(AnalyticPotential.Organic.DynamicalMatrix(TestCrystals.Triclinic), [new Vector3d(0.5, 0, 0)]);
        Assert.Throws<ArgumentException>(() => ModeTracker.Follow([Point(0, TestCrystals.Triclinic), new TrackingPoint(1, away)]));
    }

    static TrackingPoint Point(double pressure, Crystal crystal) =>
        new(pressure, PhononSolver.Solve(AnalyticPotential.Organic.DynamicalMatrix(crystal), [Vector3d.Zero]));

    static Crystal Strained(Crystal crystal, double factor) => crystal.With(
        new Lattice(factor * crystal.PeriodicLattice.Vectors), Array.ConvertAll(crystal.Positions.ToArray(), x => factor * x));

    static TrackingPoint Reference(string name, double pressure) => new(
        pressure,
        PhononSolver.Solve(new ForceConstants(new Supercell(ReferenceCrystal.Read(name).Crystal, 1, 1, 1), ReferenceCrystal.ReadHessian(name)), [Vector3d.Zero]));

    static TrackingPoint Exact(MacePotential potential, Crystal crystal, double pressure) => new(
        pressure,
        PhononSolver.Solve(new MaceDynamicalMatrix(potential, crystal, symmetry: SpaceGroup.Find(crystal, MaceDynamicalMatrix.SymmetryTolerance)), [Vector3d.Zero]));

    static Crystal Between(Crystal first, Crystal last, double share)
    {
        Matrix3d cell = ((1 - share) * first.PeriodicLattice.Vectors) + (share * last.PeriodicLattice.Vectors);
        Vector3d[] a = first.FractionalPositions(), b = last.FractionalPositions();
        return first.With(new Lattice(cell), [.. a.Zip(b, (x, y) => (x + (share * (y - x).WrapToNearest())) * cell)]);
    }
}
