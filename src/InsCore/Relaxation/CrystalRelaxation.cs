using InsCore.Potentials;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Relaxation;

/// <summary>Relaxes the atoms and the cell of a crystal at a pressure.</summary>
/// <remarks>
/// Minimises the enthalpy H = E + P V over positions and cell. At the minimum every force vanishes and the Cauchy stress
/// is σ = (1/V) dE/dε = -P·1. The space group of the start is kept, so the result may be a saddle point towards structures
/// of lower symmetry; imaginary phonons tell: at Γ for the atoms, in the acoustic branches near Γ for the shape of the cell.
/// Method: limited-memory BFGS (Nocedal and Wright 2006, chapter 7.2) in the displacements and the strain of a fixed
/// reference cell, preconditioned by a spring model of the crystal, with a bounded step and a line search.
/// </remarks>
public static class CrystalRelaxation
{
    // Two evaluations of one structure by one potential agree at least so well, whatever the number of threads.
    const double RelativeReproducibility = 1e-7;

    /// <summary>Relaxes a crystal.</summary>
    /// <param name="start">Where to start.</param>
    /// <param name="potential">Gives energy, forces and stress.</param>
    /// <param name="options">Pressure, tolerances, what to keep, files; null for the defaults.</param>
    /// <param name="progress">Told of each step.</param>
    /// <param name="cancellation">Stops the relaxation; its checkpoint, if wanted, is written first.</param>
    /// <returns>The relaxed crystal.</returns>
    /// <exception cref="ArgumentException">The structure has no lattice, or an option is out of range.</exception>
    /// <exception cref="InsInputException">The checkpoint is damaged or of another calculation, or a file is not writable.</exception>
    /// <exception cref="InsNumericalException">The start has overlapping atoms, or the tolerances are not reached.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static RelaxationResult Run(
        Crystal start,
        IPotential potential,
        RelaxationOptions? options = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        options ??= new RelaxationOptions();
        options.Check();
        if (start.Lattice is null)
        {
            throw new ArgumentException("only a crystal can be relaxed; the structure has no lattice", nameof(start));
        }

        SpaceGroup before = SpaceGroup.Find(start, options.SymmetryTolerance);
        SpaceGroup kept = options.KeepSymmetry ? before : SpaceGroup.Trivial(start);
        Crystal reference = kept.Operations.Count > 1 ? kept.Symmetrize(start) : start;
        EnthalpySurface surface = new(reference, kept, potential, options);
        string key = RelaxationCheckpoint.Key(start, kept, potential, options);

