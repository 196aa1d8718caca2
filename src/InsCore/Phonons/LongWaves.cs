using InsCore.Structures;

namespace InsCore.Phonons;

/// <summary>Looks for unstable sound waves, which a mesh of wave vectors may step over.</summary>
/// <remarks>
/// Near Γ the acoustic branches are those of the elastic continuum, ρ ω² u = C(q, q) u (Born and Huang 1954, §26). An imaginary one means that
/// the crystal, held by its space group or its periodic cell, is not stable against a shear, even if every mode at Γ is real.
/// </remarks>
public static class LongWaves
{
    /// <summary>Length of the wave vectors looked at, Å⁻¹ (with 2π): waves of about 200 Å.</summary>
    public const double WaveVector = 0.03;

    // Below this an energy is rounding, eV; the sound waves looked at have 1e-4 eV and more.
    const double Negligible = 1e-6;

    /// <summary>Modes at short wave vectors along the 13 axes and diagonals of the reciprocal cell.</summary>
    /// <param name="matrices">Source of the dynamical matrices.</param>
    /// <param name="threads">Threads; 0 for all cores.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    public static StabilityReport Examine(IDynamicalMatrix matrices, int threads = 0, CancellationToken cancellation = default)
    {
        PhononModes modes = PhononSolver.Solve(matrices, Points(matrices.Crystal.PeriodicLattice), threads, null, cancellation);
        StabilityReport report = StabilityReport.Of(modes);
        return report.LargestImaginary > Negligible ? report : report with { ImaginaryModes = 0, LargestImaginary = 0, WorstQ = null };
    }

    /// <summary>The wave vectors looked at, fractional.</summary>
    internal static Vector3d[] Points(Lattice lattice)
    {
        List<Vector3d> points = [];
        for (int code = 14; code < 27; code++)
        {
            Vector3d direction = new((code % 3) - 1, (code / 3 % 3) - 1, (code / 9) - 1);
            double length = 2 * Math.PI * (direction * lattice.Reciprocal).Norm;
            points.Add((WaveVector / length) * direction);
        }

        return [.. points];
    }
}
