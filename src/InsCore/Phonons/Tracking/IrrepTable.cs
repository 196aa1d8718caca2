using System.Numerics;
using InsCore.Kernels;
using InsCore.Structures;

namespace InsCore.Phonons.Tracking;

/// <summary>Finds the irreducible representations of a finite group from its multiplication table.</summary>
/// <remarks>
/// In the regular representation a Hermitian element of the centre, Σ_g a_g g with a constant on classes, has one eigenvalue for each
/// irreducible representation; its eigenspaces (dimension d²) give the projectors P = (d/|G|) Σ_g χ(g)* g and so the characters. Within such a
/// space an element of the algebra that acts from the right has eigenspaces of dimension d that carry the representation itself.
/// J.-P. Serre, Linear Representations of Finite Groups (Springer 1977), 2.6 and 6.2-6.3. In point groups those of dimension 2 and 3 are real.
/// </remarks>
internal static class IrrepTable
{
    // Eigenvalues of elements with coefficients of order 1; distinct ones come closer than this only by bad luck, which another seed ends.
    const double SameValue = 1e-6;

    const int Seeds = 100;

    /// <summary>All irreducible representations over the real numbers, named, in the order of their names.</summary>
    /// <exception cref="InsNumericalException">No element of the centre told them apart.</exception>
    public static IReadOnlyList<Irrep> Find(FactorGroup group)
    {
        for (int seed = 1; seed <= Seeds; seed++)
        {
            if (TryFind(group, new Random(seed)) is { } found)
            {
                MullikenNames names = new(group);
                return [.. Join(group, found, names).OrderBy(i => names.SortKey(i.Name), StringComparer.Ordinal)];
            }
        }

        throw new InsNumericalException($"the irreducible representations of a group of {group.Order} operations could not be told apart");
    }

    // Matrices [nOperations][d × d] of each complex representation.
    static List<(Complex[][] Matrices, int Dimension)>? TryFind(FactorGroup group, Random random)
    {
        int order = group.Order;
        Complex[] matrix = new Complex[order * order];
        Complex[] central = CentralElement(group, random);
        for (int h = 0; h < order; h++)
        {
            for (int g = 0; g < order; g++)
            {
                matrix[(group.Product[g][h] * order) + h] = central[g];
            }
        }

        double[] values = new double[order];
        Lapack.Current.HermitianEigen(order, matrix, values);
        List<(Complex[][], int)> found = [];
        for (int first = 0, last; first < order; first = last)
        {
            last = first + 1;
            while (last < order && values[last] - values[first] < SameValue)
            {
                last++;
            }

            int dimension = (int)Math.Round(Math.Sqrt(last - first));
            Complex[] characters = Characters(order, matrix.AsSpan(first * order, (last - first) * order), dimension);
            double norm = characters.Sum(c => (c * Complex.Conjugate(c)).Real) / order;
            if (dimension * dimension != last - first || Math.Abs(norm - 1) > SameValue)
            {
                return null;
            }

            Complex[][]? matrices = dimension == 1 ? Array.ConvertAll(characters, c => new[] { c }) : Matrices(group, characters, dimension, random);
            if (matrices is null)
            {
                return null;
            }

            found.Add((matrices, dimension));
        }

        return found;
    }

    // Constant on classes, complex conjugate on inverse classes: Hermitian.
    static Complex[] CentralElement(FactorGroup group, Random random)
    {
        Complex[] ofClass = [.. Enumerable.Range(0, group.ClassOf.Max() + 1).Select(_ => new Complex(random.NextDouble(), random.NextDouble()))];
        return [.. Enumerable.Range(0, group.Order).Select(g => ofClass[group.ClassOf[g]] + Complex.Conjugate(ofClass[group.ClassOf[group.Inverse[g]]]))];
    }

