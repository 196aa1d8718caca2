using InsCore.Phonons;
using InsCore.Potentials;
using InsCore.Structures;
using Xunit;

namespace InsCore.Tests.Phonons;

public sealed class DisplacementsTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("forces").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Plan_WithoutSymmetry_MovesEachAtomBothWaysAlongThreeDirections()
    {
        Crystal crystal = TestCrystals.Triclinic;
        Displacements plan = Displacements.Plan(new Supercell(crystal, 2, 1, 1), SpaceGroup.Trivial(crystal), amplitude: 0.02);
        Assert.Equal(18, plan.Items.Count);
        Assert.All(plan.Items, d => Assert.Equal(0.02, d.Vector.Norm, 1e-12));
        Assert.All(plan.Items, d => Assert.Contains(plan.Items, o => o.Atom == d.Atom && (o.Vector + d.Vector).Norm < 1e-12));
    }

    [Theory]
    [InlineData("argon", 2, false, 1)]      // site m-3m: one direction, its opposite equivalent
    [InlineData("argon", 2, true, 2)]
    [InlineData("rutile", 2, false, 3)]     // site mmm: one general direction; site m2m: it spans all but needs its opposite
    [InlineData("wurtzite", 2, false, 4)]   // sites 3m: the same, twice
    public void Plan_UsesTheSymmetry(string name, int repeat, bool bothSigns, int expected)
    {
        Crystal crystal = name switch { "argon" => TestCrystals.Argon, "rutile" => TestCrystals.Rutile, _ => TestCrystals.Wurtzite };
        SpaceGroup group = SpaceGroup.Find(crystal);
        Assert.SkipWhen(group.Warning is not null, group.Warning ?? "");
        Displacements plan = Displacements.Plan(new Supercell(crystal, repeat, repeat, repeat), group, bothSigns: bothSigns);
        Assert.Equal(expected, plan.Items.Count);
    }

    [Fact]
    public void Displaced_MovesOneAtomOnly()
    {
        Crystal crystal = TestCrystals.Triclinic;
        Displacements plan = Displacements.Plan(new Supercell(crystal, 1, 1, 2), SpaceGroup.Trivial(crystal));
        Crystal moved = plan.Displaced(7);
        for (int s = 0; s < moved.AtomCount; s++)
        {
            Vector3d by = moved.Positions[s] - plan.Supercell.Crystal.Positions[s];
            Assert.Equal(s == plan.Items[7].Atom ? Displacements.DefaultAmplitude : 0, by.Norm, 1e-12);
        }
    }

    [Fact]
    public void EvaluateForces_SecondRun_ReusesTheStoredForces()
    {
        Displacements plan = Displacements.Plan(new Supercell(TestCrystals.Argon, 2, 2, 2), SpaceGroup.Trivial(TestCrystals.Argon));
        ForceStore store = new(folder, "argon-like");
        Counting potential = new();
        Vector3d[][] first = plan.EvaluateForces(potential, store);
        Assert.Equal(6, potential.Calls);

        File.Delete(Directory.GetFiles(folder)[0]);
        string damaged = Directory.GetFiles(folder)[0];
        byte[] content = File.ReadAllBytes(damaged);
        content[40] ^= 1;
        File.WriteAllBytes(damaged, content);
        Vector3d[][] second = plan.EvaluateForces(potential, store);
        Assert.Equal(8, potential.Calls);
        Assert.Equal(first, second);

        plan.EvaluateForces(potential, new ForceStore(folder, "another potential"));
        Assert.Equal(14, potential.Calls);
    }

    [Fact]
    public void EvaluateForces_Cancelled_KeepsWhatIsFinished()
    {
        Displacements plan = Displacements.Plan(new Supercell(TestCrystals.Argon, 2, 2, 2), SpaceGroup.Trivial(TestCrystals.Argon));
        using CancellationTokenSource source = new();
        Counting potential = new() { AfterCall = calls => { if (calls == 2) { source.Cancel(); } } };
        ForceStore store = new(folder, "argon-like");
        Assert.ThrowsAny<OperationCanceledException>(() => plan.EvaluateForces(potential, store, threads: 1, cancellation: source.Token));
        Assert.Equal(2, potential.Calls);
        Assert.Equal(2, Directory.GetFiles(folder).Length);
        plan.EvaluateForces(potential, store);
        Assert.Equal(6, potential.Calls);
    }

    [Fact]
    public void Plan_BadAmplitude_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(
        () => Displacements.Plan(new Supercell(TestCrystals.Argon, 1, 1, 1), SpaceGroup.Trivial(TestCrystals.Argon), amplitude: -1));

    sealed class Counting : IPotential
    {
        int calls;

        public int Calls => calls;

        public Action<int> AfterCall { get; init; } = _ => { };

        public string Description => "counting";

        public IReadOnlyList<int> Elements => AnalyticPotential.Argon.Elements;

        public double CutoffRadius => AnalyticPotential.Argon.CutoffRadius;

        public PotentialResult Evaluate(Crystal crystal, int threads, CancellationToken cancellation)
        {
            PotentialResult result = AnalyticPotential.Argon.Evaluate(crystal, threads, cancellation);
            AfterCall(Interlocked.Increment(ref calls));
            return result;
        }
    }
}
