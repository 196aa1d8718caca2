using System.Runtime.CompilerServices;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Dynamics;

/// <summary>Exact solutions of the two thermostats over one step, for velocities of vanishing total momentum: 3N - 3 degrees of freedom.</summary>
/// <param name="masses">[nAtoms], u.</param>
/// <param name="temperature">T, K.</param>
/// <param name="seed">Seed of the run.</param>
internal sealed class VelocityBath(double[] masses, double temperature, ulong seed)
{
    // Purposes of random numbers; part of every trajectory.
    const uint Start = 0, Langevin = 1, Rescaling = 2;

    readonly double thermal = Constants.Boltzmann * temperature;
    readonly double totalMass = masses.Sum();

    /// <summary>N_f.</summary>
    public int DegreesOfFreedom { get; } = (3 * masses.Length) - 3;

    /// <summary>Velocities from Maxwell's distribution.</summary>
    public void Draw(Span<Vector3d> velocities)
    {
        velocities.Clear();
        AddNoise(velocities, 0, new CounterRandom(seed, Start, 0));
    }

    /// <summary>Friction and noise: v → c v + √((1 - c²) kT/m) ξ with c = exp(-t/τ), then less the motion of the centre of mass.</summary>
    /// <returns>The energy taken up, eV.</returns>
    /// <remarks>
    /// Ornstein-Uhlenbeck step O of B. Leimkuhler, C. Matthews, Appl. Math. Res. Express 2013, 34, doi:10.1093/amrx/abs010. In mass-weighted
    /// velocities the subtraction is an orthogonal projection, so that what is left is canonical in 3N - 3 dimensions.
    /// </remarks>
    public double ApplyLangevin(Span<Vector3d> velocities, double t, double relaxation, long step)
    {
        double before = Kinetic(velocities);
        AddNoise(velocities, Math.Exp(-t / relaxation), new CounterRandom(seed, Langevin, step));
        return Kinetic(velocities) - before;
    }

    /// <summary>All velocities times one factor, drawn so that the kinetic energy is canonical.</summary>
    /// <returns>The energy taken up, eV.</returns>
    /// <remarks>G. Bussi, D. Donadio, M. Parrinello, J. Chem. Phys. 126, 014101 (2007), equations A7 and A8.</remarks>
    public double ApplyRescaling(Span<Vector3d> velocities, double t, double relaxation, long step)
    {
        CounterRandom random = new(seed, Rescaling, step);
        double kinetic = Kinetic(velocities);
        double keep = Math.Exp(-t / relaxation), share = 0.5 * thermal / kinetic * (1 - keep);
        double first = random.Normal(), others = 2 * random.Gamma(0.5 * (DegreesOfFreedom - 1));
        double square = keep + (share * ((first * first) + others)) + (2 * first * Math.Sqrt(keep * share));
        double factor = Math.Sqrt(square) * (first + Math.Sqrt(keep / share) < 0 ? -1 : 1);
        foreach (ref Vector3d v in velocities)
        {
            v = factor * v;
        }

        return (square - 1) * kinetic;
    }

    /// <summary>Σ ½ m v², eV.</summary>
    public double Kinetic(ReadOnlySpan<Vector3d> velocities) => 0.5 * KineticTensor(velocities).Trace;

    /// <summary>Σ m v vᵀ, eV.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public Matrix3d KineticTensor(ReadOnlySpan<Vector3d> velocities)
    {
        double xx = 0, yy = 0, zz = 0, yz = 0, xz = 0, xy = 0;
        for (int i = 0; i < velocities.Length; i++)
        {
            (double x, double y, double z) = velocities[i];
            double m = masses[i];
            xx += m * x * x;
            yy += m * y * y;
            zz += m * z * z;
            yz += m * y * z;
            xz += m * x * z;
            xy += m * x * y;
        }

        return 1 / Constants.SquareVelocityOfEvPerMass * new Matrix3d(xx, xy, xz, xy, yy, yz, xz, yz, zz);
    }

    void AddNoise(Span<Vector3d> velocities, double keep, CounterRandom random)
    {
        double noise = Math.Sqrt((1 - (keep * keep)) * thermal * Constants.SquareVelocityOfEvPerMass);
        Vector3d momentum = default;
        for (int i = 0; i < velocities.Length; i++)
        {
            Vector3d xi = new(random.Normal(), random.Normal(), random.Normal());
            velocities[i] = (keep * velocities[i]) + (noise / Math.Sqrt(masses[i]) * xi);
            momentum += masses[i] * velocities[i];
        }

        Vector3d drift = 1 / totalMass * momentum;
        foreach (ref Vector3d v in velocities)
        {
            v -= drift;
        }
    }
}
