using System.Numerics;
using InsCore.Kernels;
using InsCore.Phonons;
using InsCore.Potentials;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Pressure;

/// <summary>Elastic constants of a relaxed crystal, with the atoms free to move within the strained cell.</summary>
/// <remarks>
/// Small strains e of the whole crystal give the stiffness with clamped atoms, ∂σ/∂e, and the coupling Λ = ∂²E/∂u∂e = -∂f/∂e. With Φ the exact second
/// derivatives at Γ the atoms follow by u = -Φ⁻¹ Λ e, and B = ∂σ/∂e - Λᵀ Φ⁻¹ Λ/V (Born and Huang 1954, section 26).
/// </remarks>
public static class ElasticConstants
{
    /// <summary>Length of the strains with float64.</summary>
    public const double DefaultStep = 1e-3;

    /// <summary>Computes the tensor.</summary>
    /// <param name="potential">Gives forces and stress of the strained crystal.</param>
    /// <param name="matrices">Second derivatives of the same potential in the same structure; looked at Γ only.</param>
    /// <param name="step">Strain of the differences, which are of fourth order: 24 evaluations.</param>
    /// <param name="threads">Threads; 0 for all cores.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    /// <returns>The tensor, symmetrised by the point group.</returns>
    /// <exception cref="InsNumericalException">The atoms have no restoring force against some motion at Γ: they cannot follow a strain.</exception>
    public static ElasticResult Compute(
        IPotential potential, IDynamicalMatrix matrices, double step = DefaultStep, int threads = 0, CancellationToken cancellation = default)
    {
        Crystal crystal = matrices.Crystal;
        PotentialSession session = potential.OpenSession(crystal, threads);
        session.Evaluate(crystal.PeriodicLattice.Vectors, crystal.Positions, cancellation);
        Matrix3d stress = (Constants.EvPerCubicAngstromInGpa / crystal.Volume) * session.StrainGradient;
        double pressure = -stress.Trace / 3;
        double[] clamped = new double[36];
        double[][] coupling = new double[6][];
        for (int column = 0; column < 6; column++)
        {
            (double[] stresses, coupling[column]) = Difference(session, crystal, column, step, cancellation);
            for (int row = 0; row < 6; row++)
            {
                clamped[(6 * row) + column] = stresses[row];
            }
        }

        (double[] relaxation, double softest) = InternalRelaxation(matrices, coupling);
        double[] free = [.. clamped.Select((c, k) => c - (Constants.EvPerCubicAngstromInGpa / crystal.Volume * relaxation[k]))];
        SpaceGroup group = SpaceGroup.Find(crystal);
        Matrix3d[] rotations = [.. group.Operations.Select(o => o.CartesianRotation(crystal.PeriodicLattice))];
        double[] symmetric = Voigt.Average(Exchanged(free), rotations);
        return new ElasticResult
        {
            Tensor = new ElasticTensor(symmetric, pressure),
            Clamped = new ElasticTensor(Voigt.Average(Exchanged(clamped), rotations), pressure),
            SymmetryResidual = Largest(free, symmetric),
            ExchangeResidual = Largest(free, [.. Enumerable.Range(0, 36).Select(k => free[(6 * (k % 6)) + (k / 6)])]),
            SoftestMotion = softest,
            Density = SoundWaves.Density(crystal),
            SpaceGroup = $"{group.Symbol} ({group.Number})",
        };
    }

    // ∂σ/∂e, GPa, and -∂f/∂e, eV/Å, by differences of fourth order.
    static (double[] Stresses, double[] Coupling) Difference(PotentialSession session, Crystal crystal, int column, double step, CancellationToken cancellation)
    {
        double[] stresses = new double[6], coupling = new double[3 * crystal.AtomCount];
        foreach ((int steps, double weight) in ((int, double)[])[(1, 8.0 / 12), (-1, -8.0 / 12), (2, -1.0 / 12), (-2, 1.0 / 12)])
        {
            Matrix3d deformation = Matrix3d.Identity + Voigt.Strain(column, steps * step), cell = crystal.PeriodicLattice.Vectors * deformation;
            session.Evaluate(cell, Array.ConvertAll(crystal.Positions.ToArray(), x => x * deformation), cancellation);
            double volume = Math.Abs(cell.Determinant);
            for (int row = 0; row < 6; row++)
            {
                stresses[row] += weight / step * Constants.EvPerCubicAngstromInGpa / volume * Voigt.Component(session.StrainGradient, row);
            }

            for (int i = 0; i < coupling.Length; i++)
            {
                coupling[i] -= weight / step * session.Forces[i / 3][i % 3];
            }
        }

        return (stresses, coupling);
    }

    // Λᵀ Φ⁻¹ Λ, [6 × 6], eV, in the space without translations, and the smallest eigenvalue of Φ there, eV/Å².
    static (double[] Relaxation, double Softest) InternalRelaxation(IDynamicalMatrix matrices, double[][] coupling)
    {
        int atoms = matrices.Crystal.AtomCount, size = 3 * atoms;
        double[] relaxation = new double[36];
        if (atoms == 1)
        {
            return (relaxation, double.PositiveInfinity);
        }

        double[] vectors = ForceConstants(matrices), values = new double[size];
        Lapack.Current.SymmetricEigen(size, vectors, values);
        double softest = double.PositiveInfinity;
        foreach (int n in Enumerable.Range(0, size).OrderByDescending(n => TranslationShare(vectors.AsSpan(n * size, size))).Skip(3))
        {
            softest = Math.Min(softest, values[n]);
            double[] along = Array.ConvertAll(coupling, c => System.Numerics.Tensors.TensorPrimitives.Dot<double>(c, vectors.AsSpan(n * size, size)));
            for (int k = 0; k < 36; k++)
            {
                relaxation[k] += along[k / 6] * along[k % 6] / values[n];
            }
        }

        return Math.Abs(softest) > 1e-8
            ? (relaxation, softest)
            : throw new InsNumericalException("a motion of the atoms at Γ has no restoring force, so their answer to a strain is not defined");
    }

    // Φ at Γ, [3n × 3n], eV/Å²; translations are moved far up, apart from all else, so that degenerate ones do not mix with it.
    static double[] ForceConstants(IDynamicalMatrix matrices)
    {
        ReadOnlySpan<double> masses = matrices.Crystal.Masses;
        int size = 3 * masses.Length;
        Complex[] d = new Complex[size * size];
        matrices.Evaluate(default, d);
        double[] phi = new double[size * size];
        double largest = 0;
        for (int row = 0; row < size; row++)
        {
            for (int column = 0; column < size; column++)
            {
                phi[(row * size) + column] = d[(row * size) + column].Real * Math.Sqrt(masses[row / 3] * masses[column / 3]);
            }

            largest = Math.Max(largest, phi[(row * size) + row]);
        }

        for (int k = 0; k < size * size; k++)
        {
            phi[k] += k / size % 3 == k % size % 3 ? 10 * largest / masses.Length : 0;
        }

        return phi;
    }

    static double TranslationShare(ReadOnlySpan<double> vector)
    {
        Vector3d sum = default;
        for (int i = 0; i < vector.Length; i += 3)
        {
            sum += new Vector3d(vector[i], vector[i + 1], vector[i + 2]);
        }

        return Vector3d.Dot(sum, sum);
    }

    // The mean with the transposed: under pressure alone B has this symmetry, and what breaks it is stress left by the relaxation.
    static double[] Exchanged(double[] m) => [.. m.Select((v, k) => 0.5 * (v + m[(6 * (k % 6)) + (k / 6)]))];

    static double Largest(double[] a, double[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Max();
}
