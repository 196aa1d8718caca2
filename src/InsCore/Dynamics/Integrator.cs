using System.Diagnostics;
using System.Runtime.CompilerServices;
using InsCore.Potentials;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Dynamics;

/// <summary>Takes time steps: velocity Verlet, with the thermostat, and the motion of the cell, in the middle of the step.</summary>
/// <remarks>
/// Splitting B_v B_G C A O A C B_G B_v: kicks of velocities and of the cell, deformation, drift, thermostat. Without thermostat and cell it is
/// velocity Verlet (L. Verlet, Phys. Rev. 159, 98 (1967); W. C. Swope et al., J. Chem. Phys. 76, 637 (1982)), with a thermostat BAOAB (B. Leimkuhler,
/// C. Matthews, Appl. Math. Res. Express 2013, 34; with other thermostats Z. Zhang et al., J. Phys. Chem. A 123, 6056 (2019)), whose positions are
/// exactly canonical in harmonic systems, as are the velocities in the middle of the step: from them temperature and pressure are
/// taken (J. Jung, C. Kobayashi, Y. Sugita, J. Chem. Phys. 148, 164109 (2018)).
/// </remarks>
internal sealed class Integrator
{
    // Purpose of random numbers, beside those of the velocities.
    const uint Cell = 3;

    readonly PotentialSession session;
    readonly DynamicsOptions options;
    readonly VelocityBath bath;
    readonly CellMotion? cellMotion;
    readonly MicrocanonicalStart microcanonical;
    readonly double[] kicks; // [nAtoms], Å/fs per eV/Å and fs

    /// <summary>Begins at a structure, with velocities of the temperature.</summary>
    public Integrator(Crystal crystal, IPotential potential, DynamicsOptions options)
    {
        this.options = options;
        session = potential.OpenSession(crystal, options.Threads);
        double[] masses = crystal.Masses.ToArray();
        bath = new VelocityBath(masses, options.Temperature, options.Seed);
        kicks = Array.ConvertAll(masses, m => Constants.SquareVelocityOfEvPerMass / m);
        State = new DynamicsState(crystal.AtomCount) { Cell = crystal.PeriodicLattice.Vectors };
        crystal.Positions.CopyTo(State.Positions);
        bath.Draw(State.Velocities);
        microcanonical = new MicrocanonicalStart(options, bath);
        cellMotion = options.Ensemble == Ensemble.Npt
            ? new CellMotion(options.Temperature, options.Pressure / Constants.EvPerCubicAngstromInGpa, options.CellTime, DegreesOfFreedom, State.Cell)
            : null;
    }

    /// <summary>Where it stands.</summary>
    public DynamicsState State { get; }

    /// <summary>N_f = 3N - 3.</summary>
    public int DegreesOfFreedom => bath.DegreesOfFreedom;

    /// <summary>Potential energy, eV.</summary>
    public double Potential => session.Energy;

    /// <summary>Kinetic energy at the full step, eV.</summary>
    public double Kinetic => bath.Kinetic(State.Velocities);

    /// <summary>Σ m v vᵀ in the middle of the last step, eV.</summary>
    public Matrix3d MiddleKinetic { get; private set; }

    /// <summary>What the equations of motion keep, whatever the thermostat: energy (with that of the cell) less the heat taken up, eV.</summary>
    public double Conserved => Potential + Kinetic + (cellMotion?.Energy(State) ?? 0) - State.Heat;

    /// <summary>Instantaneous pressure tensor (Σ m v vᵀ - dU/dε)/V, the kinetic part from the middle of the step, eV/Å³.</summary>
    public Matrix3d Pressure => 1 / Math.Abs(State.Cell.Determinant) * (MiddleKinetic - session.StrainGradient);

    /// <summary>Ticks of the stopwatch spent on forces (without lists of neighbours), and on lists.</summary>
    public (long Forces, long Lists) Ticks { get; private set; }

    void Evaluate(CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp(), lists = session.ListTicks;
        session.Evaluate(State.Cell, State.Positions, cancellation);
        long list = session.ListTicks - lists;
        Ticks = (Ticks.Forces + Stopwatch.GetTimestamp() - start - list, Ticks.Lists + list);
    }

    /// <summary>Searches for neighbours so far.</summary>
    public int Searches => session.ListSearches;

    /// <summary>Prepares the first step of all.</summary>
    public void Begin(CancellationToken cancellation)
    {
        Evaluate(cancellation);
        microcanonical.Begin(State, session.Forces);
        MiddleKinetic = bath.KineticTensor(State.Velocities);
    }

    /// <summary>Prepares the first step after a restart.</summary>
    public void Resume(CancellationToken cancellation)
    {
        Evaluate(cancellation);
        MiddleKinetic = bath.KineticTensor(State.Velocities);
    }

    /// <summary>Takes a step.</summary>
    /// <exception cref="InsNumericalException">Atoms overlap, or the motion has run away.</exception>
    public void Step(CancellationToken cancellation)
    {
        double half = 0.5 * options.TimeStep;
        Kick(half);
        PushCell(half);
        Move(half, isDeformedFirst: true);
        Thermalize(options.TimeStep);
        Move(half, isDeformedFirst: false);
        Evaluate(cancellation);
        PushCell(half);
        Kick(half);
        State.Step++;
        microcanonical.Observe(State, Potential);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Kick(double t)
    {
        ReadOnlySpan<Vector3d> forces = session.Forces;
        Span<Vector3d> velocities = State.Velocities;
        for (int i = 0; i < velocities.Length; i++)
        {
            velocities[i] += t * kicks[i] * forces[i];
        }
    }

    void PushCell(double t)
    {
        MiddleKinetic = bath.KineticTensor(State.Velocities);
        if (cellMotion is { } cell)
        {
            State.CellRate += t / cell.Mass * cell.Force(State, MiddleKinetic, session.StrainGradient);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Move(double t, bool isDeformedFirst)
    {
        if (cellMotion is not null && isDeformedFirst)
        {
            CellMotion.Deform(State, t);
        }

        Span<Vector3d> positions = State.Positions, velocities = State.Velocities;
        for (int i = 0; i < positions.Length; i++)
        {
            positions[i] += t * velocities[i];
        }

        if (!isDeformedFirst)
        {
            cellMotion?.DeformAndTurn(State, t);
        }
    }

    void Thermalize(double t)
    {
        bool isEquilibration = State.Step < options.EquilibrationSteps;
        if (!isEquilibration && options.Ensemble == Ensemble.Nve)
        {
            return;
        }

        State.Heat += isEquilibration || options.Thermostat == Thermostat.Langevin
            ? bath.ApplyLangevin(State.Velocities, t, isEquilibration ? options.EquilibrationThermostatTime : options.ThermostatTime, State.Step)
            : bath.ApplyRescaling(State.Velocities, t, options.ThermostatTime, State.Step);
        if (cellMotion is not null)
        {
            CounterRandom random = new(options.Seed, Cell, State.Step);
            cellMotion.Thermalize(State, t, ref random);
        }
    }
}
