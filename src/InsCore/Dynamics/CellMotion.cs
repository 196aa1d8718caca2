using System.Runtime.CompilerServices;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Dynamics;

/// <summary>The motion of a fully flexible cell, of which lengths and angles count and the orientation is kept.</summary>
/// <remarks>
/// H = U(x, h) + Σ ½ m v² + P V - 2 kT ln V + ½ W tr G², with the measure dx dv dG (det h)⁻³ dh of the relative positions: the isothermal-isobaric
/// ensemble of the crystal, dV dh₀ Σ exp(-(U + K + P V)/kT) with h = V^⅓ h₀, whose centre of mass is anywhere in the cell. One kT ln V turns
/// the invariant measure of matrices into dV dh₀, the other is the centre of mass (G. J. Martyna, D. J. Tobias, M. L. Klein, J. Chem. Phys. 101,
/// 4177 (1994), whose extended motion has 2K/N_f in their place; G. Bussi, T. Zykova-Timan, M. Parrinello, J. Chem. Phys. 130, 074101
/// (2009)). Langevin equation of the cell: D. Quigley, M. I. J. Probert, J. Chem. Phys. 120, 11432 (2004). docs/dynamics.md has the proof.
/// </remarks>
/// <param name="temperature">T, K.</param>
/// <param name="pressure">P, eV/Å³.</param>
/// <param name="time">Time scale τ of the cell, fs.</param>
/// <param name="degreesOfFreedom">Of the atoms.</param>
/// <param name="start">Lattice vectors at the start: a keeps its direction, b its plane with a.</param>
internal sealed class CellMotion(double temperature, double pressure, double time, int degreesOfFreedom, Matrix3d start)
{
    readonly double thermal = Constants.Boltzmann * temperature;
    readonly Matrix3d orientation = Triad(start);

    /// <summary>W, eV fs²: (N_f + 3) kT τ²/3, as Martyna, Tobias and Klein recommend.</summary>
    public double Mass { get; } = (degreesOfFreedom + 3) * Constants.Boltzmann * temperature * time * time / 3;

    /// <summary>Damping of the cell, 1/fs: the period that the mass aims at in a damped motion.</summary>
    public double Friction { get; } = 2 * Math.PI / time;

    /// <summary>What the cell adds to the conserved quantity: P V - 2 kT ln V + ½ W tr G², eV.</summary>
    public double Energy(DynamicsState state)
    {
        double volume = Volume(state);
        return (pressure * volume) - (2 * thermal * Math.Log(volume)) + Kinetic(state.CellRate);
    }

    /// <summary>½ W tr G², eV.</summary>
    public double Kinetic(Matrix3d rate) => 0.5 * Mass * (rate * rate).Trace;

    /// <summary>W dG/dt = Σ m v vᵀ - dU/dε - (P V - 2 kT) 1, eV.</summary>
    /// <param name="state">The state.</param>
    /// <param name="kinetic">Σ m v vᵀ, eV.</param>
    /// <param name="strainGradient">dU/dε, eV.</param>
    public Matrix3d Force(DynamicsState state, Matrix3d kinetic, Matrix3d strainGradient)
    {
        Matrix3d force = kinetic - strainGradient - (((pressure * Volume(state)) - (2 * thermal)) * Matrix3d.Identity);
        return 0.5 * (force + force.Transpose);
    }

    /// <summary>h → h exp(tG), x → x exp(tG), v → v exp(-tG): keeps the measure, whatever G.</summary>
    public static void Deform(DynamicsState state, double t)
    {
        (Matrix3d forward, Matrix3d backward) = Exponentials(t * state.CellRate);
        state.Cell *= forward;
        Transform(state, forward, backward);
    }

    /// <summary>
    /// The same, then everything rotated so that a and the plane of a and b have the directions of the start: a change of coordinates, not of the motion.
    /// </summary>
    public void DeformAndTurn(DynamicsState state, double t)
    {
        (Matrix3d forward, Matrix3d backward) = Exponentials(t * state.CellRate);
        Matrix3d cell = state.Cell * forward, rotation = Triad(cell).Transpose * orientation;
        state.Cell = cell * rotation;
        Matrix3d rate = rotation.Transpose * state.CellRate * rotation;
        state.CellRate = 0.5 * (rate + rate.Transpose);
        Transform(state, forward * rotation, backward * rotation);
    }

    /// <summary>Friction and noise of the cell during a time, exact: G has the variance kT/W, its off-diagonal elements half of that.</summary>
    public void Thermalize(DynamicsState state, double t, ref CounterRandom random)
    {
        double keep = Math.Exp(-Friction * t), noise = Math.Sqrt((1 - (keep * keep)) * thermal / Mass);
        double xx = random.Normal(), yy = random.Normal(), zz = random.Normal();
        double yz = random.Normal() / Math.Sqrt(2), xz = random.Normal() / Math.Sqrt(2), xy = random.Normal() / Math.Sqrt(2);
        double before = Kinetic(state.CellRate);
        state.CellRate = (keep * state.CellRate) + (noise * new Matrix3d(xx, xy, xz, xy, yy, yz, xz, yz, zz));
        state.Heat += Kinetic(state.CellRate) - before;
    }

    /// <summary>exp(M) and exp(-M) of a small matrix, by the series of even and odd powers until nothing is added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static (Matrix3d Forward, Matrix3d Backward) Exponentials(Matrix3d m)
    {
        Matrix3d even = Matrix3d.Identity, odd = m, term = m;
        for (int n = 2; n < 100; n += 2)
        {
            term = 1.0 / n * (term * m);
            Matrix3d before = even;
            even += term;
            term = 1.0 / (n + 1) * (term * m);
            odd += term;
            if (even == before)
            {
                break; // odd powers behind it are smaller still
            }
        }

        return (even + odd, even - odd);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Transform(DynamicsState state, Matrix3d position, Matrix3d velocity)
    {
        foreach (ref Vector3d x in state.Positions.AsSpan())
        {
            x *= position;
        }

        foreach (ref Vector3d v in state.Velocities.AsSpan())
        {
            v *= velocity;
        }
    }

    static double Volume(DynamicsState state) => Math.Abs(state.Cell.Determinant);

    // Directions of a, of b across a, and of the normal of both, in rows.
    static Matrix3d Triad(Matrix3d cell)
    {
        Vector3d x = 1 / cell.Row0.Norm * cell.Row0;
        Vector3d across = cell.Row1 - (Vector3d.Dot(cell.Row1, x) * x);
        Vector3d y = 1 / across.Norm * across;
        return new(x, y, Vector3d.Cross(x, y));
    }
}
