using System.Numerics.Tensors;
using InsCore.Kernels;
using InsCore.Structures;

namespace InsCore.Phonons;

/// <summary>Hermitian matrices as a Fourier series over lattice vectors, summed for many wave vectors at once by matrix products.</summary>
/// <remarks>
/// M(q) = Σ_R B(R) exp(2πi q·R) with B(-R) = B(R)ᵀ real: with E(R) = B(R) + B(-R) and O(R) = B(R) - B(-R) over one of each pair ±R,
/// Re M = Σ E cos 2πq·R and Im M = Σ O sin 2πq·R. Only blocks with i ≤ j are kept, as in <see cref="BlockTriangle"/>.
/// </remarks>
internal sealed class LatticeSeries
{
    readonly BlockTriangle layout;
    readonly Dictionary<Vector3d, int> index = [];
    readonly Vector3d[] vectors;
    readonly int[] places; // of each vector in the powers of the three axes
    readonly (int X, int Y, int Z) reach;
    double[] even, odd;
    ConstantMatrix evenTable, oddTable;

    /// <summary>Makes a series without terms.</summary>
    /// <param name="atoms">Atoms of the unit cell.</param>
    /// <param name="vectors">The lattice vectors, integers; of R and -R either or both.</param>
    public LatticeSeries(int atoms, IEnumerable<Vector3d> vectors)
    {
        layout = new BlockTriangle(atoms);
        foreach (Vector3d vector in vectors.Prepend(default))
        {
            index.TryAdd(IsPositive(vector) ? vector : Negative(vector), index.Count);
        }

        this.vectors = [.. index.OrderBy(entry => entry.Value).Select(entry => entry.Key)];
        even = new double[(long)this.vectors.Length * layout.Length];
        odd = new double[even.Length];
        (evenTable, oddTable) = (Table(even, lasting: false), Table(odd, lasting: false));
        reach = ((int)this.vectors.Max(r => Math.Abs(r.X)), (int)this.vectors.Max(r => Math.Abs(r.Y)), (int)this.vectors.Max(r => Math.Abs(r.Z)));
        places = [.. this.vectors.SelectMany(r => new[] { Place(0, reach.X, r.X), Place(Powers(reach.X), reach.Y, r.Y), Place(Powers(reach.X) + Powers(reach.Y), reach.Z, r.Z) })];
    }

    /// <summary>Lattice vectors, one of each pair ±R, the null vector first.</summary>
    public IReadOnlyList<Vector3d> Vectors => vectors;

    /// <summary>Elements of a matrix.</summary>
    public int Length => layout.Length;

    /// <summary>Elements from one matrix of a sum to the next; those behind <see cref="Length"/> mean nothing.</summary>
    public int Stride => evenTable.Columns;

    int TermStride => evenTable.Rows;

    /// <summary>Lays out the terms for fast products; none can be added afterwards.</summary>
    public void Pack()
    {
        // One after the other: of large cells each takes a GB.
        evenTable = Table(even, lasting: true);
        even = [];
        oddTable = Table(odd, lasting: true);
        odd = [];
    }

    /// <summary>Adds scale × block to B_ij(R), i ≤ j; the block of (j, i) at -R is its transpose and must not be added again.</summary>
    /// <remarks>Of a diagonal block, i = j, R and -R are both to be added.</remarks>
    public void Add(int i, int j, Vector3d r, double scale, Matrix3d block)
    {
        bool isPositive = IsPositive(r);
        int term = index[isPositive ? r : Negative(r)] * layout.Length;
        double sign = r == default ? 0 : isPositive ? 1 : -1;
        for (int a = 0; a < 3; a++)
        {
            int start = term + layout.At((3 * i) + a, 3 * j);
            for (int b = 0; b < 3; b++)
            {
                even[start + b] += scale * block[a, b];
                odd[start + b] += sign * scale * block[a, b];
            }
        }
    }

    /// <summary>Adds another series, whose vectors this one has too.</summary>
    public void Add(LatticeSeries other)
    {
        for (int k = 0; k < other.vectors.Length; k++)
        {
            int from = k * Length, to = index[other.vectors[k]] * Length;
            TensorPrimitives.Add(even.AsSpan(to, Length), other.even.AsSpan(from, Length), even.AsSpan(to, Length));
            TensorPrimitives.Add(odd.AsSpan(to, Length), other.odd.AsSpan(from, Length), odd.AsSpan(to, Length));
        }
    }

