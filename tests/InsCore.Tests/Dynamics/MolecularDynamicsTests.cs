using InsCore.Dynamics;
using InsCore.Potentials;
using InsCore.Structures;
using InsCore.TestSupport;
using InsCore.Tests.Structures;
using Xunit;

namespace InsCore.Tests.Dynamics;

public sealed class MolecularDynamicsTests : IDisposable
{
    static readonly DynamicsOptions Short = new()
    {
        Time = 60,
        Equilibration = 10,
        TimeStep = 0.5,
        ThermostatTime = 20,
        CellTime = 100,
        SampleTime = 1,
        FrameTime = 4,
        Threads = 1,
    };

    readonly string folder = Path.Combine(Path.GetTempPath(), $"inscore-md-{Guid.NewGuid():N}");

    public static MatrixTheoryData<Ensemble, Thermostat> Runs => new(Enum.GetValues<Ensemble>(), Enum.GetValues<Thermostat>());

    public void Dispose()
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Energy_is_kept_to_second_order_in_the_time_step()
    {
        double Deviation(double step)
        {
            SpringCell springs = new();
            Integrator run = new(springs.Crystal, springs, Short with { Ensemble = Ensemble.Nve, TimeStep = step, Equilibration = 0 });
            run.Begin(TestContext.Current.CancellationToken);
            double first = run.Conserved, largest = 0;
            for (int k = 0; k * step < 800; k++)
            {
                run.Step(CancellationToken.None);
                largest = Math.Max(largest, Math.Abs(run.Conserved - first));
            }

            return largest;
        }

        Assert.Equal(4, Deviation(1) / Deviation(0.5), 0.1);
    }

    [Fact]
    public void The_motion_of_the_cell_without_friction_keeps_its_energy_to_second_order()
    {
        double Deviation(double step)
        {
            SpringCell springs = new();
            DynamicsOptions options = Short with { Ensemble = Ensemble.Npt, TimeStep = step, Equilibration = 0, CellTime = 300, ThermostatTime = 1e6, Pressure = 0.3 };
            Integrator run = new(springs.Crystal, springs, options);
            run.Begin(TestContext.Current.CancellationToken);
            double first = run.Conserved, largest = 0;
            for (int k = 0; k * step < 400; k++)
            {
                run.Step(CancellationToken.None);
                largest = Math.Max(largest, Math.Abs(run.Conserved - first));
            }

            return largest;
        }

        // What friction and noise do is accounted as heat, but the noise of two step lengths is another: the ratio varies a little.
        Assert.InRange(Deviation(2) / Deviation(1), 2.5, 6.5);
    }

    [Fact]
    public void The_cell_does_not_rotate_and_the_centre_of_mass_rests()
    {
        SpringCell springs = new();
        Integrator run = new(springs.Crystal, springs, Short with { Ensemble = Ensemble.Npt, TimeStep = 2 });
        Vector3d Centre() => Sum(springs.Crystal, i => run.State.Positions[i] * run.State.Cell.Inverse);
        run.Begin(TestContext.Current.CancellationToken);
        Matrix3d start = run.State.Cell;
        Vector3d centre = Centre();
        for (int k = 0; k < 2000; k++)
        {
            run.Step(CancellationToken.None);
        }

        Matrix3d cell = run.State.Cell;
        Assert.True((cell - start).Row0.Norm > 1e-3);
        Assert.Equal(0, Vector3d.Cross(cell.Row0, start.Row0).Norm / start.Row0.Norm, 1e-10);
        Assert.Equal(0, Vector3d.Dot(cell.Row1, Vector3d.Cross(start.Row0, start.Row1)) / start.Determinant, 1e-10);
        Assert.Equal(0, (Centre() - centre).Norm, 1e-10);
        Assert.Equal(0, Sum(springs.Crystal, i => run.State.Velocities[i]).Norm, 1e-14);
    }

    [Theory, MemberData(nameof(Runs))]
    public void A_run_that_is_stopped_anywhere_goes_on_with_the_same_bits(Ensemble ensemble, Thermostat thermostat)
    {
        DynamicsOptions options = Short with { Ensemble = ensemble, Thermostat = thermostat };
        (Crystal crystal, IPotential potential) = (new SpringCell().Crystal, new SpringCell());
        MolecularDynamics.Run(crystal, potential, options, Path.Combine(folder, "whole"), cancellation: TestContext.Current.CancellationToken);
        foreach (int stop in new[] { 3, 20, 21, 77 })
        {
            string part = Path.Combine(folder, $"stopped-{stop}");
            using CancellationTokenSource source = new();
            Stopper stopper = new(potential, stop, source);
            Assert.Throws<OperationCanceledException>(() => MolecularDynamics.Run(crystal, stopper, options, part, cancellation: source.Token));
            MolecularDynamics.Run(crystal, potential, options, part, cancellation: TestContext.Current.CancellationToken);
            Same(part, "whole");
        }
    }

