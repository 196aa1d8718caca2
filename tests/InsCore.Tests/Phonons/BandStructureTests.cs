using InsCore.Phonons;
using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Phonons;

public class BandStructureTests
{
    const double EnergyTolerance = 1e-10; // eV

    static readonly IDynamicalMatrix Argon = AnalyticPotential.Argon.DynamicalMatrix(TestCrystals.Argon);

    [Fact]
    public void Standard_FaceCentredCubic_HasItsPathInTheCellGiven()
    {
        BandPath path = Standard(TestCrystals.Argon);
        Assert.Equal("Γ-X X-W W-K K-Γ Γ-L L-U U-W W-L L-K U-X", string.Join(" ", path.Segments.Select(s => $"{s.From}-{s.To}")));
        Matrix3d reciprocal = TestCrystals.Argon.PeriodicLattice.Reciprocal;

        // X at 1/a, L at √3/2a of the cube with a = 5.26 Å.
        Assert.Equal(1 / 5.26, (path.Segments[0].End * reciprocal).Norm, 1e-12);
        Assert.Equal(Math.Sqrt(0.75) / 5.26, (path.Segments[4].End * reciprocal).Norm, 1e-12);
    }

    [Fact]
    public void Compute_OtherCellOfTheSameCrystal_GivesTheSameBands()
    {
        Crystal crystal = TestCrystals.Argon;
        Matrix3d other = new Matrix3d(1, 1, 0, 0, 1, 0, 1, 0, 1) * crystal.PeriodicLattice.Vectors;
        Crystal skewed = new(new Lattice(other), crystal.AtomicNumbers, crystal.Positions, crystal.Masses);
        double[] expected = Energies(BandStructure.Compute(Argon, Standard(crystal), 0.1));
        double[] found = Energies(BandStructure.Compute(AnalyticPotential.Argon.DynamicalMatrix(skewed), Standard(skewed), 0.1));
        Assert.Equal(expected.Length, found.Length);
        AchievedError.Check(
            "Band paths: bands in another cell of the crystal (eV)", "the first cell", expected.Zip(found, (x, y) => Math.Abs(x - y)).Max(), EnergyTolerance);
    }

    [Fact]
    public void Compute_Steps_AreNoLongerThanAskedForAndMeetAtTheEnds()
    {
        const double Spacing = 0.05;
        BandStructure bands = BandStructure.Compute(Argon, Standard(TestCrystals.Argon), Spacing);
        Lattice lattice = TestCrystals.Argon.PeriodicLattice;
        foreach (BandLine line in bands.Lines)
        {
            for (int k = 1; k < line.QPoints.Length; k++)
            {
                double step = 2 * Math.PI * ((line.QPoints[k] - line.QPoints[k - 1]) * lattice.Reciprocal).Norm;
                Assert.InRange(step, 0, Spacing * (1 + 1e-9));
                Assert.Equal(step, line.Distances[k] - line.Distances[k - 1], 1e-12);
            }
        }

        Assert.Equal(bands.Lines[0].Distances[^1], bands.Lines[1].Distances[0]);
        Assert.Equal(["Γ", "X", "W", "K", "Γ", "L", "U", "W", "L", "K|U", "X"], bands.Labels.Select(l => l.Name));
    }

    [Fact]
    public void Compute_AtTheEnds_IsTheDirectSolution()
    {
        BandStructure bands = BandStructure.Compute(Argon, Standard(TestCrystals.Argon), 0.1);
        foreach (BandLine line in bands.Lines)
        {
            double[] end = PhononSolver.Solve(Argon, [line.Segment.End]).Energies;

            // The last digits of an eigensolver depend on where its matrix lies in memory.
            Assert.True(end.Zip(line.Energies[^3..], (x, y) => Math.Abs(x - y)).Max() < 1e-12);
        }
    }

