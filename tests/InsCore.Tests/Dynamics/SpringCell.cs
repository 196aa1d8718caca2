using InsCore.Potentials;
using InsCore.Structures;

namespace InsCore.Tests.Dynamics;

/// <summary>
/// A crystal that is known exactly: springs between the displacements of all pairs of atoms, and an elastic cell,
/// U = ½ Σ k_ij |u_i - u_j|² + B (V - V₀)²/2V₀ + ½ μ V₀ (tr F Fᵀ/J^⅔ - 3), with u = (s - s₀) h and F = h₀⁻¹ h.
/// </summary>
internal sealed class SpringCell : IPotential
{
    /// <summary>Bulk and shear modulus, eV/Å³.</summary>
    public const double Bulk = 0.004, Shear = 0.003;

    readonly Vector3d[] sites;
    readonly Matrix3d inverse;
    readonly double[,] springs;

    public SpringCell(int atoms = 6, double size = 6)
    {
        Random random = new(3);
        double Next() => random.NextDouble();
        Lattice lattice = new(new Matrix3d(size, 0, 0, 0.1 * size, size, 0, -0.15 * size, 0.05 * size, size));
        sites = [.. Enumerable.Range(0, atoms).Select(_ => new Vector3d(Next(), Next(), Next()))];
        Crystal = new(lattice, [.. Enumerable.Repeat(6, atoms)], Array.ConvertAll(sites, lattice.ToCartesian), [.. Enumerable.Range(0, atoms).Select(_ => 4 + (30 * Next()))]);
        inverse = lattice.Inverse;
        springs = new double[atoms, atoms];
        for (int i = 0; i < atoms; i++)
        {
            for (int j = 0; j < i; j++)
            {
                springs[i, j] = springs[j, i] = 0.2 + Next();
            }
        }
    }

    public Crystal Crystal { get; }

    public string Description => "springs";

    public IReadOnlyList<int> Elements => [6];

    public double CutoffRadius => 1;

    /// <summary>tr F Fᵀ/J^⅔ - 3: how far the cell has changed its shape.</summary>
    public double Distortion(Matrix3d cell)
    {
        Matrix3d f = inverse * cell;
        return ((f * f.Transpose).Trace / Math.Pow(f.Determinant, 2.0 / 3)) - 3;
    }

    /// <summary>Energy of the springs alone, eV.</summary>
    public double SpringEnergy(double energy, Matrix3d cell) => energy - Elastic(cell);

    double Elastic(Matrix3d cell)
    {
        double v0 = Crystal.Volume, d = cell.Determinant - v0;
        return (Bulk * d * d / (2 * v0)) + (0.5 * Shear * v0 * Distortion(cell));
    }

    public PotentialResult Evaluate(Crystal crystal, int threads = 0, CancellationToken cancellation = default)
    {
        Matrix3d cell = crystal.PeriodicLattice.Vectors, back = crystal.PeriodicLattice.Inverse;
        int n = sites.Length;
        Vector3d[] u = new Vector3d[n], forces = new Vector3d[n];
        for (int i = 0; i < n; i++)
        {
            u[i] = ((crystal.Positions[i] * back) - sites[i]) * cell;
        }

        double energy = Elastic(cell);
        Matrix3d strain = default;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++)
            {
                Vector3d d = u[i] - u[j], pull = springs[i, j] * d;
                energy += 0.5 * Vector3d.Dot(pull, d);
                forces[i] -= pull;
                forces[j] += pull;
                strain += Matrix3d.Outer(d, pull);
            }
        }

        Matrix3d f = inverse * cell;
        double v = cell.Determinant, v0 = Crystal.Volume, j23 = Math.Pow(f.Determinant, -2.0 / 3);
        strain += (Bulk / v0 * (v - v0) * v) * Matrix3d.Identity;
        strain += (Shear * v0 * j23) * ((f.Transpose * f) - ((f * f.Transpose).Trace / 3 * Matrix3d.Identity));
        double[] energies = new double[n];
        energies[0] = energy;
        return new(energy, energies, forces, strain);
    }
}