    [Fact]
    public void A_run_that_is_killed_goes_on_from_its_last_restart_file_with_the_same_bits()
    {
        DynamicsOptions options = Short with { Ensemble = Ensemble.Npt };
        (Crystal crystal, SpringCell potential) = (new SpringCell().Crystal, new SpringCell());
        MolecularDynamics.Run(crystal, potential, options, Path.Combine(folder, "whole"), cancellation: TestContext.Current.CancellationToken);

        // A potential that fails stands for the kill: nothing is saved behind the last restart file, frames are written beyond it.
        string part = Path.Combine(folder, "killed"), restart = Path.Combine(part, Trajectory.RestartName);
        byte[]? saved = null;
        Stopper stopper = new(potential, 90, null, call => saved = call == 50 ? File.ReadAllBytes(restart) : saved);
        Assert.Throws<InsNumericalException>(() => MolecularDynamics.Run(
            crystal, stopper, options with { RestartInterval = TimeSpan.Zero }, part, cancellation: TestContext.Current.CancellationToken));
        File.WriteAllBytes(restart, saved!);
        File.AppendAllText(Path.Combine(part, TrajectoryOutput.FramesFile), "6\nLattice=\"");
        MolecularDynamics.Run(crystal, potential, options, part, cancellation: TestContext.Current.CancellationToken);
        Same(part, "whole");
    }

    [Fact]
    public void A_run_can_be_made_longer()
    {
        (Crystal crystal, SpringCell potential) = (new SpringCell().Crystal, new SpringCell());
        MolecularDynamics.Run(crystal, potential, Short, Path.Combine(folder, "whole"), cancellation: TestContext.Current.CancellationToken);
        foreach (double time in new[] { 20.5, Short.Time })
        {
            Trajectory trajectory = MolecularDynamics.Run(crystal, potential, Short with { Time = time }, Path.Combine(folder, "longer"), cancellation: TestContext.Current.CancellationToken);
            Assert.Equal(trajectory.SampleCount, trajectory.Segments().Sum(s => s.Count));
        }

        Same(Path.Combine(folder, "longer"), "whole");
    }

    [Fact]
    public void A_run_that_begins_anew_leaves_nothing_of_the_one_before()
    {
        (Crystal crystal, SpringCell potential) = (new SpringCell().Crystal, new SpringCell());
        Directory.CreateDirectory(folder);
        string old = Path.Combine(folder, SegmentFile.Name(4)), frames = Path.Combine(folder, TrajectoryOutput.FramesFile);
        File.WriteAllText(old, "of another run");
        File.WriteAllText(frames, "of another run");
        MolecularDynamics.Run(crystal, potential, Short, folder, cancellation: TestContext.Current.CancellationToken);
        Assert.False(File.Exists(old));
        Assert.StartsWith("6\n", File.ReadAllText(frames), StringComparison.Ordinal);
    }

    [Fact]
    public void The_default_model_goes_on_with_the_same_bits_across_a_new_list_of_neighbours()
    {
        Crystal crystal = TestCrystals.Example("pbcn");
        MacePotential potential = MacePotential.Load(precision: Precision.Float32);
        DynamicsOptions options = Short with { Ensemble = Ensemble.Npt, Temperature = 600, Time = 40 };
        MolecularDynamics.Run(crystal, potential, options, Path.Combine(folder, "whole"), cancellation: TestContext.Current.CancellationToken);
        string part = Path.Combine(folder, "part");
        MolecularDynamics.Run(crystal, potential, options with { Time = 17 }, part, cancellation: TestContext.Current.CancellationToken);
        MolecularDynamics.Run(crystal, MacePotential.Load(precision: Precision.Float32), options, part, cancellation: TestContext.Current.CancellationToken);
        Same(part, "whole");
    }

