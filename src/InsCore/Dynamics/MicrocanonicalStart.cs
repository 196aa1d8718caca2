using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Dynamics;

/// <summary>Gives a trajectory of constant energy the energy whose mean temperature is the one asked for.</summary>
/// <remarks>
/// By equipartition ⟨K⟩ = ½ N_f kT, and the potential energy of a harmonic crystal is as much above its minimum. With an equilibration, ⟨U⟩ is the mean
/// of its second half, and velocities at its end are scaled to K = ⟨U⟩ + ½ N_f kT - U; without one, a structure at rest in its minimum
/// gets K = N_f kT, twice what it keeps, and any other ½ N_f kT, as if it were in the middle of such a motion.
/// </remarks>
/// <param name="options">Temperature and times.</param>
/// <param name="bath">Knows the masses.</param>
internal sealed class MicrocanonicalStart(DynamicsOptions options, VelocityBath bath)
{
    // eV/Å; a structure of larger forces is not at rest in its minimum.
    const double LargestForce = 0.02;

    readonly double mean = 0.5 * bath.DegreesOfFreedom * Constants.Boltzmann * options.Temperature;

    /// <summary>Before the first step.</summary>
    public void Begin(DynamicsState state, ReadOnlySpan<Vector3d> forces)
    {
        if (options.Ensemble != Ensemble.Nve || options.EquilibrationSteps > 0)
        {
            return;
        }

        double largest = 0;
        foreach (Vector3d force in forces)
        {
            largest = Math.Max(largest, force.Norm);
        }

        Scale(state, largest < LargestForce ? 2 * mean : mean);
    }

    /// <summary>After each step.</summary>
    public void Observe(DynamicsState state, double potential)
    {
        long steps = options.EquilibrationSteps, first = steps / 2;
        if (options.Ensemble != Ensemble.Nve || state.Step <= first || state.Step > steps)
        {
            return;
        }

        state.PotentialSum += potential;
        if (state.Step == steps)
        {
            Scale(state, (state.PotentialSum / (steps - first)) + mean - potential);
        }
    }

    // A target below zero would need more energy taken out than there is: the velocities are left alone.
    void Scale(DynamicsState state, double target)
    {
        double kinetic = bath.Kinetic(state.Velocities);
        if (target > 0 && kinetic > 0)
        {
            double factor = Math.Sqrt(target / kinetic);
            foreach (ref Vector3d v in state.Velocities.AsSpan())
            {
                v = factor * v;
            }

            state.Heat += target - kinetic;
        }
    }
}
