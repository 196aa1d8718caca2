using InsCore.Kernels;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Scattering;

/// <summary>Replaces the acoustic modes that a mesh with Γ misses there by those of an isotropic Debye sphere of the same weight.</summary>
/// <remarks>
/// The sphere holds the share w of the zone that Γ stands for: q_D³ = 6π² w / V. Each of three branches of slope ħc_s adds sticks at
/// E = ħ c_s q with B0 = w · ħ²/(2 M_cell E) · 1/3 spread with density 3q²/q_D³, so that the displacement tensor grows by
/// w Σ_s (1/3) 3ħ/(2 M_cell c_s q_D³) ∫ q coth(ħ c_s q/2kT) dq and the recoil sum rule, which the dropped translations leave short, is
/// whole again.
/// </remarks>
public sealed record AcousticCorrection
{
    // m/s in eV Å: ħ/e · 10¹⁰.
    const double MetrePerSecond = 6.582119569e-6;

    // The integrand is smooth (q coth q), so few points give all digits.
    const int Points = 24;

    /// <summary>True to apply, false not to; null (default): on a Γ-only mesh if the sound speeds are given, else not.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Three sound speeds, m/s; empty: from the modes at the smallest wave vectors of the mesh.</summary>
    public IReadOnlyList<double> SoundSpeeds { get; init; } = [];

    /// <summary>Refuses sound speeds that are none.</summary>
    /// <exception cref="InsInputException">They are not three, or not positive.</exception>
    internal void Check()
    {
        if (SoundSpeeds.Count is not (0 or 3) || !SoundSpeeds.All(c => c > 0 && double.IsFinite(c)))
        {
            throw new InsInputException("sound speeds", null, "three positive numbers are needed", "give them in m/s, e.g. \"1500 1500 3000\"");
        }
    }

    /// <summary>The sticks to add to every atom, or none.</summary>
    internal (double[] Energies, double[] Amplitudes) Sticks(Crystal crystal, IReadOnlyList<LongWave> waves, ModeCensus census)
    {
        bool wanted = Enabled ?? (census.GammaOnly && SoundSpeeds.Count > 0);
        if (!wanted || census.GammaWeight == 0)
        {
            return ([], []);
        }

        double[] slopes = Slopes(waves);
        double radius = Math.Cbrt(6 * Math.PI * Math.PI * census.GammaWeight / crystal.Volume);
        double mass = 0;
        foreach (double m in crystal.Masses)
        {
            mass += m;
        }

        (double[] nodes, double[] weights) = GaussLegendre.Rule(Points);
        double[] energies = new double[3 * Points], amplitudes = new double[3 * Points];
        for (int k = 0; k < energies.Length; k++)
        {
            double x = 0.5 * (nodes[k % Points] + 1);
            energies[k] = slopes[k / Points] * radius * x;
            double share = 1.5 * weights[k % Points] * x * x * census.GammaWeight;
            amplitudes[k] = share * Constants.HbarSquaredPerMass / (6 * mass * energies[k]);
        }

        return (energies, amplitudes);
    }

    // ħ c_s, eV Å.
    double[] Slopes(IReadOnlyList<LongWave> waves)
    {
        Check();
        if (SoundSpeeds.Count > 0)
        {
            return [.. SoundSpeeds.Select(c => c * MetrePerSecond)];
        }

        double shortest = waves.Select(w => w.Length).Where(l => l > 0).DefaultIfEmpty(0).Min();
        LongWave[] near = [.. waves.Where(w => w.Length > 0 && w.Length < 1.5 * shortest)];
        double Slope(Func<LongWave, double> energy) => near.Length == 0 ? 0 : near.Average(w => energy(w) / w.Length);
        double[] slopes = [Slope(w => w.First), Slope(w => w.Second), Slope(w => w.Third)];
        return Array.TrueForAll(slopes, c => c > 0)
            ? slopes
            : throw new InsInputException(
                "sound speeds", null, "the mesh has no stable acoustic modes to take them from", "give them in m/s: --sound-speeds \"1500 1500 3000\"");
    }
}
