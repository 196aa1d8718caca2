using InsCore.Phonons;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Pressure;

/// <summary>Speeds of sound from dynamical matrices: the slopes of the acoustic branches at Γ.</summary>
public static class SoundWaves
{
    // Å⁻¹: waves far above rounding, and short of where soft optical modes bend the branches.
    const double WaveVector = 0.005;

    // kg/m³ of one u/Å³, and m/s of one Å/fs.
    const double UnitDensity = 1660.53906892, AngstromPerFemtosecond = 1e5;

    /// <summary>Density, kg/m³.</summary>
    public static double Density(Crystal crystal)
    {
        double mass = 0;
        foreach (double m in crystal.Masses)
        {
            mass += m;
        }

        return UnitDensity * mass / crystal.Volume;
    }

    /// <summary>Speeds of the three acoustic branches, ascending, m/s; negative where the branch is imaginary.</summary>
    /// <param name="matrices">Source of the dynamical matrices.</param>
    /// <param name="direction">Of the wave vector, Cartesian.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    /// <remarks>ω²/q² = v² + c₂ q² + c₄ q⁴ + … at q, 2q and 3q, extrapolated to q = 0.</remarks>
    public static Vector3d Speeds(IDynamicalMatrix matrices, Vector3d direction, CancellationToken cancellation = default)
    {
        // q = 2π Σ f_c b_c, so f = A q/2π.
        Vector3d unit = (WaveVector / direction.Norm / (2 * Math.PI)) * (matrices.Crystal.PeriodicLattice.Vectors * direction);
        PhononModes modes = PhononSolver.Solve(matrices, [unit, 2 * unit, 3 * unit], 1, null, cancellation);
        double Speed(int n)
        {
            double Square(int q) => Math.Sign(modes.EnergiesAt(q)[n]) * Math.Pow(modes.EnergiesAt(q)[n] / ((q + 1) * WaveVector), 2);
            double square = ((15 * Square(0)) - (6 * Square(1)) + Square(2)) / 10;
            return Math.Sign(square) * Math.Sqrt(Math.Abs(square)) / Constants.ReducedPlanck * AngstromPerFemtosecond;
        }

        // Imaginary optical modes, of negative energy, lie below the acoustic ones and are not sound.
        int first = Enumerable.Range(0, modes.ModeCount - 2).MinBy(n => Enumerable.Range(n, 3).Sum(k => Math.Abs(modes.EnergiesAt(0)[k])));
        return new(Speed(first), Speed(first + 1), Speed(first + 2));
    }
}
