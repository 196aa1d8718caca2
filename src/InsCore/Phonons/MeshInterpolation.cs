using System.Numerics;
using InsCore.Structures;

namespace InsCore.Phonons;

/// <summary>Force constants from dynamical matrices on a mesh: what a supercell of displaced atoms would give, without one.</summary>
/// <remarks>
/// Φ_ia,jb(R) = (1/N) Σ_q (m_i m_j)^(1/2) D_ia,jb(q) exp(-2πi q·R) over the n1 × n2 × n3 wave vectors of the supercell, which then gives the same
/// matrices there, and interpolates between them. D(-q) = D(q)*, so that half of the wave vectors are evaluated.
/// </remarks>
public static class MeshInterpolation
{
    /// <summary>Evaluates matrices on a mesh and transforms them.</summary>
    /// <param name="exact">Source of the matrices; called from several threads at once.</param>
    /// <param name="divisions">The mesh, and the supercell of the force constants.</param>
    /// <param name="options">Born charges, sum rule, images; null for the defaults without charges.</param>
    /// <param name="threads">Wave vectors treated at the same time; 0 for all cores.</param>
    /// <param name="progress">Told after each wave vector.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    public static ForceConstants ForceConstants(
        IDynamicalMatrix exact,
        (int A, int B, int C) divisions,
        ForceConstantsOptions? options = null,
        int threads = 0,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        Supercell supercell = new(exact.Crystal, divisions.A, divisions.B, divisions.C);
        QMesh mesh = QMesh.Irreducible(divisions, [], shifted: false);
        int size = 3 * exact.Crystal.AtomCount, done = 0;
        Complex[][] matrices = new Complex[mesh.QPoints.Length][];
        ParallelLoop.For(
            matrices.Length,
            threads,
            () => 0,
            (q, _) =>
            {
                matrices[q] = new Complex[size * size];
                exact.Evaluate(mesh.QPoints[q], matrices[q]);
                progress?.Report(new StepProgress("second derivatives", Interlocked.Increment(ref done), matrices.Length, ""));
            },
            cancellation);
        double[] values = new double[size * 3 * supercell.Crystal.AtomCount];
        for (int q = 0; q < matrices.Length; q++)
        {
            Add(supercell, mesh.QPoints[q], mesh.Weights[q], matrices[q], values);
        }

        return new ForceConstants(supercell, values, options);
    }

    // The weight of q counts -q too, whose term is the complex conjugate.
    static void Add(Supercell supercell, Vector3d q, double weight, Complex[] matrix, double[] values)
    {
        ReadOnlySpan<double> masses = supercell.Unit.Masses;
        int size = 3 * supercell.Unit.AtomCount, all = supercell.Crystal.AtomCount;
        for (int s = 0; s < all; s++)
        {
            int j = supercell.UnitAtoms[s];
            (double sine, double cosine) = double.SinCosPi(2 * Vector3d.Dot(q, supercell.Shifts[s]));
            for (int row = 0; row < size; row++)
            {
                double scale = weight * Math.Sqrt(masses[row / 3] * masses[j]);
                for (int b = 0; b < 3; b++)
                {
                    Complex z = matrix[(row * size) + (3 * j) + b];
                    values[(((row * all) + s) * 3) + b] += scale * ((z.Real * cosine) + (z.Imaginary * sine));
                }
            }
        }
    }
}
