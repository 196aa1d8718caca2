using System.Numerics;
using InsCore.Phonons;
using Xunit;

namespace InsCore.Tests.Phonons.Files;

/// <summary>Compares modes that come from different files.</summary>
internal static class ModesComparison
{
    /// <summary>Largest difference of energies, eV.</summary>
    public static double Energies(PhononModes a, PhononModes b)
    {
        Assert.Equal(a.Energies.Length, b.Energies.Length);
        double worst = 0;
        for (int k = 0; k < a.Energies.Length; k++)
        {
            worst = Math.Max(worst, Math.Abs(a.Energies[k] - b.Energies[k]));
        }

        return worst;
    }

    /// <summary>Largest difference of eigenvector components.</summary>
    public static double Eigenvectors(PhononModes a, PhononModes b)
    {
        double worst = 0;
        for (int k = 0; k < a.Eigenvectors.Length; k++)
        {
            worst = Math.Max(worst, (a.Eigenvectors[k] - b.Eigenvectors[k]).Magnitude);
        }

        return worst;
    }

    /// <summary>Largest difference of Σ_n E_n |E_n| e e†, eV²: what of two sets of modes does not depend on phases and bases.</summary>
    public static double Matrices(PhononModes a, PhononModes b)
    {
        double worst = 0;
        for (int q = 0; q < a.QPoints.Length; q++)
        {
            Complex[] first = Matrix(a, q), second = Matrix(b, q);
            for (int k = 0; k < first.Length; k++)
            {
                worst = Math.Max(worst, (first[k] - second[k]).Magnitude);
            }
        }

        return worst;
    }

    static Complex[] Matrix(PhononModes modes, int q)
    {
        int size = modes.ModeCount;
        Complex[] matrix = new Complex[size * size];
        for (int n = 0; n < size; n++)
        {
            double energy = modes.EnergiesAt(q)[n];
            Span<Complex> vector = modes.EigenvectorsAt(q).Slice(n * size, size);
            for (int row = 0; row < size; row++)
            {
                for (int column = 0; column < size; column++)
                {
                    matrix[(row * size) + column] += energy * Math.Abs(energy) * vector[row] * Complex.Conjugate(vector[column]);
                }
            }
        }

        return matrix;
    }
}