        EnthalpyMinimizer minimizer = BeginOrResume(surface, options, key, cancellation);
        bool converged = Minimize(minimizer, options, key, progress, cancellation);
        return Result(minimizer, options, converged, before);
    }

    static EnthalpyMinimizer BeginOrResume(
        EnthalpySurface surface, RelaxationOptions options, string key, CancellationToken cancellation)
    {
        if (!File.Exists(options.Checkpoint))
        {
            try
            {
                return EnthalpyMinimizer.Begin(surface, options, cancellation);
            }
            catch (InsNumericalException e)
            {
                throw new InsNumericalException($"the structure to be relaxed cannot be evaluated: {e.Message}", e);
            }
        }

        RelaxationCheckpoint state = RelaxationCheckpoint.Read(options.Checkpoint, key, surface.Reference.AtomCount);
        double energy = surface.Evaluate(state.Coordinates, cancellation).Result.Energy;
        if (!(Math.Abs(energy - state.Result.Energy) <= RelativeReproducibility * Math.Abs(energy)))
        {
            throw new InsInputException(
                options.Checkpoint, null,
                FormattableString.Invariant($"holds the energy {state.Result.Energy:f6} eV, the potential gives {energy:f6} eV"),
                "delete it or use the potential it was made with");
        }

        return EnthalpyMinimizer.Resume(surface, options, state);
    }

    static bool Minimize(
        EnthalpyMinimizer minimizer,
        RelaxationOptions options,
        string key,
        IProgress<StepProgress>? progress,
        CancellationToken cancellation)
    {
        RelaxationTrajectory? trajectory =
            options.Trajectory is null ? null : new RelaxationTrajectory(options.Trajectory, minimizer.Steps);
        try
        {
            Report(minimizer, options, trajectory, progress);
            while (!minimizer.Point.IsWithin(options))
            {
                if (Obstacle(minimizer, options, cancellation) is string reason)
                {
                    return options.AllowUnconverged ? false : throw NotConverged(minimizer, options, reason);
                }

                Report(minimizer, options, trajectory, progress);
                if (minimizer.Steps % options.CheckpointInterval == 0)
                {
                    Save(minimizer, options, key);
                }
            }

            return true;
        }
        finally
        {
            Save(minimizer, options, key);
        }
    }

    // Takes a step; says why if there is none to take.
    static string? Obstacle(EnthalpyMinimizer minimizer, RelaxationOptions options, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (minimizer.Steps >= options.MaximumSteps)
        {
            return "allow more steps or start nearer";
        }

        if (minimizer.Point.IsStationary(options))
        {
            return "the forces left break the space group, so the potential does not have its symmetry; relax without keeping it";
        }

        return minimizer.Step(cancellation)
            ? null
            : "no lower enthalpy is found along the forces and, within its noise, no smaller forces: the potential is no more "
                + "accurate; use float64, or loosen the tolerance of the forces (--fmax)";
    }

    static void Save(EnthalpyMinimizer minimizer, RelaxationOptions options, string key)
    {
        if (options.Checkpoint is not null)
        {
            RelaxationCheckpoint.Of(minimizer).Write(options.Checkpoint, key);
        }
    }

    static void Report(
        EnthalpyMinimizer minimizer,
        RelaxationOptions options,
        RelaxationTrajectory? trajectory,
        IProgress<StepProgress>? progress)
    {
        SurfacePoint point = minimizer.Point;
        trajectory?.Append(minimizer.Steps, point);
        progress?.Report(new StepProgress("relax", minimizer.Steps, 0, FormattableString.Invariant(
            $"enthalpy {point.Enthalpy:f6} eV, max force {point.Result.LargestForce:0.0e-0} eV/Å, {Pressure(point, options)}")));
    }

    static InsNumericalException NotConverged(EnthalpyMinimizer minimizer, RelaxationOptions options, string reason)
    {
        SurfacePoint point = minimizer.Point;
        int atom = point.AtomOfLargestForce;
        string symbol = Element.Symbol(point.Crystal.AtomicNumbers[atom]);
        return new InsNumericalException(FormattableString.Invariant(
            $"the relaxation has not converged in {minimizer.Steps} steps ({minimizer.Evaluations} evaluations): ")
            + FormattableString.Invariant($"force {point.Result.LargestForce:0.00e-0} eV/Å on atom {atom + 1} ({symbol}), ")
            + $"{Pressure(point, options)}; {reason}");
    }

    static string Pressure(SurfacePoint point, RelaxationOptions options)
    {
        double pressure = -Constants.EvPerCubicAngstromInGpa * point.Stress.Trace / 3;
        return options.RelaxCell
            ? FormattableString.Invariant(
                $"pressure {pressure:f4} GPa, largest stress left {point.StressDeviation(options.Pressure):0.0e-0} GPa")
            : FormattableString.Invariant($"pressure {pressure:f4} GPa in the fixed cell");
    }

    static RelaxationResult Result(
        EnthalpyMinimizer minimizer, RelaxationOptions options, bool converged, SpaceGroup before) => new()
        {
            Crystal = minimizer.Point.Crystal,
            Energy = minimizer.Point.Result.Energy,
            Enthalpy = minimizer.Point.Enthalpy,
            Forces = minimizer.Point.Result.Forces,
            Stress = minimizer.Point.Stress,
            TargetPressure = options.Pressure,
            Converged = converged,
            Steps = minimizer.Steps,
            Evaluations = minimizer.Evaluations,
            SpaceGroupBefore = before,
            SpaceGroupAfter = SpaceGroup.Find(minimizer.Point.Crystal, options.SymmetryTolerance),
        };
}
