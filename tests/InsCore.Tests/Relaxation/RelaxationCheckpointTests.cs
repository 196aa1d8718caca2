using InsCore.Relaxation;
using InsCore.Structures;
using Xunit;

namespace InsCore.Tests.Relaxation;

public class RelaxationCheckpointTests
{
    static readonly RelaxationOptions Options = new() { Pressure = 2, ForceTolerance = 1e-5 };

    static readonly Crystal Start = RelaxationCases.Distorted(RelaxationCases.Fcc(5.2), strain: 0.05, displacement: 0.2, seed: 1);

    static readonly RelaxationResult Uninterrupted =
        CrystalRelaxation.Run(Start, AnalyticPotential.Argon, Options);

    [Fact]
    public void Run_CancelledAtAnyStepAndResumed_IsTheUninterruptedRun()
    {
        for (int step = 0; step <= Uninterrupted.Steps; step++)
        {
            using TemporaryFolder folder = new();
            RelaxationOptions options = Options with { Checkpoint = folder.File("relax.json"), CheckpointInterval = 1000 };
            using CancellationTokenSource source = new();
            ImmediateProgress progress = new(p => CancelAt(p.Done, step, source));
            if (step < Uninterrupted.Steps)
            {
                Assert.ThrowsAny<OperationCanceledException>(() => CrystalRelaxation.Run(
                    Start, AnalyticPotential.Argon, options, progress, source.Token));
                Assert.True(File.Exists(options.Checkpoint));
            }

            AssertSame(CrystalRelaxation.Run(Start, AnalyticPotential.Argon, options));
        }
    }

    [Fact]
    public void Run_CancelledWithinAnyEvaluationAndResumed_IsTheUninterruptedRun()
    {
        for (int evaluation = 1; evaluation <= Uninterrupted.Evaluations; evaluation++)
        {
            using TemporaryFolder folder = new();
            RelaxationOptions options = Options with { Checkpoint = folder.File("relax.json") };
            using CancellationTokenSource source = new();
            WatchedPotential potential = new(AnalyticPotential.Argon, (n, _) => CancelAt(n, evaluation, source));
            Assert.ThrowsAny<OperationCanceledException>(
                () => CrystalRelaxation.Run(Start, potential, options, null, source.Token));
            AssertSame(CrystalRelaxation.Run(Start, AnalyticPotential.Argon, options));
        }
    }

    [Fact]
    public void Run_ResumedTrajectory_IsThatOfTheUninterruptedRun()
    {
        using TemporaryFolder folder = new();
        string whole = folder.File("whole.xyz"), resumed = folder.File("resumed.xyz");
        CrystalRelaxation.Run(Start, AnalyticPotential.Argon, Options with { Trajectory = whole });
        RelaxationOptions options = Options with { Trajectory = resumed, Checkpoint = folder.File("relax.json"), MaximumSteps = 7 };
        Assert.Throws<InsNumericalException>(
            () => CrystalRelaxation.Run(Start, AnalyticPotential.Argon, options));
        File.AppendAllText(resumed, "4\nLattice=\"1 2"); // what a crash within a write leaves
        CrystalRelaxation.Run(Start, AnalyticPotential.Argon, options with { MaximumSteps = 500 });
        Assert.Equal(File.ReadAllText(whole), File.ReadAllText(resumed));
        Assert.Equal((Uninterrupted.Steps + 1) * 6, File.ReadAllLines(whole).Length);
    }

    [Fact]
    public void Run_FinishedCheckpointAndTighterTolerance_GoesOn()
    {
        using TemporaryFolder folder = new();
        RelaxationOptions options = Options with { Checkpoint = folder.File("relax.json") };
        CrystalRelaxation.Run(Start, AnalyticPotential.Argon, options);
        RelaxationResult tighter = CrystalRelaxation.Run(
            Start, AnalyticPotential.Argon, options with { ForceTolerance = 1e-7 });
        Assert.True(tighter.LargestForce <= 1e-7);
        Assert.True(tighter.Steps > Uninterrupted.Steps);
    }

    [Fact]
    public void Run_CheckpointOfAnotherPressure_IsRefused()
    {
        using TemporaryFolder folder = new();
        RelaxationOptions options = Options with { Checkpoint = folder.File("relax.json") };
        CrystalRelaxation.Run(Start, AnalyticPotential.Argon, options);
        Assert.Contains("relax.json", Assert.Throws<InsInputException>(() => CrystalRelaxation.Run(
            Start, AnalyticPotential.Argon, options with { Pressure = 2.1 })).Message);
    }

    [Fact]
    public void Run_CheckpointOfAnotherPotentialOfTheSameName_IsRefused()
    {
        using TemporaryFolder folder = new();
        RelaxationOptions options = Options with { Checkpoint = folder.File("relax.json") };
        ChangedPotential first = new(AnalyticPotential.Argon, r => r);
        ChangedPotential second = new(AnalyticPotential.Argon, r => r with { Energy = r.Energy + 0.1 });
        CrystalRelaxation.Run(Start, first, options);
        Assert.Contains("potential", Assert.Throws<InsInputException>(
            () => CrystalRelaxation.Run(Start, second, options)).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{\"format\":\"inscore relaxation checkpoint 1\"}")]
    [InlineData("{\"format\":\"inscore relaxation checkpoint 2\"}")]
    [InlineData("null")]
    [InlineData("data_cif")]
    public void Run_DamagedCheckpoint_IsRefused(string content)
    {
        using TemporaryFolder folder = new();
        RelaxationOptions options = Options with { Checkpoint = folder.File("relax.json") };
        File.WriteAllText(options.Checkpoint, content);
        Assert.Contains("checkpoint", Assert.Throws<InsInputException>(
            () => CrystalRelaxation.Run(Start, AnalyticPotential.Argon, options)).Message);
    }

    static void CancelAt(int now, int wanted, CancellationTokenSource source)
    {
        if (now == wanted)
        {
            source.Cancel();
        }
    }

    static void AssertSame(RelaxationResult result)
    {
        Assert.Equal((Uninterrupted.Steps, Uninterrupted.Evaluations), (result.Steps, result.Evaluations));
        Assert.Equal(Uninterrupted.Enthalpy, result.Enthalpy);
        Assert.Equal(Uninterrupted.Crystal.PeriodicLattice.Vectors, result.Crystal.PeriodicLattice.Vectors);
        Assert.Equal(Uninterrupted.Crystal.Positions.ToArray(), result.Crystal.Positions.ToArray());
    }
}
