using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace InsCore.Phonons;

/// <summary>Makes eigenvectors unique: their phases, and the basis of modes of equal energy, both of which an eigensolver leaves to chance.</summary>
/// <remarks>
/// In a degenerate set the components of the coordinate where the set has its largest weight are rotated into one vector, which is
/// then left out, and so on: the result depends on the space that the set spans alone, not on the library or its version.
/// </remarks>
internal static class DegenerateModes
{
    // Eigenvalues closer than this share of the largest one are equal: a million times what an eigensolver leaves.
    const double EqualTolerance = 1e-10;

    // Weights within this share of the largest count as equally large; the first is taken.
    const double TieTolerance = 1e-6;

    /// <summary>Replaces eigenvectors by unique ones.</summary>
    /// <param name="size">n.</param>
    /// <param name="values">Eigenvalues, [n], ascending.</param>
    /// <param name="vectors">Eigenvectors, [n × n], one in each row, in and out.</param>
    public static void MakeUnique(int size, ReadOnlySpan<double> values, Span<Complex> vectors)
    {
        double tolerance = EqualTolerance * Math.Max(Math.Abs(values[0]), Math.Abs(values[size - 1]));
        for (int first = 0, last; first < size; first = last)
        {
            last = first + 1;
            while (last < size && values[last] - values[last - 1] <= tolerance)
            {
                last++;
            }

            for (int n = first; n < last - 1; n++)
            {
                TakeOut(size, vectors[(n * size)..(last * size)]);
            }

            for (int n = first; n < last; n++)
            {
                FixPhase(vectors.Slice(n * size, size));
            }
        }
    }

    // Givens rotations that leave the chosen coordinate in the first vector only.
    static void TakeOut(int size, Span<Complex> set)
    {
        int coordinate = Heaviest(size, set);
        Span<Complex> first = set[..size];
        for (int from = size; from < set.Length; from += size)
        {
            Span<Complex> other = set.Slice(from, size);
            Complex x = first[coordinate], y = other[coordinate];
            double norm = Math.Sqrt(Eigenvector.Square(x) + Eigenvector.Square(y));
            if (norm == 0)
            {
                continue;
            }

            x /= norm;
            y /= norm;
            for (int k = 0; k < size; k++)
            {
                (first[k], other[k]) = ((Complex.Conjugate(x) * first[k]) + (Complex.Conjugate(y) * other[k]), (x * other[k]) - (y * first[k]));
            }
        }
    }

    // The first coordinate in which vectors have their largest weight together.
    static int Heaviest(int size, ReadOnlySpan<Complex> set)
    {
        double largest = 0;
        for (int k = 0; k < size; k++)
        {
            largest = Math.Max(largest, Weight(size, set, k));
        }

        int first = 0;
        while (Weight(size, set, first) < (1 - TieTolerance) * largest)
        {
            first++;
        }

        return first;
    }

    static double Weight(int size, ReadOnlySpan<Complex> set, int coordinate)
    {
        double weight = 0;
        for (int k = coordinate; k < set.Length; k += size)
        {
            weight += Eigenvector.Square(set[k]);
        }

        return weight;
    }

    // The first of the largest components is made real and positive.
    static void FixPhase(Span<Complex> vector)
    {
        double enough = (1 - TieTolerance) * LargestWeight(vector);
        int first = 0;
        while (Eigenvector.Square(vector[first]) < enough)
        {
            first++;
        }

        double norm = 1 / Math.Sqrt(Eigenvector.Square(vector[first]));
        Turn(vector, norm * vector[first].Real, norm * vector[first].Imaginary);
    }

    static double LargestWeight(ReadOnlySpan<Complex> vector)
    {
        ReadOnlySpan<double> pairs = MemoryMarshal.Cast<Complex, double>(vector);
        Vector256<double> heaviest = Vector256<double>.Zero;
        int k = 0;
        for (; k <= pairs.Length - 4; k += 4)
        {
            Vector256<double> z = Vector256.Create(pairs[k..]), squares = z * z;
            heaviest = Vector256.Max(heaviest, squares + Swapped(squares));
        }

        double largest = Math.Max(heaviest[0], heaviest[2]);
        return k < pairs.Length ? Math.Max(largest, Eigenvector.Square(vector[^1])) : largest;
    }

    // Times c - is. On pairs: Complex is passed through memory, which takes four times as long.
    static void Turn(Span<Complex> vector, double c, double s)
    {
        Span<double> pairs = MemoryMarshal.Cast<Complex, double>(vector);
        Vector256<double> cosine = Vector256.Create(c), sine = Vector256.Create(s, -s, s, -s);
        int k = 0;
        for (; k <= pairs.Length - 4; k += 4)
        {
            Vector256<double> z = Vector256.Create(pairs[k..]);
            ((cosine * z) + (sine * Swapped(z))).CopyTo(pairs[k..]);
        }

        if (k < pairs.Length)
        {
            (pairs[k], pairs[k + 1]) = ((c * pairs[k]) + (s * pairs[k + 1]), (c * pairs[k + 1]) - (s * pairs[k]));
        }
    }

    static Vector256<double> Swapped(Vector256<double> pairs) => Vector256.Shuffle(pairs, Vector256.Create(1L, 0, 3, 2));
}
