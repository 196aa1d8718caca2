using System.Numerics;
using InsCore.Kernels;
using InsCore.Units;

namespace InsCore.Phonons.Tracking;

/// <summary>Turns eigenvectors within degenerate sets so that they come nearest to those of a reference.</summary>
/// <remarks>
/// A set of d levels of one energy is a space; of the reference the d vectors that have most of their length in it are taken, M their overlaps with
/// the set, and the set is turned by the unitary factor of the polar decomposition M = W (Mᴴ M)^(1/2), the nearest of all bases (Löwdin).
/// Overlaps of sets are then those of their vectors, one by one.
/// </remarks>
internal static class LevelAlignment
{
    // Levels closer than this are one set, cm⁻¹: symmetry that positions obey to 1e-5 Å leaves less between degenerate modes.
    const double SameWavenumber = 0.01;

    // Smallest eigenvalue of Mᴴ M with which the nearest basis is well defined.
    const double Defined = 1e-3;

    /// <summary>Aligns levels, in place.</summary>
    public static void Align(Levels reference, Levels levels)
    {
        for (int first = 0, last; first < levels.Count; first = last)
        {
            last = first + 1;
            while (last < levels.Count && Wavenumber(levels.Values[last]) - Wavenumber(levels.Values[last - 1]) < SameWavenumber)
            {
                last++;
            }

            if (last - first > 1)
            {
                Turn(reference, levels, first, last - first);
            }
        }
    }

    static void Turn(Levels reference, Levels levels, int first, int count)
    {
        Complex[] all = new Complex[reference.Count * count];
        double[] weights = new double[reference.Count];
        for (int i = 0; i < reference.Count; i++)
        {
            for (int k = 0; k < count; k++)
            {
                all[(i * count) + k] = Product(reference.Vector(i), levels.Vector(first + k));
                weights[i] += Eigenvector.Square(all[(i * count) + k]);
            }
        }

        int[] nearest = [.. Enumerable.Range(0, reference.Count).OrderByDescending(i => weights[i]).Take(count).Order()];
        Complex[] m = [.. nearest.SelectMany(i => all[(i * count)..((i + 1) * count)])];
        if (UnitaryFactor(count, m) is not { } w)
        {
            return;
        }

        int size = levels.Count;
        Complex[] set = levels.Vectors[(first * size)..((first + count) * size)];
        for (int i = 0; i < count; i++)
        {
            for (int c = 0; c < size; c++)
            {
                Complex sum = 0;
                for (int k = 0; k < count; k++)
                {
                    sum += Complex.Conjugate(w[(i * count) + k]) * set[(k * size) + c];
                }

                levels.Vectors[((first + i) * size) + c] = sum;
            }
        }
    }

    // M (Mᴴ M)^(-1/2); null where it is not defined.
    static Complex[]? UnitaryFactor(int n, Complex[] m)
    {
        Complex[] gram = new Complex[n * n], factor = new Complex[n * n];
        double[] values = new double[n];
        for (int k = 0; k < n * n; k++)
        {
            for (int i = 0; i < n; i++)
            {
                gram[k] += Complex.Conjugate(m[(i * n) + (k / n)]) * m[(i * n) + (k % n)];
            }
        }

        Lapack.Current.HermitianEigen(n, gram, values);
        if (values[0] < Defined)
        {
            return null;
        }

        for (int i = 0; i < n; i++)
        {
            for (int v = 0; v < n; v++)
            {
                Complex projected = 0;
                for (int k = 0; k < n; k++)
                {
                    projected += m[(i * n) + k] * gram[(v * n) + k];
                }

                for (int k = 0; k < n; k++)
                {
                    factor[(i * n) + k] += projected / Math.Sqrt(values[v]) * Complex.Conjugate(gram[(v * n) + k]);
                }
            }
        }

        return factor;
    }

    static Complex Product(ReadOnlySpan<Complex> a, ReadOnlySpan<Complex> b)
    {
        Complex sum = 0;
        for (int k = 0; k < a.Length; k++)
        {
            sum += Complex.Conjugate(a[k]) * b[k];
        }

        return sum;
    }

    static double Wavenumber(double value) => PhononSolver.ModeEnergy(value) * Constants.EvInWavenumbers;
}
