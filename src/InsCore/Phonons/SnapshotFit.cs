using System.Numerics;
using InsCore.Kernels;
using InsCore.Structures;

namespace InsCore.Phonons;

/// <summary>Force constants from supercells in which all atoms are displaced at once, by linear least squares.</summary>
/// <remarks>
/// F_i(l) = -Σ_j,m Φ_ij(m - l) u_j(m) is a product at each wave vector that the supercell holds: F(q) = -Φ(q) U(q). Each snapshot gives one
/// such equation for each operation of the space group, which turns and permutes displacements and forces alike; least squares over all of
/// them, translated too, is Φ(q) = -B(q) A(q)⁻¹ with A = Σ U U†, B = Σ F U†. At Γ translations are forceless. What the images of the
/// displacements do not span, no symmetry of indices makes up for: on the complement, any Hermitian matrix with the crystal's symmetry is
/// possible. So A alone tells whether all force constants are determined.
/// </remarks>
internal sealed class SnapshotFit
{
    // Of eigenvalues, squares of displacements. Displacements printed with eight decimals err by 1e-13 in these units.
    const double Threshold = 1e-10;
    const int Seed = 1;

    // Of the matrices at all wave vectors, 0.8 GB each of two sets.
    const double MostElements = 5e7;

    readonly SupercellSymmetry symmetry;
    readonly Vector3d[] points;
    readonly Complex[][] squares, products;

    public SnapshotFit(SupercellSymmetry symmetry)
    {
        this.symmetry = symmetry;
        points = symmetry.Supercell.WaveVectors();
        squares = Array.ConvertAll(points, _ => new Complex[Size * Size]);
        products = Array.ConvertAll(points, _ => new Complex[Size * Size]);
    }

    int Size => 3 * symmetry.Supercell.Unit.AtomCount;

    /// <summary>Whether the matrices of a supercell can be held.</summary>
    public static bool IsPossible(Supercell supercell) => 9.0 * supercell.Unit.AtomCount * supercell.Crystal.AtomCount <= MostElements;

    /// <summary>Adds snapshots.</summary>
    /// <param name="displacements">[nSnapshots][nSupercellAtoms], Å; a common displacement of all atoms plays no part.</param>
    /// <param name="forces">[nSnapshots][nSupercellAtoms], eV/Å.</param>
    public void Add(IReadOnlyList<Vector3d[]> displacements, IReadOnlyList<Vector3d[]> forces)
    {
        int[][] permutations = [.. Enumerable.Range(0, symmetry.Rotations.Length).Select(o => symmetry.Permutation(o, 0))];
        for (int d = 0; d < displacements.Count; d++)
        {
            Vector3d mean = 1.0 / displacements[d].Length * displacements[d].Aggregate((a, b) => a + b);
            Vector3d[] own = Array.ConvertAll(displacements[d], u => u - mean);
            Vector3d[][] moved = new Vector3d[permutations.Length][], pulled = new Vector3d[permutations.Length][];
            for (int o = 0; o < moved.Length; o++)
            {
                moved[o] = Turned(own, permutations[o], symmetry.Rotations[o]);
                pulled[o] = Turned(forces[d], permutations[o], symmetry.Rotations[o]);
            }

            ParallelLoop.For(points.Length, 0, () => new Workspace(Size, symmetry.Supercell.ImageCount), (q, w) => AddTo(q, moved, pulled, w), default);
        }
    }

    /// <summary>The force constants.</summary>
    /// <returns>[nAtoms × 3 × nSupercellAtoms × 3], eV/Å²; null where the snapshots do not determine them.</returns>
    public double[]? TrySolve()
    {
        (Complex[][] vectors, double[][] values) = Decompose();
        double largest = values.Max(v => v[^1]);
        if (!Array.TrueForAll(values, v => v[0] > Threshold * largest))
        {
            return null;
        }

        Supercell supercell = symmetry.Supercell;
        double[] constants = new double[3 * Size * supercell.Crystal.AtomCount];
        Complex[] phases = new Complex[supercell.ImageCount];
        for (int q = 0; q < points.Length; q++)
        {
            SupercellSeries.Phases(supercell, points[q], phases);
            SupercellSeries.AddTo(supercell, phases, Quotient(products[q], vectors[q], values[q]), constants);
        }

        return constants;
    }