    // P_g,e = (d/|G|) χ(g)*.
    static Complex[] Characters(int order, ReadOnlySpan<Complex> vectors, int dimension)
    {
        Complex[] characters = new Complex[order];
        for (int v = 0; v < vectors.Length; v += order)
        {
            for (int g = 0; g < order; g++)
            {
                characters[g] += (double)order / dimension * Complex.Conjugate(vectors[v + g]) * vectors[v];
            }
        }

        return characters;
    }

    // Orthogonal matrices of a real representation: D_ab(g) = Σ_h U_h,a U_g⁻¹h,b with U an eigenspace of P X P, X acting from the right.
    static Complex[][]? Matrices(FactorGroup group, Complex[] characters, int dimension, Random random)
    {
        int order = group.Order;
        double[] coefficients = [.. Enumerable.Range(0, order).Select(_ => random.NextDouble())];
        double[] projector = new double[order * order], right = new double[order * order], half = new double[order * order], product = new double[order * order];
        for (int h = 0; h < order; h++)
        {
            for (int k = 0; k < order; k++)
            {
                projector[(h * order) + k] = (double)dimension / order * characters[group.Product[h][group.Inverse[k]]].Real;
                right[(h * order) + k] = coefficients[group.Product[group.Inverse[h]][k]] + coefficients[group.Product[group.Inverse[k]][h]];
            }
        }

        Lapack.Current.MatrixMultiply(order, order, order, projector, right, half);
        Lapack.Current.MatrixMultiply(order, order, order, half, projector, product);
        double[] values = new double[order];
        Lapack.Current.SymmetricEigen(order, product, values);

        // Coefficients are positive, yet the largest eigenvalue may belong to any of the d spaces; the one farthest from 0 is in P.
        int first = values[order - 1] > -values[0] ? order - dimension : 0;
        bool isIsolated = (first == 0 || values[first] - values[first - 1] > SameValue)
            && (first + dimension == order || values[first + dimension] - values[first + dimension - 1] > SameValue);
        double[] space = product[(first * order)..((first + dimension) * order)];
        return isIsolated && values[first + dimension - 1] - values[first] < SameValue ? Representation(group, space, dimension) : null;
    }

    static Complex[][] Representation(FactorGroup group, double[] space, int dimension)
    {
        int order = group.Order;
        Complex[][] matrices = new Complex[order][];
        for (int g = 0; g < order; g++)
        {
            matrices[g] = new Complex[dimension * dimension];
            for (int k = 0; k < dimension * dimension; k++)
            {
                for (int h = 0; h < order; h++)
                {
                    matrices[g][k] += space[(k / dimension * order) + h] * space[(k % dimension * order) + group.Product[group.Inverse[g]][h]];
                }
            }
        }

        return matrices;
    }

    // Of two that are conjugate one is kept.
    static List<Irrep> Join(FactorGroup group, List<(Complex[][] Matrices, int Dimension)> found, MullikenNames names)
    {
        List<Irrep> joined = [];
        foreach ((Complex[][] matrices, int dimension) in found)
        {
            bool isComplex = matrices.Any(m => Math.Abs(Irrep.Trace(m, dimension).Imaginary) > SameValue);
            if (isComplex && !IsFirst(matrices))
            {
                continue;
            }

            double[] real = Array.ConvertAll(matrices, m => (isComplex ? 2 : 1) * Irrep.Trace(m, dimension).Real);
            double[] vector = Array.ConvertAll(group.Rotations, r => r.Trace);
            double[] square = Array.ConvertAll(group.Rotations, r => ((r.Trace * r.Trace) + (r * r).Trace) / 2);
            joined.Add(new Irrep(
                names.Name(real, isComplex ? 2 : dimension), matrices, dimension, isComplex, Contains(vector, real), Contains(square, real)));
        }

        return joined;
    }

    // The one of a pair whose first complex character has a positive imaginary part.
    static bool IsFirst(Complex[][] matrices) => matrices.First(m => Math.Abs(m[0].Imaginary) > SameValue)[0].Imaginary > 0;

    static bool Contains(double[] representation, double[] characters) =>
        representation.Zip(characters, (a, b) => a * b).Sum() / representation.Length > 0.5;
}
