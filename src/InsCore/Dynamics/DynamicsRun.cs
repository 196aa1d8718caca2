using System.Diagnostics;
using InsCore.Potentials;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Dynamics;

/// <summary>One run of a trajectory: steps, samples, restart files.</summary>
/// <param name="start">Where to start.</param>
/// <param name="potential">The potential.</param>
/// <param name="options">Its settings.</param>
/// <param name="folder">Where its files are.</param>
/// <param name="output">Where samples go.</param>
/// <param name="key">What the run is, for the restart file.</param>
internal sealed class DynamicsRun(
    Crystal start, IPotential potential, DynamicsOptions options, string folder, TrajectoryOutput output, byte[] key)
{
    static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(0.2);

    readonly string restart = Path.Combine(folder, Trajectory.RestartName);
    readonly Integrator integrator = new(start, potential, options);
    readonly Stopwatch total = new(), sinceRestart = new(), sinceReport = new();
    DynamicsCost earlier;
    long firstStep;
    (long Forces, long Lists) before;
    int searchesBefore;

    /// <summary>What was spent so far, by earlier runs too; a run that takes no step adds nothing.</summary>
    public DynamicsCost Cost => integrator.State.Step == firstStep ? earlier : earlier + new DynamicsCost(
        integrator.State.Step - firstStep,
        TimeSpan.FromSeconds((double)(integrator.Ticks.Forces - before.Forces) / Stopwatch.Frequency),
        TimeSpan.FromSeconds((double)(integrator.Ticks.Lists - before.Lists) / Stopwatch.Frequency),
        integrator.Searches - searchesBefore,
        total.Elapsed);

    long LastStep => options.EquilibrationSteps + options.ProductionSteps;

    /// <summary>Takes up the restart file, if there is one.</summary>
    public void BeginOrResume(double tolerance, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        if (!File.Exists(restart))
        {
            output.Begin();
            integrator.Begin(cancellation);
            return;
        }

        (double energy, long frames, int segments) = RestartFile.Read(restart, key, integrator.State, output.Pending);
        output.Open(frames, segments);
        integrator.Resume(cancellation);
        earlier = CostFile.Read(folder, key);
        if (!(Math.Abs(integrator.Potential - energy) <= tolerance * Math.Abs(energy)))
        {
            throw new InsInputException(
                restart, null, FormattableString.Invariant($"holds the energy {energy:f6} eV, the potential gives {integrator.Potential:f6} eV"),
                "delete it or use the potential it was made with");
        }

        string exact = integrator.Potential == energy ? "" : ", not bit for bit: another machine, version or number of threads";
        progress?.Report(new StepProgress("md", 0, 0, FormattableString.Invariant($"going on from {Time(integrator.State.Step)}{exact}")));
    }

    /// <summary>Runs to the end.</summary>
    public void Go(IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        (firstStep, before, searchesBefore) = (integrator.State.Step, integrator.Ticks, integrator.Searches);
        total.Start();
        sinceRestart.Start();
        sinceReport.Start();
        if (options.EquilibrationSteps == 0 && firstStep == 0 && output.Pending.Count == 0)
        {
            Sample();
        }

        while (integrator.State.Step < LastStep)
        {
            Step(cancellation);
            if (sinceReport.Elapsed > ReportInterval)
            {
                Report(progress);
            }

            if (sinceRestart.Elapsed >= options.RestartInterval)
            {
                Save();
            }
        }

        Save();
        output.Complete();
        total.Stop();
        SaveCost();
        Report(progress);
    }

    // A step is whole or not at all: a potential that is interrupted leaves no state to be saved.
    void Step(CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            Save();
            SaveCost();
            throw new OperationCanceledException(cancellation);
        }

        integrator.Step(CancellationToken.None);
        long step = integrator.State.Step - options.EquilibrationSteps;
        if (step >= 0 && step % options.SampleSteps == 0)
        {
            Sample();
        }
    }

    void Sample()
    {
        DynamicsState state = integrator.State;
        DynamicsSample sample = new(
            state.Step - options.EquilibrationSteps, integrator.Potential, 0.5 * integrator.MiddleKinetic.Trace, integrator.Kinetic, integrator.Conserved,
            state.Cell, integrator.Pressure);
        if (!double.IsFinite(sample.Conserved))
        {
            throw new InsNumericalException($"the energy is not finite after {Time(state.Step)}; shorten the time step (--dt)");
        }

        output.Add(sample, state);
    }

    void Save()
    {
        output.Flush();
        RestartFile.Write(restart, key, integrator.State, integrator.Potential, output);
        sinceRestart.Restart();
    }

    void SaveCost()
    {
        if (integrator.State.Step > firstStep)
        {
            CostFile.Write(folder, key, Cost);
        }
    }

    void Report(IProgress<StepProgress>? progress)
    {
        sinceReport.Restart();
        DynamicsState state = integrator.State;
        double temperature = integrator.MiddleKinetic.Trace / (integrator.DegreesOfFreedom * Constants.Boltzmann);
        double pressure = integrator.Pressure.Trace / 3 * Constants.EvPerCubicAngstromInGpa;
        string stage = state.Step < options.EquilibrationSteps ? "md equilibration" : "md";
        progress?.Report(new StepProgress(stage, (int)Math.Min(state.Step, int.MaxValue), (int)Math.Min(LastStep, int.MaxValue), FormattableString.Invariant(
            $"{Time(state.Step)}  {temperature:F0} K  {pressure:F2} GPa  V {Math.Abs(state.Cell.Determinant):F1} Å³  {integrator.Potential:F3} eV  {Rate():F1} ps/h")));
    }

    double Rate() => (integrator.State.Step - firstStep) * options.TimeStep * 1e-3 / Math.Max(total.Elapsed.TotalHours, 1e-9);

    string Time(long step) => FormattableString.Invariant($"{(step - options.EquilibrationSteps) * options.TimeStep * 1e-3:F3} ps");
}
