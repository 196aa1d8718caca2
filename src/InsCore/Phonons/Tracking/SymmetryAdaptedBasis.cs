using System.Numerics;
using InsCore.Kernels;

namespace InsCore.Phonons.Tracking;

/// <summary>Displacements at Γ that transform like the first row of an irreducible representation: in them the dynamical matrix is a block of its own.</summary>
/// <remarks>
/// The projector P = (d/|G|) Σ_g D_11(g)* T(g); its range, and so the eigenvalues of the block, belong to each of the d rows alike. Mass-weighted
/// displacements transform like displacements, because equivalent atoms have the same mass. Translations of the crystal are left out.
/// </remarks>
internal sealed class SymmetryAdaptedBasis
{
    SymmetryAdaptedBasis(Irrep irrep, int count, Complex[] vectors) => (Irrep, Count, Vectors) = (irrep, count, vectors);

    /// <summary>The representation.</summary>
    public Irrep Irrep { get; }

    /// <summary>Number of modes, each <see cref="Irrep.Degeneracy"/>-fold degenerate.</summary>
    public int Count { get; }

    /// <summary>Orthonormal, [Count × 3·nAtoms].</summary>
    public Complex[] Vectors { get; }

    /// <summary>The basis of one representation.</summary>
    /// <param name="group">The group.</param>
    /// <param name="irrep">One of its representations.</param>
    /// <param name="masses">[nAtoms], u.</param>
    public static SymmetryAdaptedBasis Of(FactorGroup group, Irrep irrep, ReadOnlySpan<double> masses)
    {
        int size = 3 * group.AtomCount;
        Complex[] projector = new Complex[size * size];
        for (int g = 0; g < group.Order; g++)
        {
            Complex weight = (double)irrep.MatrixSize / group.Order * Complex.Conjugate(irrep[g, 0, 0]);
            for (int i = 0; i < group.AtomCount; i++)
            {
                int row = 3 * group.Images[g][i];
                for (int k = 0; k < 9; k++)
                {
                    projector[((row + (k / 3)) * size) + (3 * i) + (k % 3)] += weight * group.Rotations[g][k / 3, k % 3];
                }
            }
        }

        RemoveTranslations(projector, masses);
        double[] values = new double[size];
        if (irrep.IsConjugatePair)
        {
            Lapack.Current.HermitianEigen(size, projector, values);
        }
        else
        {
            double[] real = Array.ConvertAll(projector, z => z.Real);
            Lapack.Current.SymmetricEigen(size, real, values);
            projector = Array.ConvertAll(real, x => new Complex(x, 0));
        }

        // Eigenvalues are 0 and 1, ascending.
        int first = Array.FindIndex(values, v => v > 0.5);
        return first < 0 ? new(irrep, 0, []) : new(irrep, size - first, projector[(first * size)..]);
    }

    // P - t (tᵀ P) for each of the three unit translations t, which commute with the projector as a set; then the same from the right.
    static void RemoveTranslations(Complex[] projector, ReadOnlySpan<double> masses)
    {
        int size = 3 * masses.Length;
        double total = 0;
        foreach (double mass in masses)
        {
            total += mass;
        }

        for (int side = 0; side < 2; side++)
        {
            (int along, int across) = side == 0 ? (size, 1) : (1, size);
            for (int line = 0; line < size; line++)
            {
                for (int c = 0; c < 3; c++)
                {
                    Complex share = 0;
                    for (int i = 0; i < masses.Length; i++)
                    {
                        share += Math.Sqrt(masses[i] / total) * projector[(((3 * i) + c) * along) + (line * across)];
                    }

                    for (int i = 0; i < masses.Length; i++)
                    {
                        projector[(((3 * i) + c) * along) + (line * across)] -= Math.Sqrt(masses[i] / total) * share;
                    }
                }
            }
        }
    }
}
