using InsCore.Structures;

namespace InsCore.Phonons;

/// <summary>The integers behind a mesh of wave vectors: q_a = t_a / (2 n_a) with t_a = 2 i_a + s.</summary>
internal sealed class QGrid
{
    // Each operation of the space group takes four bytes for each point of the whole mesh.
    const long MostPoints = 4_000_000;

    readonly int[] n;
    readonly int shift;

    public QGrid((int A, int B, int C) divisions, bool shifted)
    {
        if (divisions.A < 1 || divisions.B < 1 || divisions.C < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(divisions), "a mesh of wave vectors needs at least one division along each axis");
        }

        Check(divisions);

        Divisions = divisions;
        Shifted = shifted;
        n = [divisions.A, divisions.B, divisions.C];
        shift = shifted ? 1 : 0;
        Count = n[0] * n[1] * n[2];
    }

    /// <summary>Refuses divisions that make no mesh, or one too fine to be held.</summary>
    /// <exception cref="InsInputException">They do.</exception>
    public static void Check((int A, int B, int C) divisions)
    {
        (int a, int b, int c) = divisions;
        if (a < 1 || b < 1 || c < 1)
        {
            throw new InsInputException("mesh", null, $"{a}×{b}×{c} has no points", "give at least 1 along each axis, e.g. \"6 4 8\"");
        }

        if ((double)a * b * c > MostPoints)
        {
            throw new InsInputException(
                "mesh", null, $"{a}×{b}×{c} wave vectors are more than the {MostPoints / 1_000_000} million that can be held", "give a coarser mesh or a larger spacing");
        }
    }

    public (int A, int B, int C) Divisions { get; }

    public bool Shifted { get; }

    public int Count { get; }

    /// <summary>The wave vector of a point, components in (-1/2, 1/2].</summary>
    public Vector3d Point(int index)
    {
        Span<long> t = stackalloc long[3];
        Numerators(index, t);
        return new(Component(t[0], n[0]), Component(t[1], n[1]), Component(t[2], n[2]));

        static double Component(long t, int n) => (double)(t > n ? t - (2 * n) : t) / (2 * n);
    }

    /// <summary>Where a rotation W (x' = W x) takes each point, q' = Wᵀ q; null if it does not map the mesh onto itself.</summary>
    /// <remarks>Wᵀ is the inverse of the map that belongs to W; over a group both give the same stars.</remarks>
    public int[]? TryMap(Matrix3d rotation)
    {
        int[] map = new int[Count];
        for (int i = 0; i < Count; i++)
        {
            map[i] = Image(rotation, i);
            if (map[i] < 0)
            {
                return null;
            }
        }

        return map;
    }

    int Image(Matrix3d rotation, int index)
    {
        Span<long> t = stackalloc long[3];
        Numerators(index, t);
        int image = 0;
        for (int a = 0; a < 3; a++)
        {
            // t'_a = n_a Σ_b W_ba t_b / n_b must be an integer of the parity of the shift.
            long sum = 0;
            for (int b = 0; b < 3; b++)
            {
                sum += (long)Math.Round(rotation[b, a]) * t[b] * (Count / n[b]);
            }

            sum *= n[a];
            long numerator = sum / Count;
            if (sum % Count != 0 || (numerator - shift) % 2 != 0)
            {
                return -1;
            }

            long i = (((numerator - shift) / 2 % n[a]) + n[a]) % n[a];
            image = (image * n[a]) + (int)i;
        }

        return image;
    }

    void Numerators(int index, Span<long> t)
    {
        for (int a = 2; a >= 0; a--)
        {
            t[a] = (2 * (index % n[a])) + shift;
            index /= n[a];
        }
    }
}
