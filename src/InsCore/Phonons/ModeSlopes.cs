using System.Numerics;
using InsCore.Kernels;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Phonons;

/// <summary>Slopes of the branches along a direction, crossings of branches included.</summary>
/// <remarks>
/// In a degenerate set the slopes of the branches that meet are (ħ²/2ħω) times the eigenvalues of Eᴴ (n·∂D/∂k) E, E the eigenvectors of the set
/// (degenerate perturbation theory of first order), whatever eigenvectors a solver chose. Divided by ħ they are group velocities.
/// </remarks>
public static class ModeSlopes
{
    // eV. Acoustic modes at Γ have less, and a slope only of the second order of D.
    const double NoEnergy = 1e-7;

    // eV. Branches this close meet: rounding of an eigenvalue of D moves energies by less, at any energy above NoEnergy.
    const double SameEnergy = 1e-9;

    /// <summary>Energies and slopes of all modes at one wave vector.</summary>
    /// <param name="matrices">Dynamical matrices and their derivatives.</param>
    /// <param name="q">Fractional.</param>
    /// <param name="direction">Cartesian, of any length but zero.</param>
    /// <returns>
    /// [nModes] ħω, eV, ascending, and [nModes] ∂(ħω)/∂k along the direction, eV Å with k in Å⁻¹ (2π included), ascending in each degenerate set;
    /// zero where ħω vanishes.
    /// </returns>
    /// <exception cref="ArgumentException">The direction is zero or not finite.</exception>
    public static (double[] Energies, double[] Slopes) Along(IDynamicalMatrixGradient matrices, Vector3d q, Vector3d direction)
    {
        if (!(direction.Norm > 0 && direction.IsFinite))
        {
            throw new ArgumentException("a slope needs a direction", nameof(direction));
        }

        Vector3d unit = (1 / direction.Norm) * direction;
        int size = 3 * matrices.Crystal.AtomCount;
        Complex[] vectors = new Complex[size * size], gradient = new Complex[3 * size * size];
        double[] energies = new double[size], slopes = new double[size];
        matrices.EvaluateWithGradient(q, vectors, gradient);
        for (int k = 0; k < size * size; k++)
        {
            gradient[k] = (unit.X * gradient[k]) + (unit.Y * gradient[(size * size) + k]) + (unit.Z * gradient[(2 * size * size) + k]);
        }

        Lapack.Current.HermitianEigen(size, vectors, energies);
        energies = Array.ConvertAll(energies, PhononSolver.ModeEnergy);
        for (int first = 0, end; first < size; first = end)
        {
            end = first + 1;
            while (end < size && energies[end] - energies[end - 1] < SameEnergy)
            {
                end++;
            }

            SolveSet(size, gradient, vectors.AsSpan(first * size, (end - first) * size), slopes.AsSpan(first, end - first));
            for (int n = first; n < end; n++)
            {
                double energy = Math.Abs(energies[n]);
                slopes[n] = energy < NoEnergy ? 0 : Constants.HbarSquaredPerMass / (2 * energy) * slopes[n];
            }
        }

        return (energies, slopes);
    }

    // Eigenvalues of Eᴴ G E.
    static void SolveSet(int size, ReadOnlySpan<Complex> gradient, ReadOnlySpan<Complex> vectors, Span<double> values)
    {
        int count = values.Length;
        Complex[] projected = new Complex[count * count], image = new Complex[size];
        for (int b = 0; b < count; b++)
        {
            for (int row = 0; row < size; row++)
            {
                image[row] = Complex.Zero;
                for (int k = 0; k < size; k++)
                {
                    image[row] += gradient[(row * size) + k] * vectors[(b * size) + k];
                }
            }

            for (int a = 0; a < count; a++)
            {
                for (int k = 0; k < size; k++)
                {
                    projected[(a * count) + b] += Complex.Conjugate(vectors[(a * size) + k]) * image[k];
                }
            }
        }

        Lapack.Current.HermitianEigen(count, projected, values, vectors: false);
    }
}
