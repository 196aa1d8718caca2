using System.Numerics;
using InsCore.Phonons;
using InsCore.Structures;
using InsCore.Units;
using Xunit;

namespace InsCore.Tests.Phonons;

public class ModeShiftsTests
{
    static readonly Crystal Crystal = TestCrystals.Triclinic;

    [Fact]
    public void Match_TheSameStructureTurned_FindsEveryModeUnshifted()
    {
        double c = Math.Cos(0.7), s = Math.Sin(0.7);
        Matrix3d turn = new(c, s, 0, -s, c, 0, 0, 0, 1);
        Crystal turned = Crystal.With(
            new Lattice(Crystal.PeriodicLattice.Vectors * turn), Array.ConvertAll(Crystal.Positions.ToArray(), x => x * turn));
        ModeShift[] rows = ModeShifts.Match(Gamma(Crystal), Gamma(turned));
        Assert.Equal(6, rows.Length);
        Assert.All(rows, r => Assert.Equal(1, r.Overlap, 1e-9));
        Assert.All(rows, r => Assert.Equal(0, r.Shift, 1e-6));
        Assert.All(rows, r => Assert.Equal("", r.Colour));
        Assert.All(rows, r => Assert.True(r.IsCertain));
    }

    [Fact]
    public void Match_ModesThatCross_FollowsTheEigenvectors()
    {
        PhononModes first = Gamma(Crystal), second = Gamma(Crystal);
        int[] optical = [.. Enumerable.Range(0, 9).Except(AcousticModes.Find(first, 0)!.Modes)];
        int low = optical[2], high = optical[3];
        Swap(second, low, high);
        second.EnergiesAt(0)[high] += 50 * Constants.WavenumberInEv;
        ModeShift[] rows = ModeShifts.Match(first, second, [3.0, 2.0, 1.0]);
        ModeShift up = rows.Single(r => r.FirstMode == low), down = rows.Single(r => r.FirstMode == high);
        Assert.Equal((high, "blue"), (up.SecondMode, up.Colour));
        Assert.Equal((low, "red"), (down.SecondMode, down.Colour));
        Assert.Equal(1, up.Overlap, 1e-9);
        Assert.Equal(rows[0].FirstWavenumber + rows[0].Shift, rows[0].SecondWavenumber, 1e-9);
        Complex[] e = first.EigenvectorsAt(0).Slice(9 * low, 9).ToArray();
        Assert.Equal(Eigenvector.AtomShare(e, 0), up.HydrogenShare, 1e-12);
        Assert.Equal(
            (3 * Eigenvector.AtomShare(e, 0)) + (2 * Eigenvector.AtomShare(e, 1)) + Eigenvector.AtomShare(e, 2), up.InsWeight, 1e-12);
    }

    [Fact]
    public void Match_ModesMixedWithinADegenerateGroup_AreCertainAsAGroup()
    {
        PhononModes first = Gamma(Crystal), second = Gamma(Crystal);
        int[] optical = [.. Enumerable.Range(0, 9).Except(AcousticModes.Find(first, 0)!.Modes)];
        int a = optical[4], b = optical[5];
        foreach (PhononModes modes in new[] { first, second })
        {
            modes.EnergiesAt(0)[b] = modes.EnergiesAt(0)[a] + (0.1 * Constants.WavenumberInEv);
        }

        Mix(second, a, b);
        ModeShift[] rows = ModeShifts.Match(first, second);
        foreach (ModeShift row in rows.Where(r => r.FirstMode == a || r.FirstMode == b))
        {
            Assert.Equal(0.5, row.Overlap, 1e-9);
            Assert.Equal(1, row.GroupOverlap, 1e-9);
            Assert.Equal(2, row.GroupSize);
            Assert.True(row.IsCertain);
        }

        Assert.All(rows.Where(r => r.FirstMode != a && r.FirstMode != b), r => Assert.Equal(1, r.GroupSize));
    }

    [Fact]
    public void Match_OtherAtoms_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => ModeShifts.Match(Gamma(Crystal), Gamma(TestCrystals.Rutile)));
        PhononModes away = PhononSolver.Solve(AnalyticPotential.Organic.DynamicalMatrix(Crystal), [new Vector3d(0.5, 0, 0)]);
        Assert.Throws<ArgumentException>(() => ModeShifts.Match(Gamma(Crystal), away));
    }

    static PhononModes Gamma(Crystal crystal) => PhononSolver.Solve(AnalyticPotential.Organic.DynamicalMatrix(crystal), [Vector3d.Zero]);

    static void Swap(PhononModes modes, int a, int b)
    {
        Span<Complex> one = modes.EigenvectorsAt(0).Slice(9 * a, 9), two = modes.EigenvectorsAt(0).Slice(9 * b, 9);
        Complex[] kept = one.ToArray();
        two.CopyTo(one);
        kept.CopyTo(two);
    }

    static void Mix(PhononModes modes, int a, int b)
    {
        Span<Complex> one = modes.EigenvectorsAt(0).Slice(9 * a, 9), two = modes.EigenvectorsAt(0).Slice(9 * b, 9);
        for (int k = 0; k < 9; k++)
        {
            (one[k], two[k]) = (Math.Sqrt(0.5) * (one[k] + two[k]), Math.Sqrt(0.5) * (one[k] - two[k]));
        }
    }
}
