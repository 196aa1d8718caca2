using System.Numerics;
using InsCore.Kernels;

namespace InsCore.Phonons.Tracking;

/// <summary>Eigenvalues and eigenvectors of one block of the dynamical matrix at one place of the path.</summary>
/// <param name="Time">Place on the path: k at the k-th pressure, fractions in between.</param>
/// <param name="Values">[n], eV/(Å² u), ascending.</param>
/// <param name="Vectors">[n × n], one in each row.</param>
internal sealed record Levels(double Time, double[] Values, Complex[] Vectors)
{
    /// <summary>Number of levels.</summary>
    public int Count => Values.Length;

    /// <summary>One eigenvector, [n].</summary>
    public ReadOnlySpan<Complex> Vector(int level) => Vectors.AsSpan(level * Count, Count);

    /// <summary>Solves a Hermitian matrix [n × n].</summary>
    public static Levels Solve(double time, ReadOnlySpan<Complex> matrix, int size)
    {
        Complex[] vectors = matrix.ToArray();
        double[] values = new double[size];
        if (Array.TrueForAll(vectors, z => z.Imaginary == 0))
        {
            double[] real = Array.ConvertAll(vectors, z => z.Real);
            Lapack.Current.SymmetricEigen(size, real, values);
            vectors = Array.ConvertAll(real, x => new Complex(x, 0));
        }
        else
        {
            Lapack.Current.HermitianEigen(size, vectors, values);
        }

        return new(time, values, vectors);
    }

    /// <summary>|⟨a|b⟩|² of all pairs, [n × n].</summary>
    public double[] Overlaps(Levels other)
    {
        double[] overlaps = new double[Count * Count];
        for (int k = 0; k < overlaps.Length; k++)
        {
            overlaps[k] = Eigenvector.Overlap(Vector(k / Count), other.Vector(k % Count));
        }

        return overlaps;
    }
}