    [Fact]
    public void Restart_files_that_are_damaged_or_of_another_run_are_refused()
    {
        (Crystal crystal, SpringCell potential) = (new SpringCell().Crystal, new SpringCell());
        void Run(DynamicsOptions options) => MolecularDynamics.Run(crystal, potential, options, folder);
        Run(Short);
        string restart = Path.Combine(folder, Trajectory.RestartName);
        byte[] whole = File.ReadAllBytes(restart);
        string Refusal(DynamicsOptions options) => Assert.Throws<InsInputException>(() => Run(options)).Message;
        Assert.Contains("another", Refusal(Short with { Temperature = 301 }), StringComparison.Ordinal);
        Assert.Contains("another", Refusal(Short with { Seed = 2 }), StringComparison.Ordinal);
        byte[] flipped = [.. whole];
        flipped[whole.Length / 2] ^= 1;
        foreach (byte[] damaged in new[] { flipped, whole[..^1], whole[..40], [], [.. whole, 0] })
        {
            File.WriteAllBytes(restart, damaged);
            Assert.Contains("check sum", Refusal(Short), StringComparison.Ordinal);
        }

        File.WriteAllBytes(restart, whole);
        File.WriteAllText(Path.Combine(folder, TrajectoryOutput.FramesFile), "");
        Assert.Contains("shorter", Refusal(Short with { Time = 100 }), StringComparison.Ordinal);
    }

    [Fact]
    public void Frames_are_read_back_as_the_structures_of_the_samples()
    {
        SpringCell springs = new();
        Trajectory trajectory = MolecularDynamics.Run(springs.Crystal, springs, Short with { Ensemble = Ensemble.Npt }, folder, cancellation: TestContext.Current.CancellationToken);
        Crystal last = StructureFile.Read(Path.Combine(folder, TrajectoryOutput.FramesFile));
        TrajectorySegment segment = trajectory.Segments().Last();
        Vector3d[] positions = new Vector3d[last.AtomCount];
        segment.CopyPositions(segment.Count - 1, positions);
        Assert.Equal(0, positions.Zip(last.Positions.ToArray(), (a, b) => (a - b).Norm).Max(), 2e-6);
        Assert.Equal(0, (segment.Samples[segment.Count - 1].Cell - last.PeriodicLattice.Vectors).Row2.Norm, 1e-7);
    }

    [Theory]
    [InlineData("Temperature", -1)]
    [InlineData("Temperature", double.NaN)]
    [InlineData("TimeStep", 0)]
    [InlineData("Time", 0.1)]
    [InlineData("Equilibration", -1)]
    [InlineData("ThermostatTime", 0.5)]
    [InlineData("CellTime", 1)]
    public void Settings_out_of_range_are_refused_and_nothing_is_written(string setting, double value)
    {
        DynamicsOptions options = setting switch
        {
            "Temperature" => Short with { Temperature = value },
            "TimeStep" => Short with { TimeStep = value },
            "Time" => Short with { Time = value },
            "Equilibration" => Short with { Equilibration = value },
            "ThermostatTime" => Short with { ThermostatTime = value },
            _ => Short with { CellTime = value },
        };
        SpringCell springs = new();
        Assert.Throws<InsInputException>(() => MolecularDynamics.Run(springs.Crystal, springs, options, folder));
        Assert.False(Directory.Exists(folder));
    }

    void Same(string part, string whole)
    {
        static string[] Names(string run) => [.. Directory.GetFiles(run).Select(f => Path.GetFileName(f)!).Where(n => n != CostFile.Name).Order()]; // no two runs take the same time
        string[] names = Names(Path.Combine(folder, whole));
        Assert.Equal(names, Names(part));
        Assert.Contains(Trajectory.RestartName, names);
        Assert.Contains(SegmentFile.Name(0), names);
        foreach (string name in names)
        {
            Assert.True(File.ReadAllBytes(Path.Combine(folder, whole, name)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(part, name))), $"{part}: {name} differs");
        }
    }

    static Vector3d Sum(Crystal crystal, Func<int, Vector3d> vector) =>
        Enumerable.Range(0, crystal.AtomCount).Aggregate(default(Vector3d), (sum, i) => sum + (crystal.Masses[i] * vector(i)));

    /// <summary>Cancels, or fails, at its n-th evaluation.</summary>
    sealed class Stopper(IPotential potential, int last, CancellationTokenSource? source, Action<int>? watch = null) : IPotential
    {
        int calls;

        public string Description => potential.Description;

        public IReadOnlyList<int> Elements => potential.Elements;

        public double CutoffRadius => potential.CutoffRadius;

        public PotentialResult Evaluate(Crystal crystal, int threads = 0, CancellationToken cancellation = default)
        {
            watch?.Invoke(++calls);
            calls += watch is null ? 1 : 0;
            if (calls == last)
            {
                source?.Cancel();
            }

            return calls == last && source is null ? throw new InsNumericalException("stopped") : potential.Evaluate(crystal, threads, cancellation);
        }
    }
}
