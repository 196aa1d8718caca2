namespace InsCore.Dynamics;

/// <summary>Settings of a trajectory. The defaults are those of the command line; times are in fs.</summary>
public sealed record DynamicsOptions
{
    /// <summary>What is sampled.</summary>
    public Ensemble Ensemble { get; init; } = Ensemble.Nvt;

    /// <summary>T, K: of the thermostat, and of the velocities at the start.</summary>
    public double Temperature { get; init; } = 300;

    /// <summary>P of the barostat, GPa.</summary>
    public double Pressure { get; init; }

    /// <summary>Length of the trajectory that is kept, fs.</summary>
    public double Time { get; init; } = 20_000;

    /// <summary>Time before it in which the crystal is brought to its temperature (and pressure) by a Langevin thermostat, fs.</summary>
    public double Equilibration { get; init; } = 2_000;

    /// <summary>Step, fs.</summary>
    public double TimeStep { get; init; } = 0.5;

    /// <summary>What keeps the temperature after equilibration.</summary>
    public Thermostat Thermostat { get; init; } = Thermostat.Rescaling;

    /// <summary>Relaxation time of the thermostat, fs: of the kinetic energy (rescaling) or of every velocity (Langevin).</summary>
    public double ThermostatTime { get; init; } = 200;

    /// <summary>Time scale of the barostat, fs.</summary>
    public double CellTime { get; init; } = 1_000;

    /// <summary>Seed of the random numbers.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Time between samples of positions, velocities, energies, pressure and cell, fs; rounded to whole steps.</summary>
    public double SampleTime { get; init; } = 2;

    /// <summary>Time between frames of the extended XYZ file, fs; rounded to whole samples; 0 for none.</summary>
    public double FrameTime { get; init; } = 100;

    /// <summary>How often the restart file is written; that much at most, of the computer's time, is computed again after a crash.</summary>
    public TimeSpan RestartInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Threads of the potential; 0 for all cores. A bit-exact continuation needs the same number.</summary>
    public int Threads { get; init; }

    /// <summary>Relaxation time of the Langevin thermostat of the equilibration, fs.</summary>
    internal double EquilibrationThermostatTime => Math.Min(100, ThermostatTime);

    /// <summary>Steps of the equilibration.</summary>
    internal long EquilibrationSteps => (long)Math.Round(Equilibration / TimeStep);

    /// <summary>Steps of the trajectory that is kept.</summary>
    internal long ProductionSteps => (long)Math.Round(Time / TimeStep);

    /// <summary>Steps between samples.</summary>
    internal int SampleSteps => Math.Max(1, (int)Math.Round(SampleTime / TimeStep));

    /// <summary>Samples between frames; 0 for no frames.</summary>
    internal int FrameSamples => FrameTime > 0 ? Math.Max(1, (int)Math.Round(FrameTime / (SampleSteps * TimeStep))) : 0;

    /// <summary>All settings that decide the path, but not its length, as text.</summary>
    internal string PathText => FormattableString.Invariant(
        $"{Ensemble}|{Temperature:R}|{Pressure:R}|{EquilibrationSteps}|{TimeStep:R}|{Thermostat}|{ThermostatTime:R}|{CellTime:R}|{Seed}|{SampleSteps}|{FrameSamples}");

    /// <summary>Finds what is out of range.</summary>
    /// <exception cref="InsInputException">A setting cannot be used.</exception>
    public void Check()
    {
        List<string> problems = [];
        void Require(bool holds, string problem)
        {
            if (!holds)
            {
                problems.Add(problem);
            }
        }

        Require(Temperature is > 0 and <= 10_000, "the temperature must be above 0 K and at most 10000 K (the motion is classical)");
        Require(Math.Abs(Pressure) <= 1000, "the pressure must be within ±1000 GPa");
        Require(TimeStep is > 0 and <= 10, "the time step must be above 0 and at most 10 fs");
        Require(Time >= TimeStep && Time <= 1e9, "the time must be at least one step and at most 1 µs");
        Require(!(ProductionSteps < 2L * SampleSteps), "the time must hold at least three samples");
        Require(Equilibration is >= 0 and <= 1e9, "the time of equilibration must not be negative");
        Require(ThermostatTime >= 2 * TimeStep && ThermostatTime <= 1e6, "the time of the thermostat must be at least two steps");
        Require(CellTime >= 20 * TimeStep && CellTime <= 1e6, "the time of the barostat must be at least twenty steps");
        Require(SampleTime is >= 0 and <= 1e6 && FrameTime is >= 0 and <= 1e9, "times between samples and frames must not be negative");
        Require(RestartInterval >= TimeSpan.Zero, "the time between restart files must not be negative");
        Require(Threads >= 0, "threads must not be negative");
        if (problems.Count > 0)
        {
            throw new InsInputException("molecular dynamics", null, string.Join("; ", problems), "see docs/dynamics.md");
        }
    }
}
