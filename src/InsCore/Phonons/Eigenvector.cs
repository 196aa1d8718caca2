using System.Numerics;

namespace InsCore.Phonons;

/// <summary>Arithmetic of phonon eigenvectors, [nAtoms × 3].</summary>
internal static class Eigenvector
{
    /// <summary>|z|² without the square root of <see cref="Complex.Abs"/>.</summary>
    public static double Square(Complex z) => (z.Real * z.Real) + (z.Imaginary * z.Imaginary);

    /// <summary>Share of one atom in a mode, |e_i|²; over all atoms they sum to 1.</summary>
    public static double AtomShare(ReadOnlySpan<Complex> vector, int atom) =>
        Square(vector[3 * atom]) + Square(vector[(3 * atom) + 1]) + Square(vector[(3 * atom) + 2]);

    /// <summary>|⟨a|b⟩|².</summary>
    public static double Overlap(ReadOnlySpan<Complex> a, ReadOnlySpan<Complex> b)
    {
        Complex sum = 0;
        for (int k = 0; k < a.Length; k++)
        {
            sum += Complex.Conjugate(a[k]) * b[k];
        }

        return Square(sum);
    }
}