    /// <summary>The number of snapshots from which random displacements of all atoms determine all force constants.</summary>
    public static int Needed(SupercellSymmetry symmetry)
    {
        Random random = new(Seed);
        int all = symmetry.Supercell.Crystal.AtomCount, high = 3 * symmetry.Supercell.Unit.AtomCount, operations = symmetry.Rotations.Length;

        // Each operation gives one vector, and at Γ three are known.
        int low = Math.Max(1, (high - 3 + operations - 1) / operations);
        Vector3d[][] snapshots = [.. Enumerable.Range(0, high).Select(_ => RandomField(random, all))], none = [.. snapshots.Select(s => new Vector3d[s.Length])];
        while (low < high)
        {
            int middle = (low + high) / 2;
            SnapshotFit fit = new(symmetry);
            fit.Add(snapshots[..middle], none);
            (low, high) = fit.TrySolve() is null ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    static Vector3d[] RandomField(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => new Vector3d(random.NextDouble() - 0.5, random.NextDouble() - 0.5, random.NextDouble() - 0.5))];

    static Vector3d[] Turned(Vector3d[] field, int[] permutation, Matrix3d rotation)
    {
        Vector3d[] turned = new Vector3d[field.Length];
        for (int s = 0; s < field.Length; s++)
        {
            turned[permutation[s]] = rotation * field[s];
        }

        return turned;
    }

    // A += U U†, B += F U†.
    void AddTo(int q, Vector3d[][] moved, Vector3d[][] pulled, Workspace w)
    {
        SupercellSeries.Phases(symmetry.Supercell, points[q], w.Phases);
        for (int o = 0; o < moved.Length; o++)
        {
            Transform(moved[o], w.Phases, w.Displacements);
            Transform(pulled[o], w.Phases, w.Forces);
            for (int k = 0; k < Size; k++)
            {
                for (int m = 0; m < Size; m++)
                {
                    squares[q][(k * Size) + m] += w.Displacements[k] * Complex.Conjugate(w.Displacements[m]);
                    products[q][(k * Size) + m] += w.Forces[k] * Complex.Conjugate(w.Displacements[m]);
                }
            }
        }
    }

    // U_j = Σ_R u_j(R) exp(-2πi q·R); images of an atom follow each other.
    static void Transform(Vector3d[] field, Complex[] phases, Complex[] result)
    {
        for (int j = 0; j < result.Length / 3; j++)
        {
            Complex x = default, y = default, z = default;
            for (int n = 0; n < phases.Length; n++)
            {
                Vector3d u = field[(j * phases.Length) + n];
                Complex phase = Complex.Conjugate(phases[n]);
                (x, y, z) = (x + (u.X * phase), y + (u.Y * phase), z + (u.Z * phase));
            }

            (result[3 * j], result[(3 * j) + 1], result[(3 * j) + 2]) = (x, y, z);
        }
    }

    // Eigenvectors and ascending eigenvalues of A(q); at Γ with translations as if they had been made, and no force been found.
    (Complex[][] Vectors, double[][] Values) Decompose()
    {
        Complex[][] vectors = Array.ConvertAll(squares, a => (Complex[])a.Clone());
        double[][] values = Array.ConvertAll(squares, _ => new double[Size]);
        double mean = squares.Average(a => Enumerable.Range(0, Size).Average(k => a[(k * Size) + k].Real));
        for (int q = 0; q < points.Length; q++)
        {
            for (int k = 0; AcousticModes.IsGamma(points[q]) && k < vectors[q].Length; k++)
            {
                vectors[q][k] += k / Size % 3 == k % Size % 3 ? 3 * mean / Size : 0;
            }

            Lapack.Current.HermitianEigen(Size, vectors[q], values[q]);
        }

        return (vectors, values);
    }

    // -B A⁻¹ = -Σ_n (B e_n) e_n† / λ_n.
    Complex[] Quotient(Complex[] product, Complex[] vectors, double[] values)
    {
        Complex[] quotient = new Complex[Size * Size];
        for (int n = 0; n < Size; n++)
        {
            ReadOnlySpan<Complex> e = vectors.AsSpan(n * Size, Size);
            for (int k = 0; k < Size; k++)
            {
                Complex overlap = default;
                for (int m = 0; m < Size; m++)
                {
                    overlap += product[(k * Size) + m] * e[m];
                }

                overlap /= -values[n];
                for (int m = 0; m < Size; m++)
                {
                    quotient[(k * Size) + m] += overlap * Complex.Conjugate(e[m]);
                }
            }
        }

        return quotient;
    }

    sealed class Workspace(int size, int cells)
    {
        public Complex[] Phases { get; } = new Complex[cells];

        public Complex[] Displacements { get; } = new Complex[size];

        public Complex[] Forces { get; } = new Complex[size];
    }
}
