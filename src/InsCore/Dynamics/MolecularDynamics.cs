using System.Diagnostics;
using InsCore.Potentials;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Dynamics;

/// <summary>Classical molecular dynamics of a crystal in NVE, NVT and NPT, with a restart file and a trajectory on disk.</summary>
public static class MolecularDynamics
{
    // Two evaluations of one structure by one potential agree at least so well, whatever the machine.
    const double RelativeReproducibility = 1e-5;

    /// <summary>Runs a trajectory, or goes on with one that was stopped or is to become longer.</summary>
    /// <param name="start">Where to start; its cell is what periodicity the motion has.</param>
    /// <param name="potential">Gives energy, forces and stress.</param>
    /// <param name="options">Ensemble, temperature, times.</param>
    /// <param name="folder">Where restart file and trajectory go.</param>
    /// <param name="identity">What tells the potential from others of the same description, e.g. the hash of its file.</param>
    /// <param name="progress">Told several times a second.</param>
    /// <param name="cancellation">Stops the run after a step; its restart file is written first.</param>
    /// <returns>Where the trajectory is and what it cost.</returns>
    /// <exception cref="ArgumentException">The structure has no lattice, or a single atom.</exception>
    /// <exception cref="InsInputException">A setting is out of range, or a file is damaged, of another run, or not writable.</exception>
    /// <exception cref="InsNumericalException">Atoms have met, or the motion has run away.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Trajectory Run(
        Crystal start,
        IPotential potential,
        DynamicsOptions options,
        string folder,
        string identity = "",
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        options.Check();
        if (start.Lattice is null || start.AtomCount < 2)
        {
            throw new ArgumentException("molecular dynamics needs a crystal of at least two atoms", nameof(start));
        }

        using TrajectoryOutput output = new(start, options, folder);
        DynamicsRun run = new(start, potential, options, folder, output, RestartFile.Key(start, potential, identity, options));
        run.BeginOrResume(RelativeReproducibility, progress, cancellation);
        run.Go(progress, cancellation);
        return new Trajectory(start, options, folder, run.Cost);
    }
}