    /// <summary>Sums the series.</summary>
    /// <param name="qPoints">[nQ], fractional.</param>
    /// <param name="workspace">Of this thread.</param>
    /// <param name="real">[nQ × Stride], out.</param>
    /// <param name="imaginary">[nQ × Stride], out.</param>
    public void Sum(ReadOnlySpan<Vector3d> qPoints, Workspace workspace, Span<double> real, Span<double> imaginary)
    {
        int count = qPoints.Length, terms = TermStride;
        Span<double> cosines = workspace.Cosines.Reserve(count * terms), sines = workspace.Sines.Reserve(count * terms);
        Phases(qPoints, workspace, cosines, sines);
        evenTable.Multiply(count, cosines, real);
        oddTable.Multiply(count, sines, imaginary);
    }

    /// <summary>Sums the derivatives along the Cartesian axes of k = 2π q: Σ_R i R B(R) exp(ik·R).</summary>
    /// <param name="q">Fractional.</param>
    /// <param name="lattice">The lattice.</param>
    /// <param name="workspace">Of this thread.</param>
    /// <param name="real">[3 × Stride], out.</param>
    /// <param name="imaginary">[3 × Stride], out.</param>
    public void SumGradient(Vector3d q, Lattice lattice, Workspace workspace, Span<double> real, Span<double> imaginary)
    {
        int terms = TermStride;
        Span<double> cosines = workspace.Cosines.Reserve(4 * terms), sines = workspace.Sines.Reserve(4 * terms);
        cosines.Clear();
        sines.Clear();
        Phases([q], workspace, cosines[..terms], sines[..terms]);
        for (int k = 0; k < vectors.Length; k++)
        {
            Vector3d r = lattice.ToCartesian(vectors[k]);
            for (int a = 0; a < 3; a++)
            {
                sines[((a + 1) * terms) + k] = -r[a] * sines[k];
                cosines[((a + 1) * terms) + k] = r[a] * cosines[k];
            }
        }

        evenTable.Multiply(3, sines.Slice(terms, 3 * terms), real);
        oddTable.Multiply(3, cosines.Slice(terms, 3 * terms), imaginary);
    }

    ConstantMatrix Table(double[] terms, bool lasting) => new(vectors.Length, Length, terms, lasting);

    // Powers of exp(2πi q_c) along each axis, then products.
    void Phases(ReadOnlySpan<Vector3d> qPoints, Workspace workspace, Span<double> cosines, Span<double> sines)
    {
        int x = Powers(reach.X), y = Powers(reach.Y), z = Powers(reach.Z);
        Span<double> powers = workspace.Powers.Reserve(x + y + z);
        for (int q = 0; q < qPoints.Length; q++)
        {
            FillPowers(qPoints[q].X, powers[..x]);
            FillPowers(qPoints[q].Y, powers.Slice(x, y));
            FillPowers(qPoints[q].Z, powers.Slice(x + y, z));
            Span<double> ownCosines = cosines.Slice(q * TermStride, TermStride), ownSines = sines.Slice(q * TermStride, TermStride);
            for (int k = 0; k < vectors.Length; k++)
            {
                int u = places[3 * k], v = places[(3 * k) + 1], w = places[(3 * k) + 2];
                double c = (powers[u] * powers[v]) - (powers[u + 1] * powers[v + 1]);
                double s = (powers[u] * powers[v + 1]) + (powers[u + 1] * powers[v]);
                ownCosines[k] = (c * powers[w]) - (s * powers[w + 1]);
                ownSines[k] = (c * powers[w + 1]) + (s * powers[w]);
            }

            ownCosines[vectors.Length..].Clear();
            ownSines[vectors.Length..].Clear();
        }
    }

    // Elements of the powers from -reach to reach, as pairs, and the place of one of them.
    static int Powers(int reach) => 2 * ((2 * reach) + 1);

    static int Place(int start, int reach, double power) => start + (2 * (reach + (int)power));

    // In half turns: exact at multiples of a quarter turn, so that M(q) is real to the last bit where it should be.
    static void FillPowers(double q, Span<double> powers)
    {
        int middle = powers.Length / 4;
        for (int k = 0; k <= middle; k++)
        {
            (double sine, double cosine) = double.SinCosPi(2 * q * k);
            int up = 2 * (middle + k), down = 2 * (middle - k);
            (powers[up], powers[up + 1], powers[down], powers[down + 1]) = (cosine, sine, cosine, -sine);
        }
    }

    static bool IsPositive(Vector3d r) => r.X != 0 ? r.X > 0 : r.Y != 0 ? r.Y > 0 : r.Z >= 0;

    // Without negative zeros, which would be other keys.
    static Vector3d Negative(Vector3d r) => new(0 - r.X, 0 - r.Y, 0 - r.Z);

    /// <summary>What one thread needs.</summary>
    internal sealed class Workspace
    {
        /// <summary>[nQ × terms].</summary>
        public AlignedBuffer Cosines { get; } = new();

        /// <summary>[nQ × terms].</summary>
        public AlignedBuffer Sines { get; } = new();

        /// <summary>Powers of the phases of the three axes, complex.</summary>
        public AlignedBuffer Powers { get; } = new();
    }
}