    [Fact]
    public void Compute_Connected_FollowsACrossing()
    {
        // From Γ by K to X the longitudinal branch crosses a transverse one: in the order of energy both have a kink there.
        BandPath path = BandPath.Parse("A 0.1 0.1 0.2 B 1/2 1/2 1", TestCrystals.Argon, SpaceGroup.Trivial(TestCrystals.Argon));
        BandLine sorted = BandStructure.Compute(Argon, path, 0.01).Lines[0], connected = BandStructure.Compute(Argon, path, 0.01, connect: true).Lines[0];
        for (int q = 0; q < sorted.QPoints.Length; q++)
        {
            double[] expected = sorted.Energies[(3 * q)..(3 * (q + 1))], found = [.. connected.Energies[(3 * q)..(3 * (q + 1))].Order()];
            Assert.True(expected.Zip(found, (x, y) => Math.Abs(x - y)).Max() < 1e-12);
        }

        double Kink(BandLine line) => Enumerable.Range(0, 3).Max(n =>
        {
            double[] e = line.Branch(n);
            return Enumerable.Range(1, e.Length - 2).Max(k => Math.Abs(e[k + 1] - (2 * e[k]) + e[k - 1]));
        });
        Assert.True(Kink(sorted) > 5 * Kink(connected), $"{Kink(sorted)} {Kink(connected)}");
    }

    [Fact]
    public void Compute_PolarCrystal_SplitsAtGammaByDirection()
    {
        ForceConstants constants = EuphonicReference.ForceConstants("quartz", new() { Dipoles = DipoleTail.Removed });
        BandStructure bands = BandStructure.Compute(constants, BandPath.Parse("M 1/2 0 0 G 0 0 0 A 0 0 1/2", constants.Crystal, SpaceGroup.Trivial(constants.Crystal)), 0.05);
        double[] fromM = bands.Lines[0].Energies[^27..], towardsA = bands.Lines[1].Energies[..27];
        Assert.True(Math.Abs(fromM[26] - towardsA[26]) > 1e-3);

        // Each is the limit of its own line.
        Assert.Equal(PhononSolver.Solve(constants, [new Vector3d(1e-5, 0, 0)]).Energies[26], fromM[26], 1e-6);
        Assert.Equal(PhononSolver.Solve(constants, [new Vector3d(0, 0, 1e-5)]).Energies[26], towardsA[26], 1e-6);
    }

    [Theory]
    [InlineData("Γ-X-W|K-Γ", 3)]
    [InlineData("G X W | K G", 3)]
    [InlineData("G 0 0 0, X 1/2 0 1/2, P -0.25 .25 1e-1", 2)]
    public void Parse_Paths_AreUnderstood(string text, int pieces)
    {
        BandPath path = BandPath.Parse(text, TestCrystals.Argon, SpaceGroup.Find(TestCrystals.Argon));
        Assert.Equal(pieces, path.Segments.Count);
        Assert.Equal(Vector3d.Zero, path.Segments[0].Start);
        Assert.Equal("X", path.Segments[0].To);
    }

    [Theory]
    [InlineData("Γ")]
    [InlineData("")]
    [InlineData("Γ-Q9")]
    [InlineData("Γ X 0.5 0.5")]
    [InlineData("0.5 0.5 0.5")]
    [InlineData("Γ-Γ")]
    [InlineData("Γ-X|")]
    [InlineData("Γ X 1/0 0 0")]
    public void Parse_NoPath_IsRefused(string text) =>
        Assert.Throws<InsInputException>(() => BandPath.Parse(text, TestCrystals.Argon, SpaceGroup.Find(TestCrystals.Argon)));

    static BandPath Standard(Crystal crystal)
    {
        SpaceGroup group = SpaceGroup.Find(crystal);
        Assert.SkipWhen(group.Warning is not null, group.Warning ?? "");
        return BandPath.Standard(crystal, group);
    }

    static double[] Energies(BandStructure bands) => [.. bands.Lines.SelectMany(l => l.Energies)];
}
