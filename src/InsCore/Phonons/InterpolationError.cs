using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Phonons;

/// <summary>How far interpolated modes are from exact ones, at wave vectors that lie half-way between those they were made of.</summary>
/// <param name="Points">Number of wave vectors compared.</param>
/// <param name="Maximum">Largest difference of a mode's energy, cm⁻¹.</param>
/// <param name="Rms">Root mean square over modes and wave vectors, cm⁻¹.</param>
/// <param name="Worst">Wave vector of the largest difference, fractional.</param>
public sealed record InterpolationError(int Points, double Maximum, double Rms, Vector3d Worst)
{
    /// <summary>Compares modes, in the order of their energies.</summary>
    /// <param name="interpolated">What is interpolated.</param>
    /// <param name="exact">Exact matrices.</param>
    /// <param name="divisions">The mesh that was interpolated.</param>
    /// <param name="threads">Wave vectors treated at the same time; 0 for all cores.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    public static InterpolationError Measure(
        IDynamicalMatrix interpolated, IDynamicalMatrix exact, (int A, int B, int C) divisions, int threads = 0, CancellationToken cancellation = default)
    {
        Vector3d[] points = TestPoints(divisions);
        double[] reference = PhononSolver.Solve(exact, points, threads, null, cancellation).Energies;
        double[] found = PhononSolver.Solve(interpolated, points, threads, null, cancellation).Energies;
        double[] errors = [.. reference.Zip(found, (x, y) => Math.Abs(x - y) * Constants.EvInWavenumbers)];
        int worst = Array.IndexOf(errors, errors.Max());
        return new(
            points.Length, errors[worst], Math.Sqrt(errors.Sum(e => e * e) / errors.Length), points[worst / (errors.Length / points.Length)]);
    }

    /// <summary>Half a step from Γ along all axes and along each, and half a step from the far corner of the mesh.</summary>
    /// <param name="divisions">The mesh.</param>
    public static Vector3d[] TestPoints((int A, int B, int C) divisions)
    {
        Vector3d half = new(0.5 / divisions.A, 0.5 / divisions.B, 0.5 / divisions.C);
        Vector3d corner = new((divisions.A / 2) / (double)divisions.A, (divisions.B / 2) / (double)divisions.B, (divisions.C / 2) / (double)divisions.C);
        return [half, new(half.X, 0, 0), new(0, half.Y, 0), new(0, 0, half.Z), corner - half];
    }

    /// <summary>One line for people.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"interpolation error at {Points} wave vectors half-way between those of the mesh: at most {Maximum:G3}, rms {Rms:G3} cm⁻¹");
}
