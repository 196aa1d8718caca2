using InsCore.Structures;

namespace InsCore.Phonons;

/// <summary>A regular mesh of wave vectors (Monkhorst and Pack), whole or reduced by symmetry to one point of each star.</summary>
/// <remarks>
/// Points are q = ((2i + s) / 2n) along each reciprocal lattice vector, i = 0 … n - 1, with s = 0 (Γ-centred) or s = 1 (shifted by half a
/// step). Everything is decided in integers, so no tolerance enters. H. J. Monkhorst, J. D. Pack, Phys. Rev. B 13, 5188 (1976).
/// </remarks>
public sealed class QMesh
{
    QMesh((int A, int B, int C) divisions, bool shifted, Vector3d[] qPoints, double[] weights)
    {
        Divisions = divisions;
        IsShifted = shifted;
        QPoints = qPoints;
        Weights = weights;
    }

    /// <summary>Points along the three reciprocal lattice vectors.</summary>
    public (int A, int B, int C) Divisions { get; }

    /// <summary>True if the mesh is moved off Γ by half a step along every axis.</summary>
    public bool IsShifted { get; }

    /// <summary>Wave vectors, [nQ], fractional, each component in (-1/2, 1/2].</summary>
    public Vector3d[] QPoints { get; }

    /// <summary>Weights, [nQ]: share of the whole mesh that each point stands for; they sum to 1.</summary>
    public double[] Weights { get; }

    /// <summary>Points of the whole mesh.</summary>
    public int FullCount => Divisions.A * Divisions.B * Divisions.C;

    /// <summary>All points of a mesh.</summary>
    /// <param name="divisions">Points along each reciprocal lattice vector, at least 1.</param>
    /// <param name="shifted">True to move the mesh off Γ by half a step along every axis.</param>
    public static QMesh Full((int A, int B, int C) divisions, bool shifted = false) =>
        Reduce(new QGrid(divisions, shifted), [], timeReversal: false);

    /// <summary>One point of each star of a mesh, under the point group and time reversal.</summary>
    /// <param name="divisions">Points along each reciprocal lattice vector, at least 1.</param>
    /// <param name="spaceGroup">The space group; operations that do not map the mesh onto itself are left out.</param>
    /// <param name="shifted">True to move the mesh off Γ by half a step along every axis.</param>
    public static QMesh Irreducible((int A, int B, int C) divisions, SpaceGroup spaceGroup, bool shifted = false) =>
        Irreducible(divisions, [.. spaceGroup.Operations.Select(o => o.Rotation)], shifted);

    /// <summary>Divisions that make neighbouring points of the mesh no farther apart than a spacing.</summary>
    /// <param name="lattice">The lattice.</param>
    /// <param name="spacing">Largest step along each reciprocal lattice vector, Å⁻¹, the factor 2π included (|a*| = 2π/d).</param>
    /// <exception cref="ArgumentOutOfRangeException">The spacing is not a positive number.</exception>
    public static (int A, int B, int C) DivisionsForSpacing(Lattice lattice, double spacing)
    {
        if (!(spacing > 0 && double.IsFinite(spacing)))
        {
            throw new ArgumentOutOfRangeException(nameof(spacing), "the spacing of wave vectors must be a positive number, 1/Å");
        }

        int Along(Vector3d reciprocal) => Math.Max(1, (int)Math.Ceiling((2 * Math.PI * reciprocal.Norm / spacing) - 1e-9));
        Matrix3d r = lattice.Reciprocal;
        return (Along(r.Row0), Along(r.Row1), Along(r.Row2));
    }

    /// <summary>One point of each star under given rotations (W of x' = W x, fractional) and time reversal.</summary>
    internal static QMesh Irreducible((int A, int B, int C) divisions, IReadOnlyList<Matrix3d> rotations, bool shifted)
    {
        QGrid grid = new(divisions, shifted);
        List<int[]> maps = [];
        foreach (Matrix3d rotation in rotations.Distinct())
        {
            if (grid.TryMap(rotation) is { } map)
            {
                maps.Add(map);
            }
        }

        return Reduce(grid, maps, timeReversal: true);
    }

    // The maps form a group, so the star of a point is the set of its images.
    static QMesh Reduce(QGrid grid, List<int[]> maps, bool timeReversal)
    {
        int[] reversed = timeReversal ? grid.TryMap(-1 * Matrix3d.Identity)! : [];
        bool[] seen = new bool[grid.Count];
        List<Vector3d> points = [];
        List<double> weights = [];
        for (int i = 0; i < grid.Count; i++)
        {
            if (seen[i])
            {
                continue;
            }

            int star = 0;
            Mark(i);
            foreach (int[] map in maps)
            {
                Mark(map[i]);
            }

            points.Add(grid.Point(i));
            weights.Add((double)star / grid.Count);

            void Mark(int image)
            {
                Visit(image);
                if (timeReversal)
                {
                    Visit(reversed[image]);
                }
            }

            void Visit(int image)
            {
                star += seen[image] ? 0 : 1;
                seen[image] = true;
            }
        }

        return new QMesh(grid.Divisions, grid.Shifted, [.. points], [.. weights]);
    }
}
