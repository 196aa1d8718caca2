using System.Numerics;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Phonons;

/// <summary>How mode energies change with the wave vector, by the theorem of Hellmann and Feynman.</summary>
/// <remarks>
/// ∂(ħω)/∂k = (ħ²/2ħω) eᴴ (∂D/∂k) e, eV Å with k in Å⁻¹ (2π included); divided by ħ the group velocity. In a degenerate set it holds for the
/// eigenvectors at hand, of which only the sum over the set is unique. Where ħω vanishes it is given as zero.
/// </remarks>
public static class ModeGradients
{
    // eV. Acoustic modes at Γ have less, and a slope that depends on the direction.
    const double NoEnergy = 1e-7;

    /// <summary>Gradients of all modes.</summary>
    /// <param name="matrices">Source of the derivatives of the dynamical matrices.</param>
    /// <param name="modes">Their modes, with eigenvectors.</param>
    /// <param name="threads">Wave vectors treated at the same time; 0 for all cores.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    /// <returns>[nQ × nModes], eV Å, Cartesian.</returns>
    public static Vector3d[] Compute(IDynamicalMatrixGradient matrices, PhononModes modes, int threads = 0, CancellationToken cancellation = default)
    {
        int size = modes.ModeCount;
        Vector3d[] gradients = new Vector3d[modes.QPoints.Length * size];
        ParallelLoop.For(
            modes.QPoints.Length,
            threads,
            () => new Complex[4 * size * size],
            (q, space) =>
            {
                Span<Complex> gradient = space.AsSpan(size * size);
                matrices.EvaluateWithGradient(modes.QPoints[q], space.AsSpan(0, size * size), gradient);
                for (int n = 0; n < size; n++)
                {
                    double energy = modes.EnergiesAt(q)[n];
                    ReadOnlySpan<Complex> vector = modes.EigenvectorsAt(q).Slice(n * size, size);
                    double Along(ReadOnlySpan<Complex> matrix, ReadOnlySpan<Complex> e) =>
                        Math.Abs(energy) < NoEnergy ? 0 : Constants.HbarSquaredPerMass / (2 * Math.Abs(energy)) * Expectation(matrix, e);
                    gradients[(q * size) + n] = new(
                        Along(gradient[..(size * size)], vector),
                        Along(gradient.Slice(size * size, size * size), vector),
                        Along(gradient.Slice(2 * size * size, size * size), vector));
                }
            },
            cancellation);
        return gradients;
    }

    /// <summary>Widths by which the modes of a regular mesh are to be broadened so that those of neighbouring points overlap.</summary>
    /// <param name="gradients">[nQ × nModes], eV Å.</param>
    /// <param name="volume">Volume of the cell, Å³.</param>
    /// <param name="meshPoints">Number of points of the whole mesh.</param>
    /// <returns>[nQ × nModes], eV: |∂(ħω)/∂k| · 2/(N V)^(1/3).</returns>
    /// <remarks>
    /// J. R. Yates, X. Wang, D. Vanderbilt, I. Souza, Phys. Rev. B 75, 195121 (2007), doi:10.1103/PhysRevB.75.195121, with the factor of
    /// Euphonic.
    /// </remarks>
    public static double[] Widths(ReadOnlySpan<Vector3d> gradients, double volume, int meshPoints)
    {
        double spacing = 2 / Math.Cbrt(meshPoints * volume);
        double[] widths = new double[gradients.Length];
        for (int k = 0; k < widths.Length; k++)
        {
            widths[k] = gradients[k].Norm * spacing;
        }

        return widths;
    }

    // eᴴ M e of a Hermitian matrix: the real part alone.
    static double Expectation(ReadOnlySpan<Complex> matrix, ReadOnlySpan<Complex> vector)
    {
        int size = vector.Length;
        double sum = 0;
        for (int row = 0; row < size; row++)
        {
            double re = 0, im = 0;
            ReadOnlySpan<Complex> elements = matrix.Slice(row * size, size);
            for (int k = 0; k < size; k++)
            {
                re += (elements[k].Real * vector[k].Real) - (elements[k].Imaginary * vector[k].Imaginary);
                im += (elements[k].Real * vector[k].Imaginary) + (elements[k].Imaginary * vector[k].Real);
            }

            sum += (vector[row].Real * re) + (vector[row].Imaginary * im);
        }

        return sum;
    }
}
